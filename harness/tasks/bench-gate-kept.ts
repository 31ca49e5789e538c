/** What the bench of the gate keeps of each diff, a line of JSON in a file that is committed. Pure but for I/O. */
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { MOST_FOREIGN_SHARE } from '../protocol/trial-validity.ts';
import { BEST, type CellName, type DiffResults, type DiffRow, type Metric } from '../results/schema.ts';
import { CHANGES, type Change, type Target } from './bench-gate-changes.ts';

/** Lines of all machines and rules so far; only ever added to. */
export const KEPT_FILE = fileURLToPath(new URL('./bench-gate-diffs.jsonl', import.meta.url));

/** A row of the diff's verdicts, without its blocks. */
export interface KeptRow extends CellName {
  metric: string;
  kind: Metric['kind'];
  verdict: DiffRow['verdict'];
  /** It made the gate fail. */
  red: boolean;
  base: number | null;
  head: number | null;
  /** head / base over the judged blocks. */
  ratio: number | null;
}

export interface Machine {
  cpu: string;
  cores: number;
  kernel: string;
}

export interface KeptDiff extends Partial<Target> {
  /** Version of the rule that judged. */
  rule: string;
  change: string;
  /** What was injected, in the unit of the metric that was to change; 0 for counts and A/A. */
  amount: number;
  /** The seed of the order of its trials. */
  seed: number;
  /** As typed; null for counts only. */
  budget: string | null;
  at: string;
  /** The commit of the harness and the services; "+changes" where the working tree had some. */
  commit: string;
  machine: Machine;
  /** Cores that other processes kept busy meanwhile, in the mean; null where that cannot be told. */
  foreign_cores: number | null;
  /** The load average of one minute when it began: what ran, or waited for a core. */
  load_average: number;
  /** Wall time of the command. */
  ms: number;
  exit_code: number;
  verdict: string;
  why: string;
  rows: KeptRow[];
}

export const thisMachine = (): Machine => ({
  cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: os.availableParallelism(),
  kernel: `${os.type()} ${os.release()}`,
});

/** The kernel may be updated, and the speed of a CPU stays. */
export const isSameMachine = (one: Machine, other: Machine): boolean =>
  one.cpu === other.cpu && one.cores === other.cores;

/** Whether others took more of the machine than a trial may lose to them. Its own burner is no other; counts are exact in any case. */
export const isBusy = ({ budget, foreign_cores }: KeptDiff): boolean =>
  budget !== null && (foreign_cores ?? 0) > MOST_FOREIGN_SHARE;

/**
 * The rows that the table, or the sizing of a later change, reads: those that made the gate fail, and of the changed cell
 * its CPU, its memory and what was to change.
 * @param results of the diff, as diff.json holds them.
 */
export function keptRows({ rows }: Pick<DiffResults, 'rows'>, change: Change, target?: Target): KeptRow[] {
  const read = ['cpu', 'peak_rss', change.expected?.metric];
  return rows.flatMap((row) => {
    const red = row.verdict === 'regression' && row.gated;
    if (!red && !(isChanged(row, target) && read.includes(row.metric.id))) return [];
    const { pattern, stack, variant, metric, verdict } = row;
    const values = { base: short(row.base), head: short(row.head), ratio: short(row.change?.value ?? null) };
    return [{ pattern, stack, variant, metric: metric.id, kind: metric.kind, verdict, red, ...values }];
  });
}

const short = (value: number | null): number | null => value && Number(value.toPrecision(6));

const isChanged = (row: CellName, { pattern, stack }: Partial<Target> = {}): boolean =>
  row.pattern === pattern && row.stack === stack && row.variant === 'after';

/** e.g. "pooling node". */
export const cellOf = ({ pattern, stack }: Partial<Target> = {}): string =>
  stack === undefined ? 'all' : `${pattern} ${stack}`;

/** The row of the changed cell that must carry the verdict. */
export const expectedRow = ({ expected }: Change, diff: KeptDiff): KeptRow | undefined =>
  expected && changedRow(diff, expected.metric);

export function isFound(change: Change, diff: KeptDiff): boolean {
  const row = expectedRow(change, diff);
  const { verdict, red = false } = change.expected ?? {};
  return row !== undefined && row.verdict === verdict && (row.red || !red);
}

/**
 * What made the gate fail although the change did not do it. The best way of a cell shares code with it, and may have what the
 * change was to do, too.
 */
export function falseReds(change: Change, diff: KeptDiff): KeptRow[] {
  const isExpected = (row: KeptRow) =>
    change.expected?.verdict === 'regression' && row.metric === change.expected.metric;
  const isExplained = (row: KeptRow) =>
    isChanged(row, diff)
      ? isExpected(row) || change.causes(row.kind)
      : row.variant === BEST && isChanged({ ...row, variant: 'after' }, diff) && isExpected(row);
  return diff.rows.filter((row) => row.red && !isExplained(row));
}

export const changedRow = (diff: KeptDiff, metric: string): KeptRow | undefined =>
  diff.rows.find((row) => isChanged(row, diff) && row.metric === metric);

export const changeNamed = (name: string): Change | undefined => CHANGES.find((change) => change.name === name);
