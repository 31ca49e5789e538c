/** The readers of files that need no package of their own; the others are installed by `duet libraries` alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Listening, StreamingModule } from '../libraries/library.ts';
import { start } from '../libraries/routes/streaming.ts';
import { readLibrarySettings } from '../libraries/settings.ts';
import * as csvParse from '../libraries/streaming/csv-parse.ts';
import * as readline from '../libraries/streaming/readline.ts';
import * as streamSplit from '../libraries/streaming/stream-split.ts';
import { ask } from './ask.ts';
import { GOLDEN } from './test-app.ts';

const { checksum, ...golden } = JSON.parse(readFileSync(join(GOLDEN, 'tricky.json'), 'utf8'));
const allAsExpected = { status: 200, answer: golden };
const brokenLine = { status: 500, answer: { error: 'Error', message: 'row 4 is not id,plan,amount_cents,day,city' } };

describe.each<[string, StreamingModule, unknown]>([
  ['stream-split', streamSplit, allAsExpected],
  // To it U+2028 and a lone \r end a line, and both stand in fields of that file.
  ['readline', readline, brokenLine],
  ['csv-parse', csvParse, allAsExpected],
])('%s', (_name, library, expected) => {
  let served: Listening;
  beforeAll(async () => {
    served = await start(library, readLibrarySettings({ FILES_DIR: GOLDEN }), { pid: 1, versions: {} });
  });
  afterAll(() => served.close());
  const sums = (file: string) => ask(served.port, 'POST', '/streaming', { file });

  test('sums the golden file', async () => {
    expect(await sums('tricky.csv')).toEqual(expected);
  });

  test('answers for a file that is empty, and for one that is not there', async () => {
    expect(await sums('empty.csv')).toEqual({ status: 200, answer: { rows: 0, amount_cents: 0, plans: [] } });
    expect(await sums('none.csv')).toMatchObject({ status: 404, answer: { error: 'UnknownFile' } });
    expect(await sums('../golden/empty.csv')).toMatchObject({ status: 200 });
    expect(await sums('../sql/schema.sql')).toMatchObject({ status: 404 });
  });
});
