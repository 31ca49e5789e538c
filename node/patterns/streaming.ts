/** Pattern: read a large file piece by piece instead of holding all of it. */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { FileBody } from '../parameters.ts';
import { Problem } from '../problems.ts';
import { variantRoutes } from '../variants.ts';
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

export const streaming: FastifyPluginAsyncTypebox = async (app) => {
  variantRoutes(app, 'POST', '/streaming/:variant', { variants: { before, after } }, (url, sumFile) => {
    app.post(url, { schema: { body: FileBody, response: { 200: FileAnswer } } }, async ({ body }) => {
      const path = join(app.settings.filesDir, body.file);
      if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
        throw new Problem('unknown-file', `there is no file ${body.file}`, 'file');
      }
      return sumFile(path);
    });
  });
};
