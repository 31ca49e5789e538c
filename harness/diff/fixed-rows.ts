/** The verdicts of a diff whose blocks were fixed beforehand and measured in shares. Pure. */
import type { DiffHeader, DiffRow, Estimate, FixedPlan, Look, RowReason } from '../results/schema.ts';
import { highFrom } from '../stats/autocorrelation.ts';
import { decideFixed, decideFixedBy, doDiffer, type FixedDecision, fixedLook } from '../stats/fixed-sample.ts';
import { growthRule } from '../stats/growth.ts';
import { LEVEL } from '../stats/interval.ts';
import { mean } from '../stats/quantiles.ts';
import { FIRST_LOOK } from '../stats/sequential.ts';
import { heterogeneity, stratifiedEstimate, stratifiedMean } from '../stats/strata.ts';
import type { JudgedRow } from './gate.ts';
import { type BlocksOfMachine, byMachine, pairsOf, type Series, thresholdOf } from './series.ts';
import { type Combined, timedRow } from './timed-row.ts';

/** @param family the series that are judged together, all primary or all secondary. */
export function fixedRows(family: readonly Series[], plan: FixedPlan, alerts: DiffHeader['alerts']): JudgedRow[] {
  return family.map((one) => {
    const { changes, family: name, invalid } = one;
    const enough = invalid === undefined && changes.length >= FIRST_LOOK;
    // The levels of the primary metrics stand in the plan; the others do not decide how much is measured.
    const look = (name === 'primary' ? plan.look : undefined) ?? fixedLook(plan.blocks, family.length);
    const decision = enough ? decideSeries(one, look) : undefined;
    const verdict = invalid === undefined ? (decision?.verdict ?? 'inconclusive') : 'invalid';
    const why = whyUntold(one, verdict, decision);
    const changed = verdict === 'regression' || verdict === 'improvement';
    const machines = machinesOf(one);
    return {
      ...timedRow(one, verdict, one.blocks, alerts, combinedOf(one)),
      ...(why === undefined ? {} : { why }),
      suspected: false,
      p: changed && decision !== undefined ? decision.p : null,
      blocks: pairsOf(one.blocks),
      ...(decision === undefined || decision.verdict === null ? {} : { decided_after: changes.length }),
      screening: { base: [], head: [] },
      fresh: { base: [], head: [] },
      ...(machines === undefined ? {} : { machines }),
    };
  });
}

const decideSeries = (one: Series, look: Look): FixedDecision =>
  isGrowth(one)
    ? decideFixedBy(byMachine(one.blocks, one), look, growthRule(one.delta))
    : decideFixed(byMachine(one.changes, one), look, one.margin);

/** What its blocks say of several machines together; undefined for those of one, which are a sample like any other. */
export function combinedOf(one: Series): Combined | undefined {
  if (!isOfSeveral(one) || one.blocks.length < FIRST_LOOK) return undefined;
  const strata = measuredStrata(one);
  const estimate = stratifiedEstimate(strata, LEVEL, { differ: doDiffer(heterogeneity(strata)) });
  const { lag1 } = stratifiedMean(strata);
  return {
    estimate: isGrowth(one) ? estimate : fromLogs(estimate),
    ...(lag1 !== null && lag1 > highFrom(one.blocks.length) ? { lag1 } : {}),
  };
}

function machinesOf(one: Series): DiffRow['machines'] {
  if (!isOfSeveral(one)) return undefined;
  const strata = measuredStrata(one);
  const found = heterogeneity(strata);
  const { q, p, sd } = found ?? { q: null, p: null, sd: null };
  const valueIn = (blocks: readonly number[]) => (isGrowth(one) ? mean(blocks) : Math.exp(mean(blocks)));
  const values = one.machines.map(({ shard }, at) => {
    const blocks = strata[at] as number[];
    return { shard, blocks: blocks.length, value: valueIn(blocks) };
  });
  return { values, q, p, sd, differ: doDiffer(found) };
}

type OfSeveral = Series & { machines: readonly BlocksOfMachine[] };

const isOfSeveral = (one: Series): one is OfSeveral => (one.machines?.length ?? 0) > 1;
const isGrowth = ({ metric }: Series): boolean => metric.kind === 'growth';

/** As they are shown: of head against base, whichever is better. */
const measuredStrata = (one: Series): number[][] =>
  byMachine(
    one.blocks.map(({ base, head }) => (isGrowth(one) ? head - base : Math.log(head / base))),
    one,
  );

const fromLogs = (estimate: Estimate): Estimate => ({
  ...estimate,
  value: Math.exp(estimate.value),
  low: estimate.low === null ? null : Math.exp(estimate.low),
  high: estimate.high === null ? null : Math.exp(estimate.high),
  blocks: estimate.blocks.map(Math.exp),
});

/** Why a row is inconclusive or invalid; undefined for the other verdicts. */
function whyUntold(
  one: Series,
  verdict: DiffRow['verdict'],
  decision: FixedDecision | undefined,
): RowReason | undefined {
  if (verdict === 'invalid') return one.invalid;
  if (verdict !== 'inconclusive') return undefined;
  const blocks = one.changes.length;
  if (blocks === 0) return { code: 'not-measured' };
  if (decision === undefined) return { code: 'too-few-blocks', blocks, needed: FIRST_LOOK };
  if (decision.restsOnOne) return { code: 'machines-differ', machines: one.machines?.length ?? 0 };
  return { code: 'undecided', blocks, threshold: thresholdOf(one, one.blocks) };
}
