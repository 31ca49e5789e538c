/** The pool that a library has when nobody sets anything: how many connections it opens, and how long a request waits for one. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../lab/lab.ts';
import { openClient } from '../load/client.ts';
import type { DefaultPool } from '../results/libraries.ts';
import { errorIn } from './ask.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { openCountingProxy } from './counting-proxy.ts';
import type { LibraryProcess, StartLibraryOptions } from './library-process.ts';

export interface Watching {
  lab: Pick<Lab, 'database'>;
  signal: AbortSignal;
  start(entry: CatalogueEntry, options: StartLibraryOptions): Promise<LibraryProcess>;
}

/** Requests at once, each of which holds a connection for as long as is watched: more than any default pool has. */
const ASKED = 64;
const WATCHED_MS = 35_000;
/** Longer than is watched, so that no connection comes back meanwhile. */
const HELD_MS = 40_000;
/** An error may come while others still open their connections. */
const OPENING_MS = 1_000;

/** What looking at one library takes, its start included. */
export const POOL_MS = WATCHED_MS + 10_000;

/** Connections that one library may open meanwhile, which decides how many can be looked at beside each other. */
export const POOL_CONNECTIONS = ASKED;

export async function lookAtDefaultPool(entry: CatalogueEntry, { lab, signal, start }: Watching): Promise<DefaultPool> {
  await using proxy = await openCountingProxy(lab.database.url);
  await using library = await start(entry, { databaseUrl: proxy.url });
  await using client = openClient(library.url, { connections: ASKED, timeoutMs: 2 * HELD_MS, signal });
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, proxy.open());
  }, 20);
  try {
    const startedMs = performance.now();
    const sleeps = Array.from({ length: ASKED }, () =>
      client.send({ method: 'GET', path: `/sleep?ms=${HELD_MS}` }).then(
        (answer) => (answer.status === 204 ? undefined : errorIn(answer)),
        (error: Error) => error.message,
      ),
    );
    const said = await Promise.race([firstError(sleeps), afterMs(WATCHED_MS, signal)]);
    signal.throwIfAborted();
    const wait_ms = Math.round(performance.now() - startedMs);
    if (said !== undefined) {
      await afterMs(OPENING_MS, signal);
      return { most, asked: ASKED, wait: 'error', wait_ms, said };
    }
    return most < ASKED
      ? { most, asked: ASKED, wait: 'longer', wait_ms }
      : { most: null, asked: ASKED, wait: 'not-reached' };
  } finally {
    clearInterval(watch);
    await library.kill();
  }
}

/** Never where there is none. */
const firstError = (sleeps: readonly Promise<string | undefined>[]): Promise<string> =>
  new Promise((resolve) => {
    for (const one of sleeps) void one.then((said) => said !== undefined && resolve(said));
  });

/** Also ends when it is aborted, which whoever waits looks at. It keeps no process alive, for an error may come before. */
const afterMs = (ms: number, signal: AbortSignal): Promise<undefined> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
