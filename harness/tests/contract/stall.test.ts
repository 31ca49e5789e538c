/**
 * The truth test: a server in its own process stalls for exactly 3 s under 200 requests per second. What an open
 * loop must report follows from arithmetic alone.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, openClient } from '../../load/client.ts';
import { closedLoop } from '../../load/closed-loop.ts';
import { openLoop } from '../../load/open-loop.ts';
import { saturation } from '../../load/saturation.ts';
import { constantArrivals } from '../../load/schedule.ts';

const RATE_PER_S = 200;
const GAP_MS = 1_000 / RATE_PER_S;
const STALL_MS = 3_000;
/** Requests before the one that starts the stall. */
const BEFORE = 10;
/** One for every request under way, so that none waits for another's answer. */
const CONNECTIONS = 610;

const light = { method: 'GET' as const, path: '/' };
const requestOf = (n: number) => (n === BEFORE ? { ...light, path: `/stall/${STALL_MS}` } : light);

/** 1 % of the median is 15 ms: another process on the core just when the stall ends can take as much. */
const AGAIN = { retry: 2 };

let server: ChildProcess;
let client: Client;

beforeAll(async () => {
  server = spawn(process.execPath, [fileURLToPath(new URL('../../load/testing/stalling-server.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = await once(server.stdout as NodeJS.ReadableStream, 'data');
  const signal = new AbortController().signal;
  client = openClient(`http://127.0.0.1:${Number(port)}`, { connections: CONNECTIONS, timeoutMs: 10_000, signal });
  // Opens every connection and lets both sides compile what they will run.
  for (let n = 0; n < 5; n++) await Promise.all(Array.from({ length: CONNECTIONS }, () => client.send(light)));
});
afterAll(async () => {
  await client[Symbol.asyncDispose]();
  server.stdin?.end();
  await once(server, 'exit');
});

const within1Percent = (actual: number, expected: number) =>
  expect(Math.abs(actual / expected - 1), `${actual} ms instead of ${expected} ms`).toBeLessThanOrEqual(0.01);

it('an open loop shows the stall in every request that was due during it', AGAIN, async () => {
  // The request that starts the stall waits 3,000 ms, the next one, due 5 ms later, 2,995 ms, and so on down to
  // 5 ms: 600 requests. With the 10 before, which take next to nothing, and none after, there are 610.
  const stalled = Array.from({ length: STALL_MS / GAP_MS }, (_, k) => STALL_MS - k * GAP_MS);
  const waitsMs = [...Array<number>(BEFORE).fill(0), ...stalled].sort((a, b) => a - b);
  const expected = (p: number) => waitsMs[Math.ceil(waitsMs.length * p) - 1] as number;
  expect([waitsMs.length, expected(0.5), expected(0.99), expected(1)]).toEqual([610, 1_475, 2_970, 3_000]);

  const result = await openLoop(client, requestOf, constantArrivals(RATE_PER_S, waitsMs.length * GAP_MS));
  expect(result.problems).toEqual({});
  expect(result.completed).toBe(610);
  expect(result.kind).toBe('response-time');
  within1Percent(result.responseTime.quantileMs(0.5), expected(0.5));
  within1Percent(result.responseTime.quantileMs(0.99), expected(0.99));
  within1Percent(result.responseTime.maxMs, expected(1));
  expect(saturation(result)).toBeUndefined();
});

it('a closed loop shows it in one request for each client, and says that this is service time', AGAIN, async () => {
  const clients = 4;
  const result = await closedLoop(client, requestOf, { clients, durationMs: STALL_MS + 500 });
  expect(result.kind).toBe('service-time');
  expect(result.problems).toEqual({});
  within1Percent(result.serviceTime.maxMs, STALL_MS);
  // While the server stalled nobody asked, so thousands of fast answers hide it.
  expect(result.completed).toBeGreaterThan(100 * clients);
  expect(result.serviceTime.quantileMs(0.99)).toBeLessThan(STALL_MS / 10);
});
