/** The newest value of a series beside those before it, in words. */
import { LEVEL } from '../../stats/interval.ts';
import { median } from '../../stats/quantiles.ts';
import { gainIntervalOf, gainText } from '../kit/format.ts';
import { percentChange } from '../kit/percent.ts';
import type { Trend, TrendSeries } from './view.ts';

/**
 * "2.48×", "[2.47–2.50]" and "+0.8 % vs 12 earlier": their median, which one odd night does not move. Those of the same
 * environment, wherever they stand; in its first run all that were measured in the same way.
 */
export function latestTexts({ kind, metric }: Trend, { values }: TrendSeries): [string, string, string] {
  const last = values.at(-1);
  if (last === undefined) return ['–', '', ''];
  const interval = gainIntervalOf({ ...last, level: LEVEL, n: 0, blocks: [] }, kind, metric.unit);
  const comparable = values.slice(0, -1).filter(({ segment }) => segment === last.segment);
  const here = comparable.filter(({ entry }) => entry.fingerprint === last.entry.fingerprint);
  const [earlier, place] = here.length > 0 ? [here, ''] : [comparable, ', other environment'];
  const value = gainText(last.value, kind, metric.unit);
  if (earlier.length === 0)
    return [value, interval ?? '', values.length === 1 ? 'first run' : 'first with this method'];
  const usual = median(earlier.map((each) => each.value));
  const change =
    kind === 'ratio' ? percentChange(last.value / usual) : gainText(last.value - usual, 'difference', metric.unit);
  return [value, interval ?? '', `${change} vs ${earlier.length} earlier${place}`];
}
