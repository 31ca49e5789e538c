/**
 * One request of each cell, traced: an untimed pass, once per run, for the pictures of why the patterns gain. The services
 * must reach PostgreSQL through the proxy. What goes wrong here is in the timeline of its cell, and costs the run nothing
 * else.
 */
import { roughlyInWords } from '../duration.ts';
import type { Lab } from '../lab/lab.ts';
import type { Service } from '../lab/services.ts';
import { openClient } from '../load/client.ts';
import { patterns } from '../patterns/index.ts';
import { comparedVariants } from '../patterns/pattern.ts';
import { tracings } from '../patterns/timelines/index.ts';
import type { Traced } from '../patterns/timelines/tracing.ts';
import type { PatternName, Sizes, StackName, Timeline } from '../results/schema.ts';
import { watchDeaths } from './deaths.ts';
import { startServices } from './start-services.ts';
import { ANSWER_TIMEOUT_MS, CONNECTIONS } from './trial-services.ts';

/** A cell of the pass. */
export type TracedCell = Pick<Timeline, 'pattern' | 'stack' | 'variant'>;

export interface TraceOptions {
  patterns: readonly PatternName[];
  /** With the calibrated sizes of the report. */
  sizes: Sizes;
  signal: AbortSignal;
  /** Those of an earlier session of the run: a cell that was traced is not traced again. */
  known?: readonly Timeline[] | undefined;
  onPattern(name: PatternName): void;
  /** Called with those of a pattern as soon as they are traced. */
  onTraced?(timelines: readonly Timeline[]): void;
}

/** The cells that are left, in the order in which they are traced; the best way is in no picture. Pure. */
export function cellsToTrace(
  { patterns: names, stacks }: { patterns: readonly PatternName[]; stacks: readonly StackName[] },
  known: readonly Timeline[] = [],
): TracedCell[] {
  const isKnown = (cell: TracedCell) => known.some((one) => one.facts !== undefined && isSame(one, cell));
  return names
    .flatMap((pattern) =>
      stacks.flatMap((stack) => comparedVariants(patterns[pattern]).map((variant) => ({ pattern, stack, variant }))),
    )
    .filter((cell) => !isKnown(cell));
}

export const isSame = (one: TracedCell, { pattern, stack, variant }: TracedCell): boolean =>
  one.pattern === pattern && one.stack === stack && one.variant === variant;

/** Start and end of a process of its own beside others that start, in ms. */
const START_MS = 300;

/** What the tracing takes, in ms. */
export const expectedTracingMs = (cells: readonly TracedCell[], sizes: Sizes): number =>
  cells.reduce((sum, { pattern, variant }) => {
    const { fresh, expectedMs } = tracings[pattern];
    return sum + expectedMs(variant, sizes) + (fresh ? START_MS : 0);
  }, 0);

/** For --dry-run. */
export const describeTracing = (cells: readonly TracedCell[], sizes: Sizes): string =>
  `a traced request of each of ${cells.length} cells, expected time ${roughlyInWords(expectedTracingMs(cells, sizes))} besides`;

/**
 * @param services one of each stack, warm.
 * @throws the signal's reason when it is aborted; DuetError when something of the lab died.
 */
export async function traceCells(lab: Lab, services: readonly Service[], options: TraceOptions): Promise<Timeline[]> {
  const cells = cellsToTrace({ patterns: options.patterns, stacks: services.map(({ stack }) => stack) }, options.known);
  const found: Timeline[] = [];
  for (const [pattern, ofPattern] of Map.groupBy(cells, (cell) => cell.pattern)) {
    options.onPattern(pattern);
    const serviceOf = ({ stack }: TracedCell) => services.find((one) => one.stack === stack) as Service;
    const tracing = tracings[pattern].fresh
      ? traceInFresh(lab, ofPattern, options)
      : trace(lab, ofPattern, serviceOf, options);
    const traced = await tracing;
    options.onTraced?.(traced);
    found.push(...traced);
  }
  return found;
}

/** Each on a service of its own; they are started together, which takes less time. */
async function traceInFresh(lab: Lab, cells: readonly TracedCell[], options: TraceOptions): Promise<Timeline[]> {
  const startedMs = performance.now();
  const start = ({ pattern, stack, variant }: TracedCell) => ({ logName: `timeline-${pattern}-${stack}-${variant}` });
  try {
    await using running = await startServices(lab, cells, start, (service) => service.kill());
    const startMs = (performance.now() - startedMs) / cells.length;
    const timelines = await trace(lab, cells, (_, index) => running.services[index] as Service, options);
    return timelines.map((timeline) => ({ ...timeline, took_ms: timeline.took_ms + startMs }));
  } catch (error) {
    const traced = whyNot(lab, error, options);
    return cells.map((cell) => timelineOf(cell, traced, options, startedMs));
  }
}

/** One cell after the other, because proxy and stub are shared. */
async function trace(
  lab: Lab,
  cells: readonly TracedCell[],
  serviceOf: (cell: TracedCell, index: number) => Service,
  options: TraceOptions,
): Promise<Timeline[]> {
  const { sizes, signal } = options;
  const found: Timeline[] = [];
  for (const [index, cell] of cells.entries()) {
    signal.throwIfAborted();
    const { pattern, stack, variant } = cell;
    const service = serviceOf(cell, index);
    const startedMs = performance.now();
    await using client = openClient(service.url, { connections: CONNECTIONS, timeoutMs: ANSWER_TIMEOUT_MS, signal });
    const where = { pattern, stack, variant, phase: 'timeline' };
    const suspicious = ({ failure, missing }: Traced) => failure !== undefined || missing !== undefined;
    const traced = await watchDeaths({ watched: [lab, service], where, signal, suspicious }, () =>
      tracings[pattern].trace({ lab, service, client, variant, sizes, signal }),
    ).catch((error: unknown) => whyNot(lab, error, options));
    found.push(timelineOf(cell, traced, options, startedMs));
  }
  return found;
}

/** @throws what ends the run: nothing can be measured without the lab. */
function whyNot(lab: Lab, error: unknown, { signal }: TraceOptions): Traced {
  signal.throwIfAborted();
  if (lab.death() !== undefined) throw error;
  const message = error instanceof Error ? error.message : String(error);
  return { events: [], series: [], missing: { code: 'error', message: message.split('\n')[0] as string } };
}

const timelineOf = (cell: TracedCell, traced: Traced, { sizes }: TraceOptions, startedMs: number): Timeline => ({
  ...cell,
  at: new Date().toISOString(),
  took_ms: performance.now() - startedMs,
  how: tracings[cell.pattern].how(sizes),
  ...traced,
});
