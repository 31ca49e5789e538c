/** The newest run beside those before it: what it says in a sentence, and a row for each gain that is a ratio. */
import {
  FEWEST_EARLIER,
  type Trend,
  type TrendSeries,
  type TrendStep,
  type TrendValue,
  type TrendView,
} from '../../results/trends.ts';
import { LEVEL } from '../../stats/interval.ts';
import { counted, gainText, listedFirst } from '../kit/format.ts';
import { numberWord, oneOf } from '../kit/method.ts';
import { type Axis, estimateEnds, percentOf, symmetricAxis } from '../kit/strip.ts';
import type { Tone } from '../kit/tone.ts';
import { changeText, latestTexts, seriesName } from './latest.ts';

/** In percent: runs that hardly differ do not look wild, and a wild one does not press the others together. */
const NARROWEST = 5;
const WIDEST = 50;

const READINGS: Record<TrendStep['verdict'], string> = {
  higher: 'higher than expected',
  lower: 'lower than expected',
  'as-expected': 'as expected',
  'too-few': 'too few runs to tell',
  first: 'nothing to compare with',
};

/** A smaller gain is nothing bad by itself: `before` may have become faster. */
const TONES: Record<TrendStep['verdict'], Tone> = {
  higher: 'warning',
  lower: 'warning',
  'as-expected': 'quiet',
  'too-few': 'quiet',
  first: 'quiet',
};

export interface Newest {
  trend: Trend;
  series: TrendSeries;
}

/** The gains of the summary that the newest run has, of the first variant. */
export function newestOf({ trends, entries }: TrendView): Newest[] {
  return trends
    .filter(({ headline }) => headline)
    .flatMap((trend) => trend.series.map((series) => ({ trend, series })))
    .filter(({ series }) => series.variant === 'after' && series.values.at(-1)?.entry === entries.at(-1));
}

/** "2 of 10 gains are not as the 6 earlier runs let expect: …". */
export function newestSentence(view: TrendView): string {
  const newest = newestOf(view);
  const judged = newest.filter(({ series: { step } }) => step.expected !== null);
  const earlier = Math.max(0, ...newest.map(({ series }) => series.step.earlier));
  if (judged.length === 0)
    return earlier === 0
      ? 'There is no earlier run to compare the newest one with.'
      : `Whether a gain changed cannot be told yet: ${counted(earlier, 'run')} before the newest one, and ${numberWord(FEWEST_EARLIER)} are needed.`;
  const changed = judged.filter(({ series: { step } }) => step.verdict !== 'as-expected');
  const among = `${counted(earlier, 'run')} before it`;
  if (changed.length === 0) return `The newest run is like the ${among}: none of ${judged.length} gains stands out.`;
  return `${changed.length} of ${judged.length} gains of the newest run ${changed.length === 1 ? 'stands' : 'stand'} out from the ${among}: ${listedFirst(changed.map(changedText))}.`;
}

/** "batching in Node is higher, 22.1× (before 20.0×)". */
function changedText({ trend, series }: Newest): string {
  const { expected, verdict } = series.step;
  const [value] = latestTexts(trend, series);
  const before = expected === null ? '' : ` (before ${gainText(expected.center, trend.kind, trend.metric.unit)})`;
  return `${trend.pattern} in ${seriesName(series)} is ${verdict}, ${value}${before}`;
}

/** The rule that the sentence and the picture follow. */
export const EXPECTATION = `What is expected is where one more run like those before it would lie ${oneOf(1 - LEVEL) - 1} times in ${oneOf(1 - LEVEL)} (a prediction interval of their log gains, from ${numberWord(FEWEST_EARLIER)} on), so one gain in ${oneOf(1 - LEVEL)} stands out by chance.`;

/** What a table says of a gain of the newest run. */
export type NewestTexts = ReturnType<typeof newestTexts>;

export function newestTexts({ trend, series }: Newest) {
  const { step, values } = series;
  const [value] = latestTexts(trend, series);
  return {
    cell: `${trend.pattern}, ${seriesName(series)}`,
    metric: trend.metric.title,
    value,
    change: step.usual === null ? '–' : changeText((values.at(-1) as TrendValue).value, step.usual, trend),
    reading: READINGS[step.verdict],
    tone: TONES[step.verdict],
  };
}

/** One row of the picture. Changes are in percent of what is expected, or else of the median before. */
export type NewestRow = ReturnType<typeof newestRows>[number];

/** Those that stand out first. */
export function newestRows(view: TrendView) {
  const ratios = newestOf(view).filter(({ trend }) => trend.kind === 'ratio');
  const standsOut = ({ series }: Newest) => TONES[series.step.verdict] !== 'quiet';
  return [...ratios.filter(standsOut), ...ratios.filter((one) => !standsOut(one))].map((newest) => {
    const { series } = newest;
    const { values, step } = series;
    const last = values.at(-1) as TrendValue;
    const center = step.expected?.center ?? step.usual ?? last.value;
    const against = (one: number | null) => (one === null ? null : one / center);
    return {
      ...newestTexts(newest),
      strip: {
        estimate: { value: last.value / center, low: against(last.low), high: against(last.high) },
        earlier: comparable(series).map((one) => percentOf(one.value / center)),
        /** Half of what is expected, as a factor less 1; null where too few runs tell it. */
        threshold: step.expected === null ? null : step.expected.high / center - 1,
      },
    };
  });
}

/** Those that were measured like the newest; if there are any, in its environment. */
function comparable({ values, step }: TrendSeries): TrendValue[] {
  const last = values.at(-1) as TrendValue;
  return values
    .slice(0, -1)
    .filter(({ segment }) => segment === last.segment)
    .filter(({ entry }) => step.place === 'other-environment' || entry.fingerprint === last.entry.fingerprint);
}

export function newestAxis(rows: readonly NewestRow[]): Axis {
  const changes = rows.flatMap(({ strip }) => [
    ...estimateEnds(strip.estimate),
    ...strip.earlier,
    ...(strip.threshold === null ? [] : [100 * strip.threshold]),
  ]);
  return symmetricAxis(changes, NARROWEST, WIDEST);
}
