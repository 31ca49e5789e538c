/**
 * Measuring what each library costs, in blocks: in a block every library runs once, on a fresh process, in a random order. What
 * could not be believed is measured once more at the end of the block.
 */
import { ensureFile, fileName } from '../../lab/files.ts';
import { openClient } from '../../load/client.ts';
import type { OperationName } from '../../results/library-names.ts';
import type { CostSample } from '../../results/library-samples.ts';
import { wordForWord } from '../ask.ts';
import { aboutNow, type CatalogueEntry, idOf } from '../catalogue.ts';
import type { LibraryProcess } from '../library-process.ts';
import type { MeasureCosts, Measuring } from '../measuring.ts';
import { type Operation, operationNamed } from '../operations.ts';
import { costedOperations, FRAME, orderOfBlock, pendingOf } from './block-order.ts';
import { expectedMs, FILE_BYTES, loadOf, reportSize, UPSTREAM } from './loads.ts';
import { measureWindow, type Window } from './measure-window.ts';

/** Past this nothing is waited for. */
const TIMEOUT_MS = 30_000;

export const measureCosts: MeasureCosts = async function* (measuring) {
  const { libraries, plan, lab, signal, progress } = measuring;
  if (libraries.some(({ field }) => field === 'streaming')) await ensureFile(lab.filesDir, FILE_BYTES, signal);
  for (let block = 0; block < plan.blocks; block++) {
    const order = orderOfBlock(libraries, { seed: plan.seed, block });
    for (const turn of ['missing', 'doubtful'] as const) {
      for (const entry of order) {
        const operations = pendingOf(entry, block, measuring.samples)[turn];
        if (operations.length === 0) continue;
        if (!measuring.hasTime(expectedMs(loadOf(entry.field, plan), operations.length, plan))) return;
        progress.step(`costs, block ${block + 1} of ${plan.blocks}: ${idOf(entry)}`);
        yield* measureLibrary(measuring, { entry, block, operations });
      }
    }
  }
};

interface Turn {
  entry: CatalogueEntry;
  block: number;
  operations: readonly OperationName[];
}

/** In a fresh process, one operation after the other. What keeps the process from answering fails all that are left. */
async function* measureLibrary(measuring: Measuring, turn: Turn): AsyncGenerator<CostSample> {
  const { entry, block, operations } = turn;
  const sampleOf = (operation: OperationName, window: Window): CostSample => ({
    ...{ kind: 'cost', ...aboutNow(entry), operation, block },
    ...window,
  });
  const left = [...operations];
  try {
    for await (const [operation, window] of measureProcess(measuring, turn)) {
      left.shift();
      yield sampleOf(operation, window);
    }
  } catch (error) {
    if (measuring.signal.aborted) throw error;
    const failed = wordForWord(error instanceof Error ? error.message : String(error));
    for (const operation of left) yield sampleOf(operation, { metrics: {}, failed });
  }
}

async function* measureProcess(
  measuring: Measuring,
  { entry, operations }: Turn,
): AsyncGenerator<[OperationName, Window]> {
  const { lab, plan, signal, tables } = measuring;
  const load = loadOf(entry.field, plan);
  if (entry.field === 'batching') await lab.upstream.setModel(UPSTREAM);
  await using library = await measuring.start(entry, {
    ...{ poolMax: plan.pool_max, place: load.place },
    ...(load.workers === undefined ? {} : { workers: load.workers }),
  });
  const { clients } = load;
  await using client = openClient(library.url, { connections: clients, timeoutMs: TIMEOUT_MS, signal });
  const [first] = costedOperations(entry);
  for (const name of operations) {
    signal.throwIfAborted();
    const operation = costedOperation(entry, name);
    const started = name === first ? await timeStartUp(library, operation, client) : {};
    // Each row can be inserted once, and a table that grows would be slower for those who come later.
    if (name === 'insert') await tables.emptyRows();
    const around = { library, client, load, windowMs: plan.window_ms, ownership: lab.ownership };
    const window = await measureWindow(operation, around);
    const metrics = window.failed === undefined ? { ...window.metrics, ...started } : {};
    yield [name, { ...window, metrics }];
    const death = library.death();
    if (death !== undefined) throw new Error(death);
  }
}

/** From the start of the process to its first answer, what it connects to included. An answer that is none shows in the window. */
async function timeStartUp(
  { startedMs }: LibraryProcess,
  { request }: Operation,
  client: ReturnType<typeof openClient>,
): Promise<CostSample['metrics']> {
  await client.send(request(0));
  return { start_up: performance.now() - startedMs };
}

function costedOperation({ field, stack }: CatalogueEntry, name: OperationName): Operation {
  const asked = { file: fileName(FILE_BYTES), size: reportSize(stack) };
  // The frame answers the same request in all fields.
  return name === FRAME ? operationNamed('serving', name) : operationNamed(field, name, asked);
}
