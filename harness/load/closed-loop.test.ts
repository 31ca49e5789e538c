import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Client, HttpRequest } from './client.ts';
import { closedLoop } from './closed-loop.ts';
import { RequestFailure } from './failure.ts';
import type { Check } from './outcome.ts';

const requestOf = (n: number): HttpRequest => ({ method: 'GET', path: `/${n}` });

/** A client that answers after a while, and remembers what it was asked and how much at a time. */
function fakeClient(serviceMs: number, statusOf: (n: number) => number = () => 200) {
  const seen: string[] = [];
  let underWay = 0;
  let most = 0;
  const client = {
    async send({ path }: HttpRequest) {
      const n = seen.push(path) - 1;
      most = Math.max(most, ++underWay);
      await sleep(serviceMs);
      underWay--;
      const status = statusOf(n);
      if (status === 0) throw new RequestFailure('reset', 'no answer');
      return { status, text: '', bytes: Buffer.alloc(0), ms: serviceMs };
    },
  } as unknown as Client;
  return { client, seen, most: () => most, underWay: () => underWay };
}

test('as many requests are under way as there are clients, each asked in turn', async () => {
  const fake = fakeClient(5);
  const { sent } = await closedLoop(fake.client, requestOf, { clients: 4, durationMs: 100 });
  expect(fake.most()).toBe(4);
  expect(fake.underWay()).toBe(0);
  expect(fake.seen).toEqual(Array.from({ length: sent }, (_, n) => `/${n}`));
});

test('what is answered after the time is waited for, and counts with its part that lay within', async () => {
  const fake = fakeClient(150);
  const result = await closedLoop(fake.client, requestOf, { clients: 3, durationMs: 50 });
  expect(result).toMatchObject({ sent: 3, completed: 0, failed: 0 });
  expect(fake.underWay()).toBe(0);
  // Three clients at 150 ms each: 20 per second, less where a timer is late.
  expect(result.perSecond).toBeGreaterThan(10);
  expect(result.perSecond).toBeLessThan(20.5);
});

test('everything sent is completed, failed or still under way at the end', async () => {
  const fake = fakeClient(5, (n) => [200, 500, 0][n % 3] as number);
  const clients = 3;
  const { sent, completed, failed, problems, serviceTime } = await closedLoop(fake.client, requestOf, {
    clients,
    durationMs: 200,
  });
  expect(completed).toBeGreaterThan(0);
  expect(failed).toBeGreaterThan(completed);
  expect(sent - completed - failed).toBeGreaterThanOrEqual(0);
  expect(sent - completed - failed).toBeLessThanOrEqual(clients);
  expect(Object.keys(problems).sort()).toEqual(['reset', 'wrong-status']);
  expect(Object.values(problems).reduce((sum, count) => sum + count, 0)).toBe(failed);
  expect(serviceTime.count).toBe(completed);
});

test('more clients complete no less, and the rate is bounded by clients over service time', async () => {
  const counts = [];
  for (const clients of [1, 8]) {
    const fake = fakeClient(10);
    counts.push((await closedLoop(fake.client, requestOf, { clients, durationMs: 200 })).completed);
  }
  const [one = 0, eight = 0] = counts;
  expect(one).toBeGreaterThan(0);
  expect(one).toBeLessThanOrEqual(20 + 1);
  expect(eight).toBeGreaterThan(one);
});

test('an answer is judged by the check that was given', async () => {
  const fake = fakeClient(5, () => 404);
  const check: Check = ({ status }) => (status === 404 ? undefined : 'wrong-status');
  const { completed, failed } = await closedLoop(fake.client, requestOf, {
    clients: 1,
    durationMs: 50,
    check,
  });
  expect(completed).toBeGreaterThan(0);
  expect(failed).toBe(0);
});

test('a number of requests is sent to the last one and no further, and the rate is over the time they took', async () => {
  const fake = fakeClient(20);
  const startedMs = performance.now();
  const { sent, completed, perSecond } = await closedLoop(fake.client, requestOf, {
    clients: 4,
    requests: 10,
  });
  const tookMs = performance.now() - startedMs;
  expect(fake.seen).toEqual(Array.from({ length: 10 }, (_, n) => `/${n}`));
  expect({ sent, completed }).toEqual({ sent: 10, completed: 10 });
  // Three rounds of four clients take no less than 60 ms; a timer may fire a little early.
  expect(perSecond).toBeLessThan(10_000 / 55);
  expect(perSecond).toBeGreaterThanOrEqual(10_000 / tookMs);
});
