/** The recommendation beside what others would have set: measured in turn, under the same arrivals. */
import {
  measuredRate,
  type PoolComparison,
  type Reading,
  type TuneCell,
  type TuneResults,
} from '../../results/schema.ts';
import { LEVEL } from '../../stats/interval.ts';
import { counted } from '../kit/format.ts';
import { percentChange, percentInterval, share, shareOfRequests } from '../kit/percent.ts';
import { numbersFrom } from '../kit/tables.ts';
import { alternativeText } from './advice/alternative.ts';
import { revisionText } from './advice/revision.ts';
import { cellMetrics, meanText, msText, NONE, rateText, wholeText } from './cell-metrics.ts';
import { settingText } from './names.ts';
import type { Section } from './section.ts';

const COLUMNS = ['setting', 'p50, ms', 'p95, ms', 'p99, ms', 'timeouts', 'in use', 'at most'] as const;
const AGAINST = ['p95 of the recommended', 'interval', 'reading'] as const;

/** One setting of the comparison as text; of the recommended one there is nothing to compare. */
export type ComparisonRow = ReturnType<typeof comparisonRows>[number];

/** Null when nothing was verified. */
export function comparisonSection(results: TuneResults): Section | null {
  const rows = comparisonRows(results);
  if (rows.length === 0) return null;
  const header = [...COLUMNS, ...AGAINST];
  return {
    id: 'comparison',
    title: 'Comparison with other pools',
    lead: lead(results),
    table: {
      caption: 'The recommended setting and the alternatives, under the same arrivals in every round',
      header,
      rows: rows.map(({ setting, metrics, change, interval, reading }) => [
        setting,
        ...metrics,
        change,
        interval,
        readingText(reading),
      ]),
      numbers: numbersFrom(1, header, 1),
    },
  };
}

export function comparisonRows({ recommended, comparisons, subject }: TuneResults) {
  const own =
    recommended === null
      ? []
      : [
          {
            setting: `recommended: ${settingText(recommended.setting, subject)}`,
            metrics: metricTexts(recommended),
            ratio: null,
            change: '',
            interval: '',
            reading: null,
          },
        ];
  return [...own, ...comparisons.map(alternativeRow)];
}

/** The columns of a row's metrics. */
export const METRIC_COLUMNS: readonly string[] = COLUMNS.slice(1);

function alternativeRow({ alternative, cell, p95_ratio: ratio, reading }: PoolComparison) {
  return {
    setting: alternativeText(alternative),
    metrics: metricTexts(cell),
    ratio,
    change: ratio === null ? NONE : percentChange(ratio.value),
    interval: ratio === null ? '' : (percentInterval(ratio) ?? `${counted(ratio.n, 'round')}, no interval`),
    reading,
  };
}

function metricTexts(cell: TuneCell): string[] {
  const { p50_ms, p95_ms, p99_ms, timeouts, in_use_mean, in_use_max } = cellMetrics(cell);
  return [
    ...[p50_ms, p95_ms, p99_ms].map(msText),
    shareOfRequests(timeouts),
    meanText(in_use_mean),
    wholeText(in_use_max),
  ];
}

const READINGS: Record<Reading, string> = {
  faster: 'recommended is faster',
  slower: 'recommended is slower',
  'within-noise': 'slower by less than the noise',
  'no-difference': 'no difference shown',
  'too-few-rounds': 'too few rounds',
  'not-compared': 'not compared',
};

export const readingText = (reading: Reading | null): string => (reading === null ? '' : READINGS[reading]);

function lead(results: TuneResults): string {
  const { recommended, revision } = results;
  const rounds = recommended?.windows.length ?? 0;
  const rate = rateText(measuredRate(results));
  const level = results.comparisons.find(({ p95_ratio }) => p95_ratio !== null)?.p95_ratio?.level ?? LEVEL;
  const isAfter = revision?.code === 'searched-again' && revision.tried !== undefined;
  const inTurn = `${counted(rounds, 'round')} in turn${isAfter ? ', the recommended setting after the others' : ''}`;
  const revised = revision === undefined ? '' : ` ${revisionText(revision)}`;
  return `All at ${rate} requests per second, ${inTurn}. Below zero the recommended setting is faster than the alternative; intervals are at ${share(level)}.${revised}`;
}
