/** What every timed row says of its blocks, whichever rule judges them. Pure. */
import type { DiffHeader, DiffRow, Estimate } from '../results/schema.ts';
import { lagOneAutocorrelation } from '../stats/autocorrelation.ts';
import { differenceInterval, LEVEL, logMeanInterval } from '../stats/interval.ts';
import { mean } from '../stats/quantiles.ts';
import type { PairedBlock } from './pair-windows.ts';
import { pairsOf, type Series, thresholdOf } from './series.ts';

/** What the blocks of several machines say together, in place of what they would as blocks of one. */
export interface Combined {
  /** The change, head / base; for growth the difference, head less base. */
  estimate: Estimate;
  /** Where it is high. */
  lag1?: number;
}

type Measured = Pick<
  DiffRow,
  'pattern' | 'stack' | 'variant' | 'metric' | 'family' | 'verdict' | 'alert' | 'threshold' | 'base' | 'head' | 'change'
> &
  Pick<DiffRow, 'difference' | 'lag1'>;

/**
 * @param judged the blocks that the verdict rests on.
 * @param combined where they are of several machines.
 */
export function timedRow(
  one: Series,
  verdict: DiffRow['verdict'],
  judged: readonly PairedBlock[],
  alerts: DiffHeader['alerts'],
  combined?: Combined,
): Measured {
  const { cell, metric, family } = one;
  const { base, head } = pairsOf(judged);
  const counts = verdict !== 'invalid' && judged.length > 0;
  const isGrowth = metric.kind === 'growth';
  const change = counts && !isGrowth ? (combined?.estimate ?? changeOf(base, head)) : null;
  const centerOf = isGrowth ? mean : geometricMean;
  const lag1 = combined === undefined ? highLag(one, judged) : combined.lag1;
  return {
    ...cell,
    metric,
    family,
    verdict,
    alert: change !== null && verdict !== 'regression' && isAlert(change, metric, alerts),
    threshold: thresholdOf(one, judged),
    base: counts ? centerOf(base) : null,
    head: counts ? centerOf(head) : null,
    change,
    ...(counts && isGrowth ? { difference: combined?.estimate ?? differenceInterval(base, head, LEVEL) } : {}),
    ...(counts && lag1 !== undefined ? { lag1 } : {}),
  };
}

/** The autocorrelation of neighbouring blocks, where it is high. */
function highLag({ blocks, changes }: Series, judged: readonly PairedBlock[]): number | undefined {
  const ofJudged = changes.filter((_, at) => judged.includes(blocks[at] as PairedBlock));
  const { value, high } = lagOneAutocorrelation(ofJudged);
  return high && value !== null ? value : undefined;
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
