/** Text that is read in chunks, whose ends fall into the middle of characters. */
import { createReadStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';

const LINE = 'Zoë, 東京, 😀';
const LINES = 10_000;
/** Small, so that many ends fall into a character. */
const CHUNK_BYTES = 1_000;

const file = path.join(process.env.SCRATCH_DIR ?? '', 'names.txt');
writeFileSync(file, `${LINE}\n`.repeat(LINES));
const open = () => createReadStream(file, { highWaterMark: CHUNK_BYTES });

async function chunkByChunk(): Promise<string> {
  let text = '';
  for await (const chunk of open()) text += chunk.toString();
  return text;
}

async function withEncoding(): Promise<string> {
  let text = '';
  for await (const chunk of open().setEncoding('utf8')) text += chunk;
  return text;
}

async function byDecoder(): Promise<string> {
  let text = '';
  for await (const chunk of Readable.toWeb(open()).pipeThrough(new TextDecoderStream())) text += chunk;
  return text;
}

async function serve(name: string, read: () => Promise<string>) {
  const intact = (await read()).split('\n').filter((line) => line === LINE).length;
  return { case: name, lines: LINES, damaged: LINES - intact };
}

const cases = [
  await serve('chunk.toString()', chunkByChunk),
  await serve("setEncoding('utf8')", withEncoding),
  await serve('TextDecoderStream', byDecoder),
];
console.log(JSON.stringify(cases));
