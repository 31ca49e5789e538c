import { expect, test } from 'vitest';
import { type BenchedCell, bestPage, bestTable, type KeptBench } from './bench-best-table.ts';
import { readPage } from './docs/pages.ts';

const cell = (stack: BenchedCell['stack'], variant: string, metric: string, blocks: number[]): BenchedCell => ({
  ...{ pattern: 'streaming', stack, variant, metric, blocks },
});
const bench = (cells: BenchedCell[], at = '2026-11-29T20:00:00.000Z'): KeptBench => ({
  ...{ at, commit: 'abc1234', machine: 'a machine', file_bytes: 256e6, cells },
});

const times = [
  cell('node', 'after', 'time', [2_000, 2_200, 2_000]),
  cell('node', 'after-best', 'time', [500, 550, 500]),
];

test('a time is set against that of after, block by block', () => {
  expect(bestTable([bench(times)])).toMatch(
    /streaming: time +\| +node \| +2\.00 s \| +0\.500 s \| +0\.250 × \| +0\.250–0\.250 \| +3 \|/,
  );
});

test('what is a ratio already has its own interval, and that of after stands beside it', () => {
  const table = bestTable([
    bench([
      cell('python', 'after', 'peak_of_one_line', [1.5, 1.5, 1.5]),
      cell('python', 'after-best', 'peak_of_one_line', [1.01, 1.02, 1.03]),
    ]),
  ]);
  expect(table).toMatch(/ after one line \| +python \| +1\.50 × \| +1\.02 × \| +\| +0\.995–1\.05 \|/);
});

test('the last bench counts, and the table says where and when it was made', () => {
  const table = bestTable([bench(times), bench([], '2026-12-01T20:00:00.000Z')]);
  expect(table).toContain('2026-12-01, on a machine; code abc1234; file of 256 MB');
  expect(table).not.toContain('streaming: time');
  expect(bestTable([])).toContain('make bench-best');
});

test('the page has the table of the last bench that was kept', () => {
  const { file, text } = bestPage();
  expect(readPage(file).text).toBe(text);
});
