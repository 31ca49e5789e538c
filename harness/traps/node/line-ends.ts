/** A file of five rows, read line by line in three ways. */
import { createReadStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const ROWS = ['1,Ada', '2,Grace\u2028Hopper', '3,Alan\rTuring', '4,Edsger', '5,Barbara'];
/** The fourth ends as on Windows, the last does not end. */
const TEXT = `${ROWS.slice(0, 3).join('\n')}\n${ROWS[3]}\r\n${ROWS[4]}`;

const file = path.join(process.env.SCRATCH_DIR ?? '', 'rows.csv');
writeFileSync(file, TEXT);

async function* byReadline(): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}

/** What ends at a line feed; the rest of a chunk begins the next line. */
async function* byLineFeed(): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

async function* byLineFeedWithoutReturn(): AsyncGenerator<string> {
  for await (const line of byLineFeed()) yield line.endsWith('\r') ? line.slice(0, -1) : line;
}

async function serve(name: string, read: () => AsyncGenerator<string>) {
  const lines: string[] = [];
  for await (const line of read()) lines.push(line);
  const intact = lines.filter((line) => ROWS.includes(line)).length;
  return { case: name, rows: ROWS.length, lines: lines.length, intact };
}

const cases = [
  await serve('readline', byReadline),
  await serve("at '\\n'", byLineFeed),
  await serve("at '\\n', without a '\\r' before it", byLineFeedWithoutReturn),
];
console.log(JSON.stringify(cases));
