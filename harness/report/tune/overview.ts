/** Several services that were tuned in one go, a line each. */
import type { TuneResults } from '../../results/schema.ts';
import { span } from '../kit/format.ts';
import { shareOfRequests } from '../kit/percent.ts';
import { painter, type Terminal, tableLines } from '../kit/terminal.ts';
import { cellMetrics, msText } from './cell-metrics.ts';
import { settingText, subjectTitle } from './names.ts';

const HEADER = ['service', 'pool', 'predicted', 'p95, ms', 'p99, ms', 'timeouts', 'limited by', 'took', 'report'];

interface OverviewOptions extends Terminal {
  /** The folder that holds the folders of all runs. */
  out: string;
}

export function renderTuneOverview(all: readonly TuneResults[], { color, width, out }: OverviewOptions): string {
  const rows = [HEADER, ...all.map((results) => rowOf(results, out))];
  const [header = '', ...lines] = tableLines(rows, { width, shortened: 0 });
  return `${[painter({ color })('dim', header), ...lines].join('\n')}\n`;
}

function rowOf(results: TuneResults, out: string): string[] {
  const { subject, recommendation, prediction, recommended, started_at, finished_at, id } = results;
  const form = subject.kind === 'own' && subject.form === 'def' ? ' (def)' : '';
  const metrics = recommended && cellMetrics(recommended);
  return [
    `${subjectTitle(subject)}${form}`,
    recommendation === null ? '–' : settingText(recommendation.setting, subject),
    `${prediction?.connections ?? '–'}`,
    metrics === null ? '–' : msText(metrics.p95_ms),
    metrics === null ? '–' : msText(metrics.p99_ms),
    metrics === null ? '–' : shareOfRequests(metrics.timeouts),
    recommendation?.bottleneck.kind ?? '–',
    span(started_at, finished_at),
    `${out}/${id}/tune.html`,
  ];
}
