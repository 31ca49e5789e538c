/** Counting what the operations of a library cause: exactly, on a fresh process and on a warm one. */
import type { Lab } from '../lab/lab.ts';
import type { OperationCounts } from '../results/libraries.ts';
import { ask, errorIn } from './ask.ts';
import { CATALOGUE, type CatalogueEntry, isSame } from './catalogue.ts';
import { type CountingProxy, openCountingProxy } from './counting-proxy.ts';
import type { LibraryProcess, StartLibraryOptions } from './library-process.ts';
import { type Operation, operationsOf } from './operations.ts';

export interface Counting {
  lab: Lab;
  signal: AbortSignal;
  start(entry: CatalogueEntry, options: StartLibraryOptions): Promise<LibraryProcess>;
}

/**
 * Drivers prepare a statement on a connection once it has run a few times there (psycopg: five), and some pools take their
 * connections in turn: each of up to ten comes up six times.
 */
const WARMING = 60;
/** More than the operations of one library. */
const APART = 10_000;
/** Until two looks agree. */
const MOST_LOOKS = 6;

type Found = Omit<OperationCounts, 'operation' | 'when' | 'steady'>;

/**
 * The table of rows must be empty.
 * @throws DuetError where the process does not start, and an Error in which an answer is the library's failure.
 */
export async function countOperations(entry: CatalogueEntry, counting: Counting): Promise<OperationCounts[]> {
  const operations = operationsOf(entry.field, { file: '' });
  const [first] = operations as [Operation, ...Operation[]];
  await using proxy = await openCountingProxy(counting.lab.database.url);
  const start = () => counting.start(entry, { databaseUrl: proxy.url });
  const look = entry.field === 'batching' ? lookAtCalls : lookAtDatabase;

  const counts: OperationCounts[] = [];
  let fresh: LibraryProcess | undefined;
  try {
    const found = await look(counting, proxy, async () => {
      fresh = await start();
      await send(fresh, first, 0, counting.signal);
    });
    counts.push({ operation: first.name, when: 'first', ...found, steady: true });
  } finally {
    await fresh?.stop();
  }
  await using warm = await start();
  // Nobody else inserts the same rows, also where several libraries are counted at a time.
  let n = CATALOGUE.findIndex((each) => isSame(each, entry)) * APART;
  for (const operation of operations) {
    const once = () => send(warm, operation, n++, counting.signal);
    const warming = entry.field === 'batching' ? 2 : WARMING;
    for (let run = 0; run < warming; run++) await once();
    const { found, steady } = await untilSteady(() => look(counting, proxy, once));
    counts.push({ operation: operation.name, when: 'warm', ...found, steady });
  }
  return counts;
}

/** The last of the looks; steady where it is as the one before. */
export async function untilSteady<Look>(look: () => Promise<Look>): Promise<{ found: Look; steady: boolean }> {
  let found = await look();
  for (let looks = 1; looks < MOST_LOOKS; looks++) {
    const before = JSON.stringify(found);
    found = await look();
    if (JSON.stringify(found) === before) return { found, steady: true };
  }
  return { found, steady: false };
}

async function lookAtDatabase(_: Counting, proxy: CountingProxy, action: () => Promise<void>): Promise<Found> {
  const { roundTrips, statements, connections, prepared } = await proxy.count(action);
  return { round_trips: roundTrips, statements, connections, prepared };
}

async function lookAtCalls({ lab }: Counting, _: CountingProxy, action: () => Promise<void>): Promise<Found> {
  await lab.upstream.reset();
  await action();
  const { single, batch, connections } = await lab.upstream.tally();
  return { calls: single.calls + batch.calls, connections };
}

async function send(library: LibraryProcess, { request, status }: Operation, n: number, signal: AbortSignal) {
  const answer = await ask(library, request(n), signal);
  if (answer.status !== status) throw new Error(errorIn(answer));
}
