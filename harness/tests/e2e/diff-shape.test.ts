/** What a pattern is for, taken out of every pattern of both stacks at once: `duet diff --counts-only` names each. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { upToDate } from '../../diff/older-results.ts';
import { isCell } from '../../results/cell-name.ts';
import { readDiffResults } from '../../results/diff-folder.ts';
import type { DiffResults } from '../../results/schema.ts';
import { applyEdits, REMOVED_AT_ONCE as removed } from '../../tasks/shape-removals.ts';
import { makeSide } from './diff-sides.ts';
import { duet, type Outcome } from './duet-process.ts';
import { makePlace, type Place, runFolders } from './place.ts';

/** Their cells are read twice on two sides: half a minute on an idle machine. */
const LONG_MS = 300_000;

let place: Place;
let outcome: Outcome;
let results: DiffResults;

beforeAll(async () => {
  place = makePlace();
  const [base, head] = [makeSide(place, 'base'), makeSide(place, 'head')];
  for (const { edits } of removed) applyEdits(head, edits);
  outcome = await duet(place, ['diff', base, head, '--counts-only']);
  results = upToDate(readDiffResults(join(runFolders(place)[0] as string, 'diff.json')));
}, LONG_MS);
afterAll(() => place[Symbol.dispose]());

test('the diff is red', () => {
  expect(outcome.exitCode, outcome.stderr).toBe(1);
  expect(results.verdict).toBe('regression');
});

test.each(removed)('$pattern, $stack: $title', (removal) => {
  const worse = results.rows.filter((row) => isCell(row, removal) && row.verdict === 'regression');
  const ids = worse.map(({ metric }) => metric.id);
  for (const fact of removal.facts) expect(ids, outcome.stderr).toContain(fact);
});

test('a fact is said as soon as it is read, in words', () => {
  expect(outcome.stderr).toContain('regression: streaming, Node, after: peak memory: constant → grows with the file');
  expect(outcome.stderr).toContain('3 → 1 connections that one request uses at once');
});
