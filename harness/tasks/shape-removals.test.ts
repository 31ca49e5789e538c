import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../lab/source.ts';
import { FACTS } from '../patterns/shape/facts.ts';
import { PATTERNS, STACKS } from '../results/schema.ts';
import { applyEdits, REMOVALS, REMOVED_AT_ONCE } from './shape-removals.ts';

test('every pattern has a removal in either stack', () => {
  for (const pattern of PATTERNS) {
    const stacks = REMOVALS.filter((one) => one.pattern === pattern).map(({ stack }) => stack);
    expect(new Set(stacks)).toEqual(new Set(STACKS));
  }
});

test.each(REMOVALS)('$pattern, $stack: $title changes the code as it is', ({ edits, base = [] }) => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'duet-removals-'));
  try {
    for (const { file } of [...edits, ...base]) cpSync(path.join(repositoryRoot, file), path.join(dir, file));
    applyEdits(dir, [...edits, ...base]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test('every fact would be found missing by one of them', () => {
  const found = new Set(REMOVALS.flatMap(({ facts }) => facts));
  const unproved = PATTERNS.flatMap((pattern) => FACTS[pattern].map(({ id }) => id)).filter((id) => !found.has(id));
  // Its removal is a pool that deadlocks: harness/traps has one.
  expect(unproved).toEqual(['failed_requests']);
});

test('the page on shapes says how many of them are made at once', () => {
  const page = readFileSync(path.join(repositoryRoot, 'harness/patterns/shape/README.md'), 'utf8');
  expect(page).toContain(`${REMOVED_AT_ONCE.length} of these removals at once`);
  expect(new Set(REMOVED_AT_ONCE.map(({ stack, variant, pattern }) => `${pattern}/${stack}/${variant}`)).size).toBe(
    REMOVED_AT_ONCE.length,
  );
});
