/** What a run has to say to later runs: the metrics of its `after*` variants, and what they came from. Pure. */
import { isImproved } from '../../results/cell-name.ts';
import {
  type Baseline,
  type BaselineEntry,
  BEST,
  type Cell,
  type CountedCell,
  type Inspection,
  type Metric,
  type PatternResult,
  SCHEMA_VERSION,
  type StackName,
  type Summary,
} from '../../results/schema.ts';
import { changeBetween } from './change.ts';

/** Blocks depend on how the tables lie in a server, which two days need not have in common. */
type Count = Exclude<keyof Inspection['counts'], 'blocks'>;

/** What is counted per request, in words. */
const COUNTS: Record<Count, string> = {
  round_trips: 'round trips to PostgreSQL',
  connections: 'new connections',
  application_statements: 'statements of the application',
  statements: 'statements in all',
  sessions: 'new sessions in PostgreSQL',
  upstream_calls: 'calls to the external API',
};

/**
 * The metrics of a run, without samples, histograms and code: small enough to be committed.
 * @param results of a run that is complete and may be trusted.
 */
export function baselineOf(results: Summary): Baseline {
  const { run, finished_at } = results;
  const { id, duet_version, profile, patterns, stacks, sizes, environment, sources } = run;
  const origin = { id, duet_version, profile, patterns, stacks, sizes, environment, finished_at };
  return {
    schema: 'duet-baseline',
    schema_version: SCHEMA_VERSION,
    run: { ...origin, ...(sources === undefined ? {} : { sources }) },
    cells: results.patterns.flatMap(({ pattern, stacks: measured }) =>
      [
        ...cellsOf(measured).map(({ stack, cell }) => ({ stack, cell, measured: cell.status === 'measured' })),
        ...countedCellsOf(measured).map((one) => ({ ...one, measured: one.cell.inspection !== undefined })),
      ].map(({ stack, cell: { variant }, measured }) => ({ pattern, stack, variant, measured })),
    ),
    figures: results.patterns.flatMap((pattern) => [
      ...countsOf(pattern),
      ...gainsOf(pattern),
      ...ratiosOf(pattern),
      ...valuesOf(pattern),
    ]),
  };
}

/** The counts of the untimed pass; what the trials themselves count is among them. */
function countsOf({ pattern, stacks }: PatternResult): BaselineEntry[] {
  const inspected = [...cellsOf(stacks), ...countedCellsOf(stacks)].filter(({ cell }) => isImproved(cell.variant));
  return inspected.flatMap(({ stack, cell: { variant, inspection } }) =>
    Object.entries(inspection?.counts ?? {}).flatMap(([id, value]) => {
      if (!(id in COUNTS)) return [];
      const title = `${COUNTS[id as Count]} per request`;
      const metric: Metric = { id, title, unit: 'count', better: 'lower', kind: 'count' };
      return [{ of: 'count' as const, pattern, stack, variant, metric, value, low: null, high: null }];
    }),
  );
}

/** A gain of counts says nothing that the counts do not; of the best way, which is timed sparingly, the counts say all. */
function gainsOf({ pattern, metrics, stacks }: PatternResult): BaselineEntry[] {
  return Object.entries(stacks).flatMap(([stack, { gains }]) =>
    gains.flatMap(({ metric: id, variant, kind, estimate }): BaselineEntry[] => {
      const metric = metrics.find((one) => one.id === id);
      if (metric === undefined || metric.kind === 'count' || estimate === null || variant === BEST) return [];
      const { value, low, high } = estimate;
      const difference = kind === 'difference' ? { difference: true as const } : {};
      return [{ of: 'gain', pattern, stack: stack as StackName, variant, metric, ...difference, value, low, high }];
    }),
  );
}

/** Node's value over Python's: what slows `before` and `after` of one stack equally shows in no gain, but here. */
function ratiosOf(pattern: PatternResult): BaselineEntry[] {
  const values = valuesOf(pattern);
  return values
    .filter(({ stack, metric }) => stack === 'node' && metric.unit !== 'fraction')
    .flatMap((node): BaselineEntry[] => {
      const python = values.find(
        ({ stack, variant, metric }) => stack === 'python' && variant === node.variant && metric.id === node.metric.id,
      );
      const ratio = python && changeBetween(python, node, 'ratio');
      return ratio ? [{ ...node, of: 'ratio', stack: null, ...ratio }] : [];
    });
}

function valuesOf({ pattern, metrics, stacks }: PatternResult): BaselineEntry[] {
  return timedCells(stacks).flatMap(({ stack, cell }) =>
    metrics.flatMap((metric): BaselineEntry[] => {
      const estimate = cell.status === 'measured' ? cell.metrics[metric.id] : undefined;
      if (estimate === undefined || metric.kind === 'count') return [];
      const { value, low, high } = estimate;
      return [{ of: 'value', pattern, stack, variant: cell.variant, metric, value, low, high }];
    }),
  );
}

const timedCells = (stacks: PatternResult['stacks']) =>
  cellsOf(stacks).filter(({ cell: { variant } }) => isImproved(variant) && variant !== BEST);

/** Those that are not timed. */
function countedCellsOf(stacks: PatternResult['stacks']): { stack: StackName; cell: CountedCell }[] {
  return Object.entries(stacks).flatMap(([stack, { counted = [] }]) =>
    counted.map((cell) => ({ stack: stack as StackName, cell })),
  );
}

function cellsOf(stacks: PatternResult['stacks']): { stack: StackName; cell: Cell }[] {
  return Object.entries(stacks).flatMap(([stack, { cells }]) =>
    cells.map((cell) => ({ stack: stack as StackName, cell })),
  );
}
