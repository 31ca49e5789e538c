import { expect, test } from 'vitest';
import { openProgress } from '../../progress.ts';
import type { Environment } from '../../results/run.ts';
import { fakeSubject } from '../../tests/simulated/fake-subject.ts';
import { openTuning } from './tuning.ts';

/** @returns the milliseconds by which starts that take so long move the deadline, and what is said of it. */
async function afterStarts(...startsMs: number[]): Promise<{ movedMs: number; notes: string[] }> {
  const notes: string[] = [];
  const progress = { ...openProgress(), measuring() {}, note: (text: string) => notes.push(text) };
  const header = {
    ...{ duet_version: '0', id: 'test', command: 'tune pool', started_at: '2026-11-23T10:00:00.000Z' },
    ...{ seed: 1, unseen: [], environment: {} as Environment },
  };
  const target = { rate_per_s: 100, processes: 1, arrivals: 'poisson' as const, p99_ms: null, rtt_ms: 0 };
  const tuning = await openTuning(fakeSubject({ holdMs: 1 }), target, {
    ...{ header, labProcesses: [], timeBudgetMs: 60_000, grid: false, progress },
    ...{ signal: new AbortController().signal, onWindow() {}, onResults() {} },
  });
  await using _watch = tuning.bench.watch;
  const beforeMs = tuning.deadlineMs;
  const setting = { size: 8, overflow: 0, timeout_ms: 2_500 };
  for (const ms of startsMs) tuning.bench.onStart?.(ms, setting);
  return { movedMs: tuning.deadlineMs - beforeMs, notes };
}

test('the time of slow starts is not taken from what is measured, and is announced once', async () => {
  const { movedMs, notes } = await afterStarts(35_000, 35_000);
  expect(movedMs).toBeCloseTo(60_000);
  expect(notes).toEqual([expect.stringMatching(/^a start takes 35 s: some 14 of them make this about 7 min longer/)]);
});

test('usual starts are in the plan', async () => {
  const { movedMs, notes } = await afterStarts(300, 4_000);
  expect(movedMs).toBe(0);
  expect(notes).toEqual([]);
});
