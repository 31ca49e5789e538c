import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { goldenEntry } from '../tests/golden/golden-history.ts';
import { historyOf } from '../tests/golden/history-of.ts';
import { appendHistory, readHistory } from './history-file.ts';
import type { HistoryEntry } from './schema.ts';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet history '));
  file = path.join(dir, 'kept', 'history.jsonl');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const entry = (day: number): HistoryEntry => ({
  schema: 'duet-history',
  schema_version: 1,
  run: `2026010${day}-020000-standard-0001`,
  finished_at: `2026-01-0${day}T02:09:00.000Z`,
  commit: null,
  dirty: false,
  profile: 'standard',
  method: 'one',
  fingerprint: 'one',
  machine: 'Größe µ',
  gains: [],
});
const runsIn = (name: string) => readHistory(name).runs.map((run) => ({ ...run, gains: [] }));
const refusal = (message: RegExp) => expect.objectContaining({ exitCode: 2, message: expect.stringMatching(message) });

test('runs are read again in the order of time, whatever their order in the file', async () => {
  for (const one of [entry(2), entry(1), entry(3)]) expect(await appendHistory(file, one)).toBe(true);
  expect(runsIn(file)).toEqual([entry(1), entry(2), entry(3)]);
});

test('a run that is there already is left as it is', async () => {
  await appendHistory(file, entry(1));
  const text = readFileSync(file, 'utf8');
  expect(await appendHistory(file, { ...entry(1), machine: 'another' })).toBe(false);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('of a run that two branches appended, the first line counts', async () => {
  await appendHistory(file, entry(1));
  appendFileSync(file, `${JSON.stringify({ ...entry(1), machine: 'another' })}\n`);
  expect(runsIn(file)).toEqual([entry(1)]);
});

describe('a torn last line', () => {
  // In the middle of the two bytes of a character, too.
  test.each([1, 40, Buffer.from(JSON.stringify(entry(2))).indexOf('ö') + 1])(
    'after %d bytes is left out, and cut off when a run is appended',
    async (bytes) => {
      await appendHistory(file, entry(1));
      appendFileSync(file, Buffer.from(JSON.stringify(entry(2))).subarray(0, bytes));
      expect(runsIn(file)).toEqual([entry(1)]);
      await appendHistory(file, entry(3));
      expect(runsIn(file)).toEqual([entry(1), entry(3)]);
    },
  );

  test('that only lacks its end is kept', async () => {
    await appendHistory(file, entry(1));
    appendFileSync(file, JSON.stringify(entry(2)));
    await appendHistory(file, entry(3));
    expect(runsIn(file)).toEqual([entry(1), entry(2), entry(3)]);
  });
});

test.each([
  ['of a newer duet', JSON.stringify({ ...entry(1), schema_version: 2 }), /history\.jsonl:2 has schema version 2/],
  ['of somebody else', '{"name":"x","value":1}', /history\.jsonl:2 is not a duet-history document/],
  ['with marks of a merge', '<<<<<<< HEAD', /history\.jsonl:2 is not valid JSON/],
  [
    'that was edited',
    JSON.stringify({ ...entry(1), gains: 'many' }),
    /history\.jsonl:2 does not fit the format: \/gains/,
  ],
])('a line %s is named', async (_, line, message) => {
  await appendHistory(file, entry(1));
  appendFileSync(file, `${line}\n`);
  expect(() => readHistory(file)).toThrow(refusal(message));
  await expect(appendHistory(file, entry(2))).rejects.toThrow(refusal(message));
});

test('no file, and a folder', async () => {
  expect(() => readHistory(file)).toThrow(refusal(/there is no history/));
  mkdirSync(file, { recursive: true });
  expect(() => readHistory(file)).toThrow(refusal(/is a folder/));
  await expect(appendHistory(file, entry(1))).rejects.toThrow(refusal(/is a folder/));
});

test('an empty file is a history without runs', async () => {
  mkdirSync(path.dirname(file));
  writeFileSync(file, '');
  expect(runsIn(file)).toEqual([]);
  expect(await appendHistory(file, entry(1))).toBe(true);
});

test('two processes that append at once lose nothing', async () => {
  const append = (who: number) => `
    import { appendHistory } from ${JSON.stringify(new URL('./history-file.ts', import.meta.url).href)};
    for (let n = 0; n < 20; n++)
      await appendHistory(${JSON.stringify(file)}, { ...${JSON.stringify(entry(who))}, run: '${who}-' + n, machine: 'x'.repeat(50_000) });`;
  await Promise.all([1, 2].map((who) => execa(process.execPath, ['--input-type=module', '--eval', append(who)])));
  expect(new Set(readHistory(file).runs.map(({ run }) => run)).size).toBe(40);
}, 60_000);

describe('a whole file', () => {
  const first = goldenEntry();
  /** Nights of two services, of which one has a name that JSON escapes; every value is another one. */
  const entries = Array.from({ length: 40 }, (_, night): HistoryEntry => {
    const times = (value: number) => value * (1 + night / 1_000);
    return {
      ...first,
      run: `2026${String(night).padStart(4, '0')}-020000-quick-0001`,
      ...(night % 3 === 0 ? {} : { service: night % 3 === 1 ? 'orders' : 'a "b" ,"gains":[ é' }),
      finished_at: new Date(Date.UTC(2026, 0, 1 + ((7 * night) % 40))).toISOString(),
      profile: night % 10 === 9 ? 'standard' : 'quick',
      gains: first.gains.slice(night % 4).map((gain) => ({
        ...gain,
        ...(night > 20 ? { title: `${gain.title} as it is called since` } : {}),
        value: times(gain.value),
        low: night % 5 === 0 ? null : times(gain.low ?? 1),
        high: night % 5 === 0 ? null : -1e-9 * night,
      })),
    };
  });
  const written = (lines: readonly string[]) => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    return readHistory(file);
  };
  const plain = entries.map((entry) => JSON.stringify(entry));

  test('says what reading it line by line says', () => {
    expect(written(plain)).toEqual(historyOf(plain.map((line) => JSON.parse(line))));
    expect(readHistory(file).runs).toHaveLength(40);
    const points = readHistory(file).columns.reduce((sum, { runs }) => sum + runs.length, 0);
    expect(points).toBe(entries.reduce((sum, { gains }) => sum + gains.length, 0));
  });

  test('that another program has written anew says the same', () => {
    const spaced = plain.map((line) => JSON.stringify(JSON.parse(line), null, 1).replaceAll('\n', ' '));
    const { schema: _, ...others } = entries[0] as HistoryEntry;
    const turned = [JSON.stringify({ ...others, schema: 'duet-history' }), ...plain.slice(1)];
    for (const lines of [spaced, turned]) expect(written(lines)).toEqual(historyOf(entries));
  });

  test('is longer than what is read at once, and has lines that are', () => {
    const machine = 'é'.repeat(200_000);
    const long = [{ ...first, machine }, ...entries];
    expect(written(long.map((entry) => JSON.stringify(entry)))).toEqual(historyOf(long));
  });

  test.each([
    ['"value":', '"value":0'],
    ['"value":', '"value":"2",'],
    ['"kind":"ratio"', '"kind":"share"'],
    ['"high":', '"height":'],
  ])('with %s changed to %s is refused, with the number of the line', (text, other) => {
    const lines = plain.with(7, (plain[7] as string).replace(text, other));
    expect(() => written(lines)).toThrow(refusal(/history\.jsonl:8 /));
  });
});
