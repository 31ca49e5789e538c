/** `duet diff` on an example that leaks: several processes behind a shell, and no database. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDiffResults } from '../../results/diff-folder.ts';
import type { DiffResults } from '../../results/schema.ts';
import { type ExampleHistory, makeExampleHistory } from '../builders/example-history.ts';
import { duet } from './duet-process.ts';
import { noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders } from './place.ts';

let place: Place;
let history: ExampleHistory;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
  history = makeExampleHistory('shell-cluster', join(place.dir, 'shell-cluster'));
});
afterEach(() => place?.[Symbol.dispose]());

test('the request that leaks fails the diff by its growth, and the other one does not', async () => {
  const args = ['diff', 'HEAD~1', 'HEAD', '--time-budget', '90s', '--out', place.out];
  const { exitCode, stdout, stderr } = await duet(place, args, { cwd: history.dir });
  const folder = runFolders(place).at(-1) as string;
  const { rows, verdict, beside } = readDiffResults(join(folder, 'diff.json')) as DiffResults;
  const growthOf = (request: string) =>
    rows.find(({ variant, metric }) => variant === request && metric.id === 'growth');
  expect(growthOf('health')?.verdict).not.toBe('regression');
  // A machine that does other things, too, may have no time for enough blocks; that the leak is open is then said.
  expect(['regression', 'inconclusive'], stdout).toContain(growthOf('label')?.verdict);
  const isNamed = beside.some((aside) => aside.code === 'growth-undecided');
  expect(isNamed || ['regression', 'inconclusive', 'invalid'].includes(verdict), stderr).toBe(true);
  if (growthOf('label')?.verdict !== 'regression') return;
  expect(exitCode, stderr).toBe(1);
  expect(stdout).toContain('label: memory growth per 1,000 requests rose from');
  expect(readFileSync(join(folder, 'diff.md'), 'utf8')).toMatch(/^label: growth \+\d+\.\d MB$/m);
});
