import { expect, it } from 'vitest';
import { openProgress } from '../../progress.ts';
import type { Environment } from '../../results/run.ts';
import { connectionsOf, type PoolSetting, type TuneTarget } from '../../results/tune.ts';
import { fakeSubject } from '../../tests/simulated/fake-subject.ts';
import { settle } from './settle.ts';
import { openTuning } from './tuning.ts';
import { Warm } from './warm.ts';

const target: TuneTarget = { rate_per_s: 100, processes: 1, arrivals: 'poisson', p99_ms: null, rtt_ms: 0 };

/** A service whose requests take so long by its connections, and of which a search said that eight are enough. */
async function settled(holdMs: (connections: number) => number) {
  const subject = fakeSubject({ holdMs: (setting) => holdMs(connectionsOf(setting)) });
  const header = {
    ...{ duet_version: '0', id: 'test', command: 'tune pool', started_at: '2026-11-23T10:00:00.000Z' },
    ...{ seed: 1, unseen: [], environment: {} as Environment },
  };
  const tuning = await openTuning(subject, target, {
    ...{ header, labProcesses: [], timeBudgetMs: 60_000, grid: false, progress: { ...openProgress(), measuring() {} } },
    ...{ signal: new AbortController().signal, onWindow() {}, onResults() {} },
  });
  await using _watch = tuning.bench.watch;
  tuning.time = { ...tuning.time, windowMs: 600 };
  tuning.found({ prediction: { in_use: 1, connections: 6 }, standard: { connections: 30, p95_ms: 12, noise: 0.12 } });
  await using warm = new Warm();
  const found = await settle({ connections: 8, ending: 'smallest', windows: 5 }, warm, tuning);
  const { revision, recommended, comparisons } = tuning.results;
  return { subject, found, revision, recommended, comparisons, up: subject.up() };
}

const isPlain = (connections: number) => (setting: PoolSetting) =>
  setting.size === connections && setting.overflow === 0;

it('measures what lies between in the rounds of the comparison where that shows another pool to be faster', async () => {
  // Eight are slow, the pools beside less so, and whatever lies between is fast.
  const holdMs: Record<number, number> = { 8: 60, 15: 15, 30: 25 };
  const { subject, found, revision, recommended, comparisons, up } = await settled(
    (connections) => holdMs[connections] ?? 5,
  );
  expect(revision?.code).toBe('searched-again');
  expect(revision?.searched).toBe(8);
  expect(found).toMatchObject({ connections: 9, ending: 'smallest' });
  expect(recommended?.setting.size).toBe(found.connections);
  expect(subject.started.filter(isPlain(found.connections))).toHaveLength(1);
  const seeds = (windows: readonly { seed: number }[]) => windows.map(({ seed }) => seed);
  for (const { cell } of comparisons) expect(seeds(cell.windows)).toEqual(seeds(recommended?.windows ?? []));
  // What was compared is no answer any more.
  expect(up).toBe(0);
});

it('keeps what was compared up where it is the answer, for what comes next', async () => {
  const { found, revision, up, subject } = await settled((connections) => (connections === 8 ? 5 : 20));
  expect([found.connections, revision]).toEqual([8, undefined]);
  expect(up).toBe(1);
  expect(subject.up()).toBe(0);
});
