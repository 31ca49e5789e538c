/** Several services that were tuned in one go, a line each. */
import { styleText } from 'node:util';
import type { TuneResults } from '../../results/schema.ts';
import { span } from '../format.ts';
import { columnWidths, fitted, laidOut, printable } from '../terminal-text.ts';
import { cellFigures, msText, shareText } from './figures.ts';
import { settingText, subjectTitle } from './names.ts';

interface OverviewOptions {
  color: boolean;
  width: number;
  /** The folder that holds the folders of all runs. */
  out: string;
}

const HEADER = ['service', 'pool', 'predicted', 'p95, ms', 'p99, ms', 'timeouts', 'limited by', 'took', 'report'];

/** In order of importance: the right end is given up first. */
export function renderTuneOverview(all: readonly TuneResults[], { color, width, out }: OverviewOptions): string {
  const rows = [HEADER, ...all.map((results) => rowOf(results, out))].map((row) => row.map(printable));
  const widths = columnWidths(rows, width, 0);
  const [header = '', ...lines] = rows.map((row) => fitted(laidOut(row, widths), width));
  const head = color ? styleText('dim', header, { validateStream: false }) : header;
  return `${[head, ...lines].join('\n')}\n`;
}

function rowOf(results: TuneResults, out: string): string[] {
  const { subject, recommendation, prediction, recommended, started_at, finished_at, id } = results;
  const form = subject.kind === 'own' && subject.form === 'def' ? ' (def)' : '';
  const figures = recommended && cellFigures(recommended);
  return [
    `${subjectTitle(subject)}${form}`,
    recommendation === null ? '–' : settingText(recommendation.setting, subject),
    `${prediction?.connections ?? '–'}`,
    figures === null ? '–' : msText(figures.p95_ms),
    figures === null ? '–' : msText(figures.p99_ms),
    figures === null ? '–' : shareText(figures.timeouts),
    recommendation?.bottleneck.kind ?? '–',
    span(started_at, finished_at),
    `${out}/${id}/tune.html`,
  ];
}
