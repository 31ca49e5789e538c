/** Our own driver as a process like the others: bench-driver-own.ts closed|open <url> <seconds>. Prints JSON. */
import { openClient } from '../load/client.ts';
import { closedLoop } from '../load/closed-loop.ts';
import { quantilesOf } from '../load/histogram.ts';
import { openLoop } from '../load/open-loop.ts';
import { isOkWith } from '../load/outcome.ts';
import { constantArrivals } from '../load/schedule.ts';
import { CLIENTS, RATE_PER_S } from './bench-driver-tools.ts';

const [mode, url, seconds] = process.argv.slice(2) as [string, string, string];
const durationMs = Number(seconds) * 1_000;
const request = { method: 'GET' as const, path: '/' };
const { signal } = new AbortController();
await using client = openClient(url, { connections: mode === 'open' ? 128 : CLIENTS, timeoutMs: 10_000, signal });
const check = isOkWith((await client.send(request)).bytes);

if (mode === 'open') {
  // As in a run, where trials before this one have let V8 compile the client.
  await closedLoop(client, () => request, { clients: CLIENTS, durationMs: 300 });
  const result = await openLoop(client, request, constantArrivals(RATE_PER_S, durationMs), { check });
  const { responseTime, lag, problems } = result;
  console.log(JSON.stringify({ ...quantilesOf(responseTime), lag: quantilesOf(lag), problems }));
} else {
  const { serviceTime, problems } = await closedLoop(client, () => request, { clients: CLIENTS, durationMs, check });
  console.log(JSON.stringify({ ...quantilesOf(serviceTime), problems }));
}
