import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Client, HttpRequest } from './client.ts';
import { type ClosedLoopOptions, closedLoop } from './closed-loop.ts';
import { RequestFailure } from './failure.ts';
import type { Check } from './outcome.ts';

const requestOf = (n: number): HttpRequest => ({ method: 'GET', path: `/${n}` });

// Time passes as the tests say: what is counted is exact, whatever else this machine does.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function run(client: Client, options: ClosedLoopOptions) {
  const result = closedLoop(client, requestOf, options);
  await vi.runAllTimersAsync();
  return await result;
}

/** A client that answers after a while, and remembers what it was asked and how much at a time. */
function fakeClient(serviceMs: number, statusOf: (n: number) => number = () => 200) {
  const seen: string[] = [];
  let underWay = 0;
  let most = 0;
  const client = {
    async send({ path }: HttpRequest) {
      const n = seen.push(path) - 1;
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, serviceMs));
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
  expect(await run(fake.client, { clients: 4, durationMs: 100 })).toMatchObject({ sent: 80 });
  expect(fake.most()).toBe(4);
  expect(fake.underWay()).toBe(0);
  expect(fake.seen).toEqual(Array.from({ length: 80 }, (_, n) => `/${n}`));
});

test('what is answered after the time is waited for, and counts with its part that lay within', async () => {
  const fake = fakeClient(150);
  const result = await run(fake.client, { clients: 3, durationMs: 50 });
  expect(result).toMatchObject({ sent: 3, completed: 0, failed: 0 });
  expect(fake.underWay()).toBe(0);
  // Three clients at 150 ms each.
  expect(result.perSecond).toBeCloseTo(20, 9);
});

test('everything sent is completed, failed or still under way at the end', async () => {
  const fake = fakeClient(5, (n) => [200, 500, 0][n % 3] as number);
  const result = await run(fake.client, { clients: 3, durationMs: 203 });
  expect(result).toMatchObject({ sent: 3 + 120, completed: 40, failed: 82 });
  expect(result.problems).toEqual({ reset: 41, 'wrong-status': 41 });
  expect(result.serviceTime.count).toBe(40);
});

test.each([1, 8])('the rate of %i clients is their number over the service time', async (clients) => {
  const { completed, perSecond } = await run(fakeClient(10).client, { clients, durationMs: 200 });
  expect(completed).toBe(20 * clients);
  expect(perSecond).toBeCloseTo(100 * clients, 9);
});

test('an answer is judged by the check that was given', async () => {
  const fake = fakeClient(5, () => 404);
  const check: Check = ({ status }) => (status === 404 ? undefined : 'wrong-status');
  const result = await run(fake.client, { clients: 1, durationMs: 50, check });
  expect(result).toMatchObject({ completed: 10, failed: 0 });
});

test('a number of requests is sent to the last one and no further, and the rate is over the time they took', async () => {
  const fake = fakeClient(20);
  const { sent, completed, perSecond } = await run(fake.client, { clients: 4, requests: 10 });
  expect(fake.seen).toEqual(Array.from({ length: 10 }, (_, n) => `/${n}`));
  expect({ sent, completed }).toEqual({ sent: 10, completed: 10 });
  // Three rounds of four clients.
  expect(perSecond).toBeCloseTo(10_000 / 60, 9);
});

test('a number of requests ends with the first that gets no answer in time, a time does not', async () => {
  const silent = { send: () => Promise.reject(new RequestFailure('timeout', 'no answer')) } as unknown as Client;
  expect(await run(silent, { clients: 2, requests: 1_000 })).toMatchObject({ sent: 2, failed: 2, completed: 0 });
  const slow = {
    send: () => new Promise((_, reject) => setTimeout(() => reject(new RequestFailure('timeout', 'no answer')), 30)),
  } as unknown as Client;
  expect((await run(slow, { clients: 1, durationMs: 100 })).sent).toBe(4);
});
