import { expect, test } from 'vitest';
import type { TestSpecification, Vitest } from 'vitest/node';
import { LongestFirst } from './longest-first.ts';

/** A file that took so many ms last time, or that has not run yet. */
interface File {
  name: string;
  project: string;
  group?: number;
  tookMs?: number;
}

async function order(files: File[]): Promise<string[]> {
  const known = new Map<TestSpecification, File>();
  for (const file of files) {
    const config = { sequence: { groupOrder: file.group ?? 1 }, isolate: true };
    known.set({ moduleId: file.name, project: { name: file.project, config } } as unknown as TestSpecification, file);
  }
  const getTestSpecificationResult = (one: TestSpecification) => {
    const duration = known.get(one)?.tookMs;
    return duration === undefined ? undefined : { duration, failed: false };
  };
  const sequencer = new LongestFirst({ cache: { getTestSpecificationResult } } as unknown as Vitest);
  return (await sequencer.sort([...known.keys()])).map(({ moduleId }) => moduleId);
}

test('a file that took longer begins first, whatever its tier', async () => {
  const files = [
    { name: 'quick', project: 'e2e', tookMs: 900 },
    { name: 'slow', project: 'unit', tookMs: 9_000 },
    { name: 'slowest', project: 'contract', tookMs: 90_000 },
  ];
  expect(await order(files)).toEqual(['slowest', 'slow', 'quick']);
});

test('files that have not run yet begin by what their tier usually takes', async () => {
  const files = [
    { name: 'unit', project: 'unit' },
    { name: 'contract', project: 'contract' },
    { name: 'e2e', project: 'e2e' },
    { name: 'quick', project: 'e2e', tookMs: 900 },
  ];
  expect(await order(files)).toEqual(['e2e', 'contract', 'quick', 'unit']);
});

test('files that run alone come after all others', async () => {
  const files = [
    { name: 'alone', project: 'e2e-alone', group: 2, tookMs: 90_000 },
    { name: 'beside', project: 'unit', tookMs: 1 },
  ];
  expect(await order(files)).toEqual(['beside', 'alone']);
});
