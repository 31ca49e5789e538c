import { expect, it } from 'vitest';
import { openProgress } from '../../progress.ts';
import type { Environment } from '../../results/run.ts';
import type { TuneResults, TuneTarget } from '../../results/tune.ts';
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
