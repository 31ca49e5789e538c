/** Pattern: read a large file piece by piece instead of holding all of it. */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { FileBody } from '../parameters.ts';
import { Problem } from '../problems.ts';
import { variantRoutes } from '../variants.ts';
import { ByteTally, NEWLINE } from './byte-tally.ts';
import { type FileSums, Tally } from './tally.ts';

const FileAnswer = Type.Object({
  rows: Type.Integer(),
  amount_cents: Type.Integer(),
  plans: Type.Array(Type.Object({ plan: Type.String(), rows: Type.Integer(), amount_cents: Type.Integer() })),
  checksum: Type.Integer(),
});

// #region before
/** The whole file as one string, then all its lines as an array. */
async function before(path: string): Promise<FileSums> {
  const tally = new Tally();
  const lines = readFileSync(path, 'utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) tally.add(line);
  return tally.sums();
}
// #endregion

// #region after
/** A stream: memory holds one chunk and the unfinished line at its end. */
async function after(path: string): Promise<FileSums> {
  const tally = new Tally();
  let rest = '';
  // Not node:readline: it also ends lines at U+2028, U+2029 and a lone \r. The stream's
  // decoder keeps a character together whose bytes lie in two chunks.
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines: string[] = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) tally.add(line);
  }
  if (rest !== '') tally.add(rest);
  return tally.sums();
}
// #endregion

/** Each read leaves a promise behind: over 256 MB the process grew by 7 MB with 64 KiB, and by 2 to 4 MB with this. */
const BUFFER_BYTES = 512 * 1024;

// #region after-best
/** One buffer for the whole file, whose bytes are summed where they lie: no line is left behind for the collector. */
async function afterBest(path: string): Promise<FileSums> {
  const tally = new ByteTally();
  const file = await open(path);
  try {
    let buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    let kept = 0; // bytes of an unfinished line, at the start of the buffer
    for (;;) {
      // One byte stays free, for the \n that the last line may lack.
      const { bytesRead } = await file.read(buffer, kept, buffer.length - kept - 1, null);
      if (bytesRead === 0) break;
      const filled = kept + bytesRead;
      const end = buffer.lastIndexOf(NEWLINE, filled - 1) + 1;
      tally.add(buffer, end);
      buffer.copyWithin(0, end, filled);
      kept = filled - end;
      // Twice the room for a long line, so that it is copied a few times only.
      if (kept > buffer.length / 2) buffer = Buffer.concat([buffer], buffer.length * 2);
    }
    if (kept > 0) {
      buffer[kept] = NEWLINE;
      tally.add(buffer, kept + 1);
    }
    return tally.sums();
  } finally {
    await file.close();
  }
}
// #endregion

export const streaming: FastifyPluginAsyncTypebox = async (app) => {
  const variants = { before, after, 'after-best': afterBest };
  variantRoutes(app, 'POST', '/streaming/:variant', { variants }, (url, sumFile) => {
    app.post(url, { schema: { body: FileBody, response: { 200: FileAnswer } } }, async ({ body }) => {
      const path = join(app.settings.filesDir, body.file);
      if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
        throw new Problem('unknown-file', `there is no file ${body.file}`, 'file');
      }
      return sumFile(path);
    });
  });
};
