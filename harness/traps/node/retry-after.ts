/** More calls than a service takes in a second: repeated soon, repeated when it says, and not sent too fast at all. */
import { setTimeout as sleep } from 'node:timers/promises';
import { askOne, begin, counts, idsTo } from './upstream.ts';

const CALLS = 40;
/** Calls that the service takes in a second. */
const LIMIT = 20;
const SOON_MS = 20;

/** @param waitMs how long to wait before the call is repeated, from the refusal. */
async function untilAnswered(id: number, waitMs: (refusal: Response) => number): Promise<void> {
  for (;;) {
    const response = await askOne(id);
    await response.arrayBuffer();
    if (response.status !== 429) return;
    await sleep(waitMs(response));
  }
}

const soon = () => SOON_MS;
const asTold = ({ headers }: Response) => Number(headers.get('retry-after')) * 1_000;

const atOnce = (waitMs: (refusal: Response) => number) => async () =>
  void (await Promise.all(idsTo(CALLS).map((id) => untilAnswered(id, waitMs))));

/** Sends as many calls as the service takes, then none until its second is over. */
async function withinLimit(): Promise<void> {
  const ids = idsTo(CALLS);
  for (let first = 0; first < CALLS; first += LIMIT) {
    if (first > 0) await sleep(1_000);
    await Promise.all(ids.slice(first, first + LIMIT).map((id) => untilAnswered(id, asTold)));
  }
}

async function serve(name: string, request: () => Promise<void>) {
  await begin({ rateLimit: LIMIT });
  const started = performance.now();
  await request();
  const tookMs = performance.now() - started;
  const { single, refused } = await counts();
  return { case: name, answered: single.calls, refused, took_ms: tookMs };
}

const cases = [
  await serve(`at once, repeated after ${SOON_MS} ms`, atOnce(soon)),
  await serve('at once, repeated after Retry-After', atOnce(asTold)),
  await serve(`at most ${LIMIT} in a second`, withinLimit),
];
console.log(JSON.stringify(cases));
