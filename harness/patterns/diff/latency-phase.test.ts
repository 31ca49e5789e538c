import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Client, HttpRequest } from '../../load/client.ts';
import { judgeLateness } from '../../load/lateness.ts';
import { simulatedArrivals } from '../../tests/simulated/simulated-arrivals.ts';
import type { TrialContext } from '../pattern.ts';
import { diffSizes } from './index.ts';
import { heededArrivals, latencyPhase } from './latency-phase.ts';

const REQUESTS = 5;
const phase = latencyPhase({
  request: (variant, n) => ({ method: 'GET', path: `/${variant}/${n}` }),
  expected: (n) => `"n":${n},`,
  gapMs: 4,
  requests: REQUESTS,
});

/** A service that answers with the number it was asked for, and what it was asked. */
function asked(answer: (n: number) => Promise<string>) {
  const paths: string[] = [];
  const client: Pick<Client, 'send'> = {
    async send({ path }: HttpRequest) {
      paths.push(path);
      const text = await answer(Number(path.split('/').at(-1)));
      return { status: 200, text, bytes: Buffer.from(text), ms: 0.1 };
    },
  };
  return { paths, context: { client, variant: 'after', sizes: diffSizes } as unknown as TrialContext };
}

test('asks for the same in every trial, and keeps what each request waited', async () => {
  const { paths, context } = asked(async (n) => {
    await sleep(20);
    return `{"n":${n},}`;
  });
  for (let trial = 0; trial < 2; trial++) {
    const { raw_ms } = await phase.trial(context);
    expect(paths.splice(0)).toEqual(Array.from({ length: REQUESTS }, (_, n) => `/after/${n}`));
    for (const ms of raw_ms?.latency ?? []) expect(ms).toBeGreaterThanOrEqual(19);
  }
});

test('an answer to another request makes the trial invalid', async () => {
  const { context } = asked(async () => '{"n":3,}');
  const { invalid } = await phase.trial(context);
  expect(invalid?.map(({ rule }) => rule)).toContain('wrong-answer');
});

test('a trial whose requests the driver held up does not count', async () => {
  const { context } = asked(async (n) => {
    // The driver itself is busy, as another process on its core makes it: all later requests leave late.
    if (n === 0) for (const until = performance.now() + 40; performance.now() < until; );
    return `{"n":${n},}`;
  });
  const { invalid } = await phase.trial(context);
  expect(invalid).toMatchObject([{ rule: 'driver-late', quantile: 0.5 }]);
});

describe('requests of which some left late', () => {
  const LOAD = { requests: 12, gapMs: 10, answerMs: (sentMs: number) => sentMs + 3 };

  test('are heeded without those, and the trial counts', () => {
    const arrivals = simulatedArrivals({ ...LOAD, holdUps: [{ fromMs: 20, forMs: 40 }] });
    expect(heededArrivals(arrivals)).toHaveLength(8);
    expect(judgeLateness({ arrivals, quantile: 0.5 })).toBeUndefined();
  });
  test('are all heeded where most did', () => {
    const arrivals = simulatedArrivals({ ...LOAD, holdUps: [{ fromMs: 20, forMs: 90 }] });
    expect(heededArrivals(arrivals)).toEqual(arrivals);
    expect(judgeLateness({ arrivals, quantile: 0.5 })).toMatchObject({ rule: 'driver-late', quantile: 0.5 });
  });
});
