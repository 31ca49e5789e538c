/**
 * Measuring what each library costs, in blocks: in a block every library runs once, on a fresh process, in a random order. The
 * libraries of a field and stack follow one another, and each of their windows has one of the gauge beside it, a process of the
 * reference that is up for all of them: what it takes tells how fast the machine is just then. What could not be believed is
 * measured once more at the end of the block.
 */
import { ensureFile } from '../../lab/files.ts';
import type { OperationName } from '../../results/library-names.ts';
import type { CostSample } from '../../results/library-samples.ts';
import { aboutNow, type CatalogueEntry, idOf, referenceOf } from '../catalogue.ts';
import type { MeasureCosts, Measuring } from '../measuring.ts';
import { tryLibrary } from '../try-library.ts';
import { costedOperations, groupsOfBlock, type Pending, pendingOf } from './block-order.ts';
import { expectedMs, FILE_BYTES, loadOf } from './loads.ts';
import type { Window } from './measure-window.ts';
import { openRunningLibrary, type RunningLibrary } from './running-library.ts';

export const measureCosts: MeasureCosts = async function* (measuring) {
  const { libraries, plan, lab, signal } = measuring;
  if (libraries.some(({ field }) => field === 'streaming')) await ensureFile(lab.filesDir, FILE_BYTES, signal);
  for (let block = 0; block < plan.blocks; block++) {
    const groups = groupsOfBlock(libraries, { seed: plan.seed, block });
    for (const turn of ['missing', 'doubtful'] as const) {
      for (const group of groups) {
        const hadTime = yield* measureGroup(measuring, { group, block, turn });
        if (!hadTime) return;
      }
    }
  }
};

interface Turn {
  /** The libraries of a field and stack. */
  group: readonly CatalogueEntry[];
  block: number;
  turn: keyof Pending;
}

interface Task {
  entry: CatalogueEntry;
  block: number;
  operations: readonly OperationName[];
}

/** False when there was no time for all of it. */
async function* measureGroup(measuring: Measuring, { group, block, turn }: Turn): AsyncGenerator<CostSample, boolean> {
  const { samples, progress, plan, hasTime } = measuring;
  const tasks = group
    .map((entry): Task => ({ entry, block, operations: pendingOf(entry, block, samples)[turn] }))
    .filter(({ operations }) => operations.length > 0);
  const [first] = tasks;
  if (first === undefined) return true;
  const operations = [...new Set(tasks.flatMap((task) => task.operations))];
  const load = loadOf(first.entry.field, plan);
  const timeOf = (task: Pick<Task, 'operations'>) => expectedMs(load, task.operations.length, plan);
  if (!hasTime(timeOf({ operations }) + timeOf(first))) return false;
  await using gauge = await openGauge(measuring, referenceOf(first.entry), operations);
  for (const task of tasks) {
    if (!hasTime(timeOf(task))) return false;
    progress.step(`costs, block ${block + 1} of ${plan.blocks}: ${idOf(task.entry)}`);
    yield* measureLibrary(measuring, task, gauge);
  }
  return true;
}

/** As warm as it will be. Undefined where the reference does not come up, which its own samples will tell. */
async function openGauge(
  measuring: Measuring,
  reference: CatalogueEntry,
  operations: readonly OperationName[],
): Promise<RunningLibrary | undefined> {
  try {
    await using resources = new AsyncDisposableStack();
    const gauge = resources.use(await openRunningLibrary(measuring, reference));
    for (const operation of operations) await gauge.measure(operation, loadOf(reference.field, measuring.plan).warmUp);
    resources.move();
    return gauge;
  } catch (error) {
    if (measuring.signal.aborted) throw error;
    return undefined;
  }
}

/** In a fresh process, one operation after the other. What keeps the process from answering fails all that are left. */
async function* measureLibrary(
  measuring: Measuring,
  task: Task,
  gauge: RunningLibrary | undefined,
): AsyncGenerator<CostSample> {
  const { entry, block, operations } = task;
  const about = { kind: 'cost', ...aboutNow(entry), block } as const;
  await using windows = windowsOf(measuring, task, gauge);
  let failed: string | undefined;
  for (const operation of operations) {
    if (failed !== undefined) {
      yield { ...about, operation, metrics: {}, failed };
      continue;
    }
    const measured = await tryLibrary(measuring, entry, 'costs', async () => (await windows.next()).value as Measured);
    if (!('metrics' in measured)) failed = measured.failed;
    yield { ...about, operation, metrics: {}, ...measured };
  }
}

type Measured = Window & Pick<CostSample, 'gauge'>;

/** That of each operation of a task. @throws what keeps the process from going on. */
async function* windowsOf(
  measuring: Measuring,
  { entry, block, operations }: Task,
  gauge: RunningLibrary | undefined,
): AsyncGenerator<Measured, void> {
  const { warmUp, warmAgain } = loadOf(entry.field, measuring.plan);
  const inOrder = costedOperations(entry);
  await using running = await openRunningLibrary(measuring, entry);
  for (const operation of operations) {
    measuring.signal.throwIfAborted();
    // Before it for half of all, and after it for the others, so that no drift favours one.
    const isBefore = (block + inOrder.indexOf(operation)) % 2 === 0;
    const before = isBefore ? await gauge?.measure(operation, warmAgain) : undefined;
    const window = await running.measure(operation, warmUp);
    const beside = isBefore ? before : await gauge?.measure(operation, warmAgain);
    const started = operation === inOrder[0] ? { start_up: running.startUpMs } : {};
    yield { ...withStartUp(window, started), ...asGauge(beside) };
    const death = running.death();
    if (death !== undefined) throw new Error(death);
  }
}

const withStartUp = (window: Window, started: CostSample['metrics']): Window => ({
  ...window,
  metrics: window.failed === undefined ? { ...window.metrics, ...started } : {},
});

/** One that gave no answer tells nothing. */
const asGauge = (window: Window | undefined): Pick<CostSample, 'gauge'> =>
  window === undefined || window.failed !== undefined ? {} : { gauge: window };
