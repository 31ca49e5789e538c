/** Limits of control groups, read from trees as a kernel shows them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readGroupLimits } from './group-limits.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'duet groups '));
});
afterEach(() => rmSync(root, { recursive: true }));

function tree(files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), `${text}\n`);
  }
}

describe('version 2', () => {
  test('half a core and 512 MB', () => {
    tree({ 'ci/job/cpu.max': '50000 100000', 'ci/job/memory.max': '536870912' });
    expect(readGroupLimits('0::/ci/job\n', root)).toEqual({
      cores: 0.5,
      memoryBytes: 536_870_912,
      processes: undefined,
    });
  });

  test('a group around it may be narrower', () => {
    tree({ 'ci/cpu.max': '100000 100000', 'ci/job/cpu.max': '400000 100000', 'ci/job/memory.max': 'max' });
    tree({ 'ci/pids.max': '300', 'ci/job/pids.max': 'max' });
    expect(readGroupLimits('0::/ci/job\n', root)).toEqual({ cores: 1, memoryBytes: undefined, processes: 300 });
  });

  test('in a container its own group is the root of what it sees', () => {
    tree({ 'cpu.max': '150000 100000' });
    expect(readGroupLimits('0::/../../docker/abc\n', root).cores).toBe(1.5);
  });

  test('no limit', () => {
    tree({ 'cpu.max': 'max 100000', 'memory.max': 'max' });
    expect(readGroupLimits('0::/\n', root)).toEqual({ cores: undefined, memoryBytes: undefined, processes: undefined });
  });
});

describe('version 1', () => {
  const memberships = '4:memory:/job\n2:cpuacct:/\n1:cpu,cpuacct:/job\n0::/\n';

  test('half a core and 512 MB', () => {
    tree({
      'cpu,cpuacct/job/cpu.cfs_quota_us': '25000',
      'cpu,cpuacct/job/cpu.cfs_period_us': '50000',
      'memory/job/memory.limit_in_bytes': '536870912',
    });
    expect(readGroupLimits(memberships, root)).toEqual({ cores: 0.5, memoryBytes: 536_870_912, processes: undefined });
  });

  test('no limit', () => {
    tree({
      'cpu/job/cpu.cfs_quota_us': '-1',
      'cpu/job/cpu.cfs_period_us': '100000',
      'memory/job/memory.limit_in_bytes': '9223372036854771712',
    });
    expect(readGroupLimits(memberships, root)).toEqual({
      cores: undefined,
      memoryBytes: undefined,
      processes: undefined,
    });
  });
});

test('without control groups there are no limits', () => {
  expect(readGroupLimits('', root)).toEqual({ cores: undefined, memoryBytes: undefined, processes: undefined });
});
