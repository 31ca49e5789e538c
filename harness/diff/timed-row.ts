/** What every timed row says of its blocks, whichever rule judges them. Pure. */
import type { DiffHeader, DiffRow, Estimate } from '../results/schema.ts';
import { lagOneAutocorrelation } from '../stats/autocorrelation.ts';
import { differenceInterval, LEVEL, logMeanInterval } from '../stats/interval.ts';
import { mean } from '../stats/quantiles.ts';
import type { PairedBlock } from './pair-windows.ts';
import { pairsOf, type Series } from './series.ts';

type Measured = Pick<
  DiffRow,
  'pattern' | 'stack' | 'variant' | 'metric' | 'family' | 'verdict' | 'alert' | 'threshold' | 'base' | 'head' | 'change'
> &
  Pick<DiffRow, 'difference' | 'lag1'>;

/** @param judged the blocks that the verdict rests on. */
export function timedRow(
  { cell, metric, family, delta, blocks, changes }: Series,
  verdict: DiffRow['verdict'],
  judged: readonly PairedBlock[],
  alerts: DiffHeader['alerts'],
): Measured {
  const { base, head } = pairsOf(judged);
  const counts = verdict !== 'invalid' && judged.length > 0;
  const isGrowth = metric.kind === 'growth';
  const change = counts && !isGrowth ? changeOf(base, head) : null;
  const centerOf = isGrowth ? mean : geometricMean;
  const { value: lag1, high } = lagOneAutocorrelation(
    changes.filter((_, at) => judged.includes(blocks[at] as PairedBlock)),
  );
  return {
    ...cell,
    metric,
    family,
    verdict,
    alert: change !== null && verdict !== 'regression' && isAlert(change, metric, alerts),
    threshold: delta,
    base: counts ? centerOf(base) : null,
    head: counts ? centerOf(head) : null,
    change,
    ...(counts && isGrowth ? { difference: differenceInterval(base, head, LEVEL) } : {}),
    ...(counts && high && lag1 !== null ? { lag1 } : {}),
  };
}

const changeOf = (base: readonly number[], head: readonly number[]): Estimate =>
  logMeanInterval(
    head.map((value, block) => value / (base[block] as number)),
    LEVEL,
  );

/** Geometric, so that the quotient of the two sides is the change. */
const geometricMean = (values: number[]): number => logMeanInterval(values, LEVEL).value;

/** Worse by the threshold of alerts, and by more than chance explains. */
function isAlert(
  { value, low, high }: Estimate,
  { kind, better }: Series['metric'],
  alerts: DiffHeader['alerts'],
): boolean {
  if (alerts === null || kind === 'count' || kind === 'growth' || low === null || high === null) return false;
  const threshold = 1 + alerts[kind];
  return better === 'lower' ? value >= threshold && low > 1 : value <= 1 / threshold && high < 1;
}
