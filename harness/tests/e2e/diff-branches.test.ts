/** `duet diff main` after main has gone on: what only main has is not charged to head, and every reader is told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDiffResults } from '../../results/diff-folder.ts';
import { type BranchedCheckout, makeBranches, ONE_MORE_STATEMENT } from './diff-sides.ts';
import { duet } from './duet-process.ts';
import { makePlace, type Place, runFolders } from './place.ts';

const COUNTS = ['--pattern', 'parallel', '--stack', 'node', '--counts-only'];

let place: Place;
let branches: BranchedCheckout;
let tip: string;
const diff = (...args: string[]) => duet(place, ['diff', ...args], { checkout: branches.dir });
const newest = () => runFolders(place).at(-1) as string;
const read = (name: string) => readFileSync(join(newest(), name), 'utf8');

beforeAll(() => {
  place = makePlace();
  branches = makeBranches(place);
  tip = branches.moveMainOn(ONE_MORE_STATEMENT);
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

test('--exact-base compares with where the branch is now', async () => {
  const { exitCode, stderr } = await diff('main', '--exact-base', ...COUNTS);
  expect(exitCode, stderr).toBe(0);
  expect(stderr).toContain(
    `duet: base: main at ${tip.slice(0, 7)}, taken as it is with --exact-base; main has 1 commit`,
  );
  expect(stderr).toContain('duet: improvement: parallel/node/after: 4 → 3 statements per request');
});
