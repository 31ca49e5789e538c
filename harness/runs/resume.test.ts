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
function interrupted(label: string, second: number, schema: string): string {
  const dir = path.join(out, `20261130-12000${second}-${label}-0000`);
  mkdirSync(path.join(dir, 'logs'), { recursive: true });
  writeFileSync(path.join(dir, 'run.json'), JSON.stringify({ schema }));
  return dir;
}

test('the newest is that of its kind', () => {
  const run = interrupted('quick', 1, 'duet-run');
  const diff = interrupted('diff', 2, 'duet-diff-run');
  const libraries = interrupted('libraries', 3, 'duet-libraries-run');
  expect(findRun('latest', out, 'run')).toBe(run);
  expect(findRun('latest', out, 'diff')).toBe(diff);
  expect(findRun('latest', out, 'run of libraries')).toBe(libraries);
});

test('one of another kind is refused with the command that goes on with it', () => {
  const libraries = path.basename(interrupted('libraries', 1, 'duet-libraries-run'));
  const run = path.basename(interrupted('quick', 2, 'duet-run'));
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
