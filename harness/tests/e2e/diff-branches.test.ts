/**
 * `duet diff main` after main has gone on: what only main has is not charged to head, and every reader is told. With
 * --exact-base main is compared as it is, also where it has the Python service in the shape that came before the package.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { upToDate } from '../../diff/older-results.ts';
import { readDiffResults } from '../../results/diff-folder.ts';
import type { DiffResults } from '../../results/schema.ts';
import { type BranchedCheckout, makeBranches, ONE_MORE_STATEMENT } from './diff-sides.ts';
import { duet, type Outcome } from './duet-process.ts';
import { makeLooseModules, PACKAGE } from './older-shape.ts';
import { makePlace, type Place, runFolders } from './place.ts';

const COUNTS = ['--pattern', 'parallel', '--counts-only'];

let place: Place;
let branches: BranchedCheckout;
let tip: string;
const diff = (...args: string[]) => duet(place, ['diff', ...args], { checkout: branches.dir });
const newest = () => runFolders(place).at(-1) as string;
const read = (name: string) => readFileSync(join(newest(), name), 'utf8');

beforeAll(() => {
  place = makePlace();
  branches = makeBranches(place);
  const { dir, git, moveMainOn } = branches;
  git('checkout', '--quiet', 'main');
  makeLooseModules(join(dir, 'python'));
  git('add', '--all', 'python');
  tip = moveMainOn(ONE_MORE_STATEMENT);
});
afterAll(() => place[Symbol.dispose]());

test('head is compared with the merge base, which every output names', async () => {
  const { exitCode, stdout, stderr } = await diff('main');
  expect(exitCode, stderr).toBe(0);
  const [at, began] = [tip.slice(0, 7), branches.began.slice(0, 7)];
  const sentence = `main at ${at}, merge base ${began}; main has 1 commit that head does not have`;
  expect(stderr).toContain(`duet: base: ${sentence}`);
  expect(stdout.replaceAll('\n', ' ')).toContain(`base ${sentence}`);
  for (const file of ['diff.md', 'diff.html']) expect(read(file)).toContain(sentence);
  const { run } = readDiffResults(join(newest(), 'diff.json'));
  expect(run).toMatchObject({
    same_services: true,
    sides: {
      base: {
        given: 'main',
        commit: branches.began.slice(0, 12),
        branch: { commit: tip.slice(0, 12), ahead: 1, compared: 'merge-base' },
      },
    },
  });
});

describe('--exact-base', () => {
  let outcome: Outcome;
  let results: DiffResults;
  beforeAll(async () => {
    outcome = await diff('main', '--exact-base', ...COUNTS);
    results = upToDate(readDiffResults(join(newest(), 'diff.json')));
  });

  test('compares with where the branch is now', () => {
    expect(outcome.exitCode, outcome.stderr).toBe(0);
    expect(outcome.stderr).toContain(
      `duet: base: main at ${tip.slice(0, 7)}, taken as it is with --exact-base; main has 1 commit`,
    );
    expect(outcome.stderr).toContain('duet: improvement: parallel/node/after: 4 → 3 statements per request');
  });

  test('starts the Python service in both shapes, which give the same answers and are counted', () => {
    expect(results.run).toMatchObject({ one_sided: [], answers: [] });
    expect(results.run).not.toHaveProperty('same_services', true);
    const statements = results.rows.filter(({ metric, stack }) => metric.id === 'statements' && stack === 'python');
    expect(statements).toMatchObject([{ stack: 'python', variant: 'after', base: 9, head: 9, verdict: 'no change' }]);
  });

  test('names each file that moved as changed at both of its places', () => {
    for (const file of ['python/app.py', 'python/patterns/parallel.py', `python/${PACKAGE}/patterns/parallel.py`]) {
      expect(results.run.changed_files).toContain(file);
    }
  });
});
