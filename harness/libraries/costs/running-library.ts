/** A fresh process of a library whose costs are measured, and what asks it. */
import { fileName } from '../../lab/files.ts';
import { openClient } from '../../load/client.ts';
import type { OperationName } from '../../results/library-names.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import type { LibraryProcess } from '../library-process.ts';
import type { Measuring } from '../measuring.ts';
import { type Operation, operationNamed } from '../operations.ts';
import { costedOperations, FRAME } from './block-order.ts';
import { FILE_BYTES, type Load, loadOf, reportSize, UPSTREAM } from './loads.ts';
import { measureWindow, type Window } from './measure-window.ts';

export interface RunningLibrary extends AsyncDisposable {
  entry: CatalogueEntry;
  /** From the start of the process to its first answer, what it connects to included. */
  startUpMs: number;
  /** A window of one operation, after its warm-up. */
  measure(name: OperationName, warmUp: Load['warmUp']): Promise<Window>;
  death: LibraryProcess['death'];
}

/** Past this nothing is waited for. */
const TIMEOUT_MS = 30_000;

/** @throws DuetError when it does not come up. */
export async function openRunningLibrary(measuring: Measuring, entry: CatalogueEntry): Promise<RunningLibrary> {
  const { lab, plan, signal, tables } = measuring;
  const load = loadOf(entry.field, plan);
  if (entry.field === 'batching') await lab.upstream.setModel(UPSTREAM);
  await using resources = new AsyncDisposableStack();
  const library = resources.use(
    await measuring.start(entry, {
      ...{ poolMax: plan.pool_max, place: load.place },
      ...(load.workers === undefined ? {} : { workers: load.workers }),
    }),
  );
  const client = resources.use(openClient(library.url, { connections: load.clients, timeoutMs: TIMEOUT_MS, signal }));
  const [first] = costedOperations(entry) as [OperationName];
  // An answer that is none shows in the window.
  await client.send(operationOf(entry, first).request(0));
  const startUpMs = performance.now() - library.startedMs;
  const opened = resources.move();
  return {
    entry,
    startUpMs,
    death: library.death,
    async measure(name, warmUp) {
      // Each row can be inserted once, and a table that grows would be slower for those who come later.
      if (name === 'insert') await tables.emptyRows();
      const around = { library, client, windowMs: plan.window_ms, ownership: lab.ownership };
      return measureWindow(operationOf(entry, name), { ...around, load: { ...load, warmUp } });
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

function operationOf({ field, stack }: CatalogueEntry, name: OperationName): Operation {
  const asked = { file: fileName(FILE_BYTES), size: reportSize(stack) };
  // The frame answers the same request in all fields.
  return name === FRAME ? operationNamed('serving', name) : operationNamed(field, name, asked);
}
