/** A run beside a stored baseline: a row per entry, and what follows from all of them. Pure. */
import {
  BASELINE_DIFF_VERSION,
  type Baseline,
  type BaselineDiff,
  type BaselineEntry,
  type BaselineRow,
  type EntryReason,
  type OneSidedCell,
  STACKS,
} from '../../results/schema.ts';
import { conclude } from './conclude.ts';
import { judgeEntry } from './judge.ts';
import { unlikeCalibration, unlikeEnvironment, unlikeWork } from './likeness.ts';

/** How strictly a run is held to its baseline. */
export type BaselineRules = Pick<BaselineDiff, 'tolerance' | 'fail_on' | 'strict'>;

export function compareWithBaseline(base: Baseline, head: Baseline, rules: BaselineRules): BaselineDiff {
  const one_sided = oneSidedCells(base, head);
  const refusalOf = refusals(base, head);
  const rows = [...base.figures, ...head.figures.filter((entry) => find(base.figures, entry) === undefined)]
    .filter((entry) => isInBoth(entry, base, head) && !one_sided.some((cell) => isOf(entry, cell)))
    .map((entry) => rowOf(find(base.figures, entry), find(head.figures, entry), { head, refusalOf, rules }));
  return {
    schema: 'duet-baseline-diff',
    schema_version: BASELINE_DIFF_VERSION,
    ...conclude(rows, rules),
    ...rules,
    base: base.run,
    head: head.run,
    one_sided,
    not_measured: notMeasured(base, head),
    rows: rows.toSorted((one, other) => rankOf(one) - rankOf(other)),
  };
}

interface Context {
  head: Baseline;
  refusalOf(entry: BaselineEntry): EntryReason | undefined;
  rules: BaselineRules;
}

function rowOf(
  base: BaselineEntry | undefined,
  head: BaselineEntry | undefined,
  { head: now, refusalOf, rules }: Context,
): BaselineRow {
  const entry = (base ?? head) as BaselineEntry;
  const { of, pattern, stack, variant, metric } = entry;
  const family =
    of === 'count' || of === 'gain' || (metric.kind === 'cost' && of === 'value') ? 'primary' : 'secondary';
  const row = {
    of,
    pattern,
    stack,
    variant,
    metric,
    family,
    base: base?.value ?? null,
    head: head?.value ?? null,
  } as const;
  const refusal = refusalOf(entry);
  if (refusal !== undefined) return { ...row, verdict: 'refused', alert: false, why: refusal, change: null };
  if (base === undefined || head === undefined) {
    const why = { code: 'one-sided', only: base === undefined ? 'head' : 'base' } as const;
    // A cell that failed has lost its entries; on another machine some cannot be had, and nothing is lost.
    const verdict = base !== undefined && hasLost(now, entry) ? 'invalid' : 'refused';
    return { ...row, verdict, alert: false, why, change: null };
  }
  const judged = judgeEntry(base, head, rules.tolerance);
  const alert = judged.verdict === 'regression' && family === 'secondary' && !rules.strict;
  return { ...row, alert, ...judged };
}

/** Why an entry may not be compared, with the fields that differ; undefined where it may. */
function refusals(base: Baseline, head: Baseline): (entry: BaselineEntry) => EntryReason | undefined {
  const work = unlikeWork(base.run, head.run);
  const environment = unlikeEnvironment(base.run, head.run);
  return ({ of, pattern, stack }) => {
    if (work.length > 0) return { code: 'other-work', unlike: work };
    if (of === 'value' && environment.length > 0) return { code: 'other-environment', unlike: environment };
    if (pattern !== 'workers' || (of !== 'value' && of !== 'ratio')) return undefined;
    const calibration = unlikeCalibration(base.run, head.run, stack === null ? STACKS : [stack]);
    return calibration.length > 0 ? { code: 'other-calibration', unlike: calibration } : undefined;
  };
}

const hasLost = ({ cells }: Baseline, { pattern, stack, variant }: BaselineEntry) =>
  cells.some(
    (cell) =>
      cell.pattern === pattern &&
      (stack === null || cell.stack === stack) &&
      (cell.variant === variant || cell.variant === 'before') &&
      !cell.measured,
  );

/** Variants that came or went, of the patterns and stacks that both runs were asked for. */
function oneSidedCells(base: Baseline, head: Baseline): OneSidedCell[] {
  const missingIn = ({ cells }: Baseline, other: Baseline) =>
    other.cells.filter(
      (cell) =>
        isInBoth(cell, base, head) &&
        !cells.some(
          ({ pattern, stack, variant }) => pattern === cell.pattern && stack === cell.stack && variant === cell.variant,
        ),
    );
  const named =
    (change: OneSidedCell['change']) =>
    ({ pattern, stack, variant }: Baseline['cells'][number]) => ({ pattern, stack, variant, change });
  return [...missingIn(base, head).map(named('added')), ...missingIn(head, base).map(named('removed'))];
}

function isInBoth({ pattern, stack }: Pick<BaselineEntry, 'pattern' | 'stack'>, ...both: Baseline[]): boolean {
  const stacks = stack === null ? STACKS : [stack];
  return both.every(({ run }) => run.patterns.includes(pattern) && stacks.every((one) => run.stacks.includes(one)));
}

const isOf = (entry: BaselineEntry, cell: OneSidedCell) =>
  entry.pattern === cell.pattern &&
  entry.variant === cell.variant &&
  (entry.stack === null || entry.stack === cell.stack);

function notMeasured(base: Baseline, head: Baseline): BaselineDiff['not_measured'] {
  const asked = ({ run: { patterns, stacks } }: Baseline) => [...patterns, ...stacks];
  const lacking = (one: Baseline, other: Baseline, only: 'base' | 'head') =>
    asked(one)
      .filter((name) => !asked(other).includes(name))
      .map((name) => ({ name, only }));
  return [...lacking(base, head, 'base'), ...lacking(head, base, 'head')];
}

function find(
  entries: readonly BaselineEntry[],
  { of, pattern, stack, variant, metric }: BaselineEntry,
): BaselineEntry | undefined {
  return entries.find(
    (one) =>
      one.of === of &&
      one.pattern === pattern &&
      one.stack === stack &&
      one.variant === variant &&
      one.metric.id === metric.id,
  );
}

const ORDER: BaselineRow['verdict'][] = [
  'regression',
  'invalid',
  'inconclusive',
  'improvement',
  'no change',
  'refused',
];

/** What fails comes before what alerts. */
const rankOf = ({ verdict, alert }: BaselineRow) => ORDER.indexOf(verdict) + (alert ? 0.5 : 0);
