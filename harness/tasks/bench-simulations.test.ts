/** The benches that simulate, on so few runs that only their shape can be judged. */
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { markdownTable, percent } from './bench-table.ts';

const bench = (name: string, ...options: string[]) =>
  execa(process.execPath, [`harness/tasks/bench-${name}.ts`, ...options], { reject: false });

describe.for(['coverage', 'verdicts', 'shards'])('bench-%s', (name) => {
  test('prints the same tables from the same seed', async () => {
    const [once, again] = await Promise.all([0, 1].map(() => bench(name, '--runs', '20', '--seed', '3')));
    expect(once?.stdout).toContain('seed 3');
    expect(once?.stdout).toMatch(/^\| noise /m);
    expect(once?.stdout).not.toMatch(/NaN|undefined|null/);
    expect(again?.stdout).toBe(once?.stdout);
  });
  test.for([
    ['--runs', '0'],
    ['--seed', 'x'],
    ['--walks', '3'],
  ])('refuses %s %s', async (options) => {
    const { exitCode, stderr } = await bench(name, ...options);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('usage:')]);
  });
});

test('a table is padded, and shares below 10 % have a digit more', () => {
  expect(markdownTable(['noise', 'SD'], [['normal', '1']])).toBe(
    '| noise  |  SD |\n| ------ | --: |\n| normal |   1 |',
  );
  expect([percent(0, 9), percent(1, 20), percent(1, 3), percent(9, 9)]).toEqual(['0 %', '5.0 %', '33 %', '100 %']);
});
