/** Counting what each library causes, and looking at its default pool: several at the same time, for most of it is waiting. */
import os from 'node:os';
import { aboutNow, type CatalogueEntry, idOf, isSame } from '../../libraries/catalogue.ts';
import { countOperations } from '../../libraries/count.ts';
import { lookAtDefaultPool, POOL_CONNECTIONS, POOL_MS } from '../../libraries/default-pool.ts';
import { type Failed, isFailed, tryLibrary } from '../../libraries/try-library.ts';
import type { FieldName } from '../../results/library-names.ts';
import type { LibrarySample } from '../../results/library-samples.ts';
import type { LibrariesSession } from './session.ts';

const COUNTING_MS = 45_000;
/** Connections for everything else, the libraries that are counted meanwhile among it. */
const KEPT_FREE = 40;
/** Beside each other. */
const MOST_POOLS = 8;

/** What earlier sessions of the run have counted is not counted again. */
export async function countLibraries(session: LibrariesSession): Promise<void> {
  const { libraries, tables } = session;
  const left = (kind: LibrarySample['kind'], field: FieldName) =>
    libraries.filter((entry) => entry.field === field && !isDone(kind, entry, session));
  await tables.emptyRows();
  const counting: [CatalogueEntry[], number][] = [
    [left('counts', 'database'), os.availableParallelism()],
    // One by one: all calls reach one upstream, which counts them.
    [left('counts', 'batching'), 1],
  ];
  // What ends one of them soon ends the others; nothing of theirs goes on when this has ended.
  const ends = await Promise.allSettled([
    watchPools(left('pool', 'database'), session),
    ...counting.map(([entries, beside]) => countBeside(entries, beside, session)),
  ]);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** The counts are of each library's own proxy, and whoever is counted beside it only makes it slower. */
async function countBeside(
  entries: readonly CatalogueEntry[],
  beside: number,
  session: LibrariesSession,
): Promise<void> {
  const waiting = entries.entries();
  const countNext = async () => {
    for (const [index, entry] of waiting) {
      if (!session.hasTime(COUNTING_MS)) return;
      session.progress.step(`counting what ${idOf(entry)} causes (${index + 1} of ${entries.length})`);
      await countLibrary(entry, session);
    }
  };
  await Promise.all(Array.from({ length: beside }, countNext));
}

async function watchPools(entries: readonly CatalogueEntry[], session: LibrariesSession): Promise<void> {
  const beside = await poolsBeside(session);
  for (let start = 0; start < entries.length; start += beside) {
    if (!session.hasTime(POOL_MS)) return;
    const some = entries.slice(start, start + beside);
    session.progress.step(`watching the default pools of ${some.map(({ name }) => name).join(', ')}`);
    await Promise.all(some.map((entry) => watchPool(entry, session)));
  }
}

function isDone(kind: LibrarySample['kind'], entry: CatalogueEntry, { samples }: LibrariesSession): boolean {
  return samples.some((sample) => sample.kind === kind && isSame(sample, entry));
}

async function countLibrary(entry: CatalogueEntry, session: LibrariesSession): Promise<void> {
  const found = await orFailure(session, entry, async () => ({ counts: await countOperations(entry, session) }));
  session.add({ kind: 'counts', ...aboutNow(entry), counts: [], ...found });
}

async function watchPool(entry: CatalogueEntry, session: LibrariesSession): Promise<void> {
  const found = await orFailure(
    session,
    entry,
    async () => ({ pool: await lookAtDefaultPool(entry, session) }),
    // A server that stands still looks like a pool that is used up.
    ({ pool }) => pool.wait !== 'not-reached',
  );
  session.add({ kind: 'pool', ...aboutNow(entry), ...found });
}

/** Says what failed, too. */
async function orFailure<Found extends object>(
  session: LibrariesSession,
  entry: CatalogueEntry,
  action: () => Promise<Found>,
  isSuspicious?: (found: Found) => boolean,
): Promise<Found | Failed> {
  const found = await tryLibrary(session, entry, 'counting', action, isSuspicious);
  if (isFailed(found)) session.progress.note(`${idOf(entry)} failed: ${found.failed}`);
  return found;
}

/** As many as the server has connections for: a server of the reader's may have few. */
async function poolsBeside({ tables }: LibrariesSession): Promise<number> {
  const { rows } = await tables.client.query("SELECT current_setting('max_connections')::integer AS most");
  return Math.max(1, Math.min(MOST_POOLS, Math.floor((rows[0].most - KEPT_FREE) / POOL_CONNECTIONS)));
}
