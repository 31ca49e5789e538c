/** How the recommendation was found: what was predicted, and what was measured in which order. */
import {
  type Revision,
  runsAsItIs,
  type SearchStandard,
  type TuneCell,
  type TuneProbe,
  type TuneResults,
} from '../../results/schema.ts';
import { counted } from '../kit/format.ts';
import { percentChange, share, shareOfRequests } from '../kit/percent.ts';
import { type Column, tableOf } from '../kit/tables.ts';
import { revisionText } from './advice/revision.ts';
import {
  type CellMetrics,
  cellMetrics,
  durationText,
  leastDisturbed,
  meanText,
  msText,
  NONE,
  rateText,
  wholeText,
} from './cell-metrics.ts';
import { measuredPool, settingColumn, settingText } from './names.ts';
import type { Section } from './section.ts';

const HOLD_SOURCES: Record<TuneProbe['hold_source'], string> = {
  service: 'the pool’s own count at low load',
  database: 'sessions seen in PostgreSQL at low load',
  assumed: 'the whole time of a request, because nothing better is known',
};

const ratePerProcess = ({ target }: Pick<TuneResults, 'target'>): number => target.rate_per_s / target.processes;

/** What was measured on the recommended setting at the target rate: verified, or else when it was searched. */
export function recommendedCell({ recommended, recommendation, search }: TuneResults): TuneCell | undefined {
  const chosen = recommendation?.setting;
  return (
    recommended ?? search.find(({ setting }) => setting.size === chosen?.size && setting.overflow === chosen.overflow)
  );
}

/** Null without a prediction. */
export function predictionSection(results: TuneResults): Section | null {
  const { probe, prediction, recommendation, subject } = results;
  if (probe === null || prediction === null) return null;
  const cell = recommendedCell(results);
  const { in_use_mean = null, in_use_max = null, hold_ms = null } = cell === undefined ? {} : cellMetrics(cell);
  const rate = `${rateText(ratePerProcess(results))}/s`;
  const law = `${rate} × ${durationText(probe.hold_ms)}`;
  const of = results.measured?.processes ?? 1;
  const predicted = `Little’s law predicts ${meanText(prediction.in_use)} connections in use${of === 1 ? '' : ' at each process'} on average (${law})`;
  const pool = `with ${measuredPool(subject)}${of === 1 ? '' : `, all ${of} processes together`}`;
  const measured =
    in_use_mean === null ? 'the measured number could not be seen' : `${meanText(in_use_mean / of)} were`;
  const rows = [
    ['arrivals at one process', rate, 'the target'],
    ['time of a request', durationText(probe.service_ms), `mean of ${counted(probe.requests, 'request')} at low load`],
    ['connection time per request', durationText(probe.hold_ms), HOLD_SOURCES[probe.hold_source]],
    ['in use on average, predicted', meanText(prediction.in_use), `Little’s law: ${law}`],
    ['held per checkout, measured', durationText(hold_ms), `${pool}, under the target`],
    ['in use on average, measured', meanText(in_use_mean), pool],
    ['in use at most, measured', wholeText(in_use_max), pool],
    ['connections, predicted', wholeText(prediction.connections), 'Erlang C: enough that few requests wait'],
    [
      'connections, recommended',
      recommendation === null ? NONE : settingText(recommendation.setting, subject),
      runsAsItIs(subject) ? 'the prediction' : 'the measurement',
    ],
  ];
  return {
    id: 'prediction',
    title: 'Predicted and measured',
    lead: `${predicted}; ${measured}. A pool needs more than the average, for the times above it.`,
    table: {
      caption: 'From the hold time to the size of the pool',
      header: ['quantity', 'value', 'from'],
      rows,
      numbers: [1],
    },
  };
}

/** Null when nothing was searched. */
export function searchSection(results: TuneResults): Section | null {
  const { search, subject, standard, revision } = results;
  if (search.length === 0) return null;
  const columns: Column<{ cell: TuneCell; order: number; least: CellMetrics }>[] = [
    ['order', ({ order }) => `${order}`],
    [settingColumn(subject), ({ cell }) => settingText(cell.setting, subject)],
    ['p50, ms', ({ least }) => msText(least.p50_ms)],
    ['p95, ms', ({ least }) => msText(least.p95_ms)],
    ['p99, ms', ({ least }) => msText(least.p99_ms)],
    ['timeouts', ({ cell }) => shareOfRequests(cellMetrics(cell).timeouts)],
    ['in use', ({ least }) => meanText(least.in_use_mean)],
    ['at most', ({ least }) => wholeText(least.in_use_max)],
    ['waiting at most', ({ least }) => wholeText(least.waiting_max)],
    ['p95 against the best', ({ least: { p95_ms: p95 } }) => changeText(p95, standard)],
  ];
  const rows = search.map((cell, at) => ({ cell, order: at + 1, least: cellMetrics(leastDisturbed(cell)) }));
  return {
    id: 'search',
    title: 'The search',
    lead: `${counted(search.length, 'setting')} in the order in which they were measured, under the same arrivals; for a setting measured more than once, the window with the lowest p95, because a busy machine can only add to it. ${standardText(standard, revision)}`,
    table: tableOf('Every setting of the search', rows, columns, [1]),
  };
}

const changeText = (p95: number | null, standard: SearchStandard | null): string =>
  p95 === null || !standard?.p95_ms ? NONE : percentChange(p95 / standard.p95_ms);

/** What the last column compares with, and how finely. */
function standardText(standard: SearchStandard | null, revision: Revision | undefined): string {
  if (standard === null || standard.p95_ms === null) return 'No setting answered anything.';
  const percent = share(Number(standard.noise.toPrecision(2)));
  const best = `The best has ${counted(standard.connections, 'connection')}: the largest number, unless fewer are faster by more than the noise. Its p95, averaged with all settings equal to it, is ${durationText(standard.p95_ms)}.`;
  const isRecommended = revision === undefined ? ', and the smallest of them is recommended' : '';
  const revised = revision === undefined ? '' : ` ${revisionText(revision)}`;
  return `${best} Differences up to ${percent} are noise: settings whose p95 is not above the best by more are not distinguishable from it${isRecommended}.${revised}`;
}
