/** The verdicts on everything that was timed or weighed. Pure. */
import { percentBand } from '../report/diff/percent.ts';
import { isCell } from '../results/cell-name.ts';
import type { DiffHeader, DiffPlan, DiffRow, Estimate } from '../results/schema.ts';
import { lagOneAutocorrelation } from '../stats/autocorrelation.ts';
import { logMeanInterval } from '../stats/interval.ts';
import { DELTAS, type Judgement, judge, verdictRule } from '../stats/verdict.ts';
import type { Series } from './series.ts';

/** Each series has its own delta: the one of the rule is never asked for. */
export const RULE = verdictRule(DELTAS.cost);

/**
 * One row per series. The families are judged apart, so that a suspect of a secondary metric does not make it harder for
 * a primary one to be confirmed.
 */
export function timedRows(series: readonly Series[], { plan, alerts }: Pick<DiffHeader, 'plan' | 'alerts'>): DiffRow[] {
  return (['primary', 'secondary'] as const).flatMap((name) => {
    const family = series.filter((one) => one.family === name);
    const judgements = judge(
      family.map(({ changes }) => changes),
      RULE,
    );
    return family.map((one, index) => timedRow(one, judgements[index] as Judgement, plan, alerts));
  });
}

function timedRow(one: Series, judgement: Judgement, plan: DiffPlan, alerts: DiffHeader['alerts']): DiffRow {
  const { cell, metric, family, screening, changes } = one;
  const { verdict, suspected, p } = judgement;
  // Fresh blocks of a cell that another metric made suspect say nothing here: screening has judged.
  const fresh = suspected === null ? { base: [], head: [] } : one.fresh;
  const judged = fresh.base.length > 0 ? fresh : screening;
  const counts = verdict !== 'invalid' && judged.base.length > 0;
  const change = counts ? changeOf(judged) : null;
  const why = whyUntold(one, judgement, plan);
  const { value: lag1, high } = lagOneAutocorrelation(fresh.base.length > 0 ? changes.fresh : changes.screening);
  return {
    ...cell,
    metric,
    family,
    verdict,
    alert: change !== null && verdict !== 'regression' && isAlert(change, one, alerts),
    ...(why === undefined ? {} : { why }),
    threshold: changes.delta,
    base: counts ? centerOf(judged.base) : null,
    head: counts ? centerOf(judged.head) : null,
    change,
    suspected: suspected !== null,
    p: fresh.base.length < RULE.confirmation.blocks ? null : p,
    screening,
    fresh,
    ...(counts && high && lag1 !== null ? { lag1 } : {}),
  };
}

const LEVEL = 0.95;

const changeOf = ({ base, head }: Series['screening']): Estimate =>
  logMeanInterval(
    head.map((value, block) => value / (base[block] as number)),
    LEVEL,
  );

/** Geometric, so that the quotient of the two sides is the change. */
const centerOf = (values: number[]): number => logMeanInterval(values, LEVEL).value;

/** Worse by the threshold of alerts, and by more than chance explains. */
function isAlert({ value, low, high }: Estimate, { metric }: Series, alerts: DiffHeader['alerts']): boolean {
  if (alerts === null || metric.kind === 'count' || low === null || high === null) return false;
  const threshold = 1 + alerts[metric.kind];
  return metric.better === 'lower' ? value >= threshold && low > 1 : value <= 1 / threshold && high < 1;
}

/** Why a row is inconclusive or invalid; undefined for the other verdicts. */
function whyUntold(one: Series, { verdict, suspected }: Judgement, { out_of_time = [] }: DiffPlan): string | undefined {
  const { changes, cell, metric } = one;
  if (verdict === 'invalid') return changes.invalid;
  if (verdict !== 'inconclusive') return undefined;
  const [screened, fresh] = [changes.screening.length, changes.fresh.length];
  const band = percentBand(changes.delta);
  if (suspected === null) {
    if (screened === 0) return 'not measured on both sides';
    if (screened < RULE.screening.blocks) return `${screened} of the ${RULE.screening.blocks} blocks it takes`;
    return `the 90 % interval does not lie inside ${band}`;
  }
  if (fresh >= RULE.confirmation.blocks) {
    return `fresh blocks neither confirm the change that screening suspected nor show that it is inside ${band}`;
  }
  if (out_of_time.some((late) => isCell(late, cell) && late.metric === metric.id)) {
    return 'suspected, but the time budget had no fresh blocks left for it';
  }
  return `suspected, with ${fresh} of the ${RULE.confirmation.blocks} fresh blocks it takes`;
}
