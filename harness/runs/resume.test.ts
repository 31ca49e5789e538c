import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findRun } from './resume.ts';

let out: string;
beforeEach(() => {
  out = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'duet resume ')));
});
afterEach(() => rmSync(out, { recursive: true }));

/** A run that was interrupted before it had results. */
function interrupted(label: string, second: number, schema: string, more = {}): string {
  const dir = path.join(out, `20261130-12000${second}-${label}-0000`);
  mkdirSync(path.join(dir, 'logs'), { recursive: true });
  writeFileSync(path.join(dir, 'run.json'), JSON.stringify({ schema, ...more }));
  return dir;
}

const OF_WAYS = { service: { ways: { a: 'as it is', b: 'X=1' } } };

test('the newest is that of its kind', () => {
  const run = interrupted('quick', 1, 'duet-run');
  const diff = interrupted('diff', 2, 'duet-diff-run');
  const libraries = interrupted('libraries', 3, 'duet-libraries-run');
  const ab = interrupted('ab', 4, 'duet-diff-run', OF_WAYS);
  expect(findRun('latest', out, 'run')).toBe(run);
  expect(findRun('latest', out, 'diff')).toBe(diff);
  expect(findRun('latest', out, 'run of libraries')).toBe(libraries);
  expect(findRun('latest', out, 'run of duet ab')).toBe(ab);
});

test('one of another kind is refused with the command that goes on with it', () => {
  const libraries = path.basename(interrupted('libraries', 1, 'duet-libraries-run'));
  const run = path.basename(interrupted('quick', 2, 'duet-run'));
  const diff = path.basename(interrupted('diff', 3, 'duet-diff-run', { service: {} }));
  const ab = path.basename(interrupted('ab', 4, 'duet-diff-run', OF_WAYS));
  expect(() => findRun(ab, out, 'diff')).toThrow(
    expect.objectContaining({ message: `${ab} is no diff`, hint: `duet ab --resume ${ab} continues it` }),
  );
  expect(() => findRun(diff, out, 'run of duet ab')).toThrow(
    expect.objectContaining({
      message: `${diff} is no run of duet ab`,
      hint: `duet diff --resume ${diff} continues it`,
    }),
  );
  expect(() => findRun(libraries, out, 'run')).toThrow(
    expect.objectContaining({ exitCode: 2, hint: `duet libraries --resume ${libraries} continues it` }),
  );
  expect(() => findRun(run, out, 'run of libraries')).toThrow(
    expect.objectContaining({
      message: `${run} is no run of libraries`,
      hint: `duet compare --resume ${run} continues it`,
    }),
  );
});
