import { expect, it } from 'vitest';
import { openProgress } from '../../progress.ts';
import type { Environment } from '../../results/run.ts';
import { connectionsOf, type TuneResults, type TuneTarget } from '../../results/tune.ts';
import { type FakeOptions, fakeSubject } from '../../tests/simulated/fake-subject.ts';
import { tunePool } from './tune.ts';
import type { TuneContext } from './tuning.ts';

const target: TuneTarget = { rate_per_s: 100, processes: 1, arrivals: 'poisson', p99_ms: null, rtt_ms: 0 };

function tune(options: FakeOptions, more: Partial<TuneContext> = {}) {
  const subject = fakeSubject(options);
  const partial: TuneResults[] = [];
  const header = {
    ...{ duet_version: '0', id: 'test', command: 'tune pool', started_at: '2026-11-23T10:00:00.000Z' },
    ...{ seed: 1, unseen: [], environment: {} as Environment },
  };
  const progress = { ...openProgress(), measuring() {} };
  const results = tunePool(subject, target, {
    ...{ header, labProcesses: [], timeBudgetMs: 3_000, grid: false, progress },
    ...{ signal: new AbortController().signal, onWindow() {}, onResults: (known) => partial.push(known), ...more },
  });
  return { subject, partial, results };
}

it('hands over what it knows when it is stopped, and leaves nothing running', async () => {
  const stop = new AbortController();
  const onWindow = () => stop.abort(new Error('stopped by SIGINT'));
  const { subject, partial, results } = tune({ holdMs: 5 }, { signal: stop.signal, onWindow });
  await expect(results).rejects.toThrow('stopped by SIGINT');
  expect(subject.up()).toBe(0);
  expect(partial.at(-1)).toMatchObject({ status: 'partial', budget: null, recommendation: null });
  // 100 requests per second that hold a connection for 5 ms each, and what timers add.
  expect(partial.at(-1)?.prediction?.in_use).toBeGreaterThan(0.4);
  expect(partial.at(-1)?.probe).toMatchObject({ hold_source: 'service', checkouts_per_request: 1 });
});

it('refuses a service that does not answer rightly when nothing else goes on', async () => {
  const broken = { status: 500, body: 'no such table' };
  const { subject, results } = tune({ holdMs: 1, oddAnswer: (n) => (n % 3 === 0 ? broken : undefined) });
  await expect(results).rejects.toThrow(/not answered as expected; an answer: 500 no such table/);
  expect(subject.up()).toBe(0);
});

it('gives up an answer that turns out slower than a pool that people have, and says so', async () => {
  const stop = new AbortController();
  let isCompared = false;
  const { subject, partial, results } = tune(
    // Settings of few connections are as fast as any while they are searched, and not beside others.
    { holdMs: (setting) => (isCompared && connectionsOf(setting) < 15 ? 60 : 5) },
    {
      signal: stop.signal,
      progress: { ...openProgress(), measuring: (text) => (isCompared ||= text.includes('beside others')) },
      // What the answer bears is measured after it is settled.
      onWindow: (kind) => kind === 'load-curve' && stop.abort(new Error('that will do')),
    },
  );
  await expect(results).rejects.toThrow('that will do');
  expect(subject.up()).toBe(0);
  const { revision, recommendation, recommended, comparisons } = partial.at(-1) as TuneResults;
  // In so little time nothing is searched again.
  expect(revision).toMatchObject({ code: 'winner-taken', alternative: { code: 'default' }, connections: 15 });
  expect(revision?.searched).toBeLessThan(15);
  expect(recommendation?.setting).toMatchObject({ size: 15, overflow: 0 });
  // With its overflow it was measured, and not as it is recommended.
  expect({ recommended, comparisons }).toEqual({ recommended: null, comparisons: [] });
});
