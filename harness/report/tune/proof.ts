/** The recommendation beside what others would have set: measured in turn, under the same arrivals. */
import type { Estimate, Proof, TuneCell, TuneResults } from '../../results/schema.ts';
import { percentChange, percentInterval } from '../diff/percent.ts';
import { counted } from '../format.ts';
import { cellFigures, meanText, msText, NONE, rateText, shareText, wholeText } from './figures.ts';
import { settingText } from './names.ts';
import { numbersFrom, type Section } from './section.ts';

const COLUMNS = ['setting', 'p50, ms', 'p95, ms', 'p99, ms', 'timeouts', 'in use', 'at most'] as const;
const AGAINST = ['p95 of the recommended', 'interval', 'reading'] as const;

/** One setting of the proof as text; of the recommended one there is nothing to compare. */
export interface ProofRow {
  setting: string;
  /** In the order of COLUMNS, without the setting. */
  figures: string[];
  ratio: Estimate | null;
  change: string;
  interval: string;
  reading: string;
}

/** Null when nothing was verified. */
export function proofSection(results: TuneResults): Section | null {
  const rows = proofRows(results);
  if (rows.length === 0) return null;
  const header = [...COLUMNS, ...AGAINST];
  return {
    id: 'proof',
    title: 'The proof',
    lead: lead(results),
    table: {
      caption: 'The recommended setting and its rivals, the same arrivals in every round',
      header,
      rows: rows.map(({ setting, figures, change, interval, reading }) => [
        setting,
        ...figures,
        change,
        interval,
        reading,
      ]),
      numbers: numbersFrom(1, header, 1),
    },
  };
}

export function proofRows({ recommended, proofs, subject }: TuneResults): ProofRow[] {
  const own =
    recommended === null
      ? []
      : [
          {
            setting: `recommended: ${settingText(recommended.setting, subject)}`,
            figures: figuresOf(recommended),
            ratio: null,
            change: '',
            interval: '',
            reading: '',
          },
        ];
  return [...own, ...proofs.map(rivalRow)];
}

/** The columns of a row's figures. */
export const FIGURE_COLUMNS: readonly string[] = COLUMNS.slice(1);

function rivalRow({ rival, cell, p95_ratio: ratio }: Proof): ProofRow {
  return {
    setting: rival,
    figures: figuresOf(cell),
    ratio,
    change: ratio === null ? NONE : percentChange(ratio.value),
    interval: ratio === null ? '' : (percentInterval(ratio) ?? `${counted(ratio.n, 'round')}, no interval`),
    reading: ratio === null ? 'not compared' : readingOf(ratio),
  };
}

function figuresOf(cell: TuneCell): string[] {
  const { p50_ms, p95_ms, p99_ms, timeouts, in_use_mean, in_use_max } = cellFigures(cell);
  return [...[p50_ms, p95_ms, p99_ms].map(msText), shareText(timeouts), meanText(in_use_mean), wholeText(in_use_max)];
}

/** Of the recommended setting. An interval that holds 1 shows no difference. */
export function readingOf({ low, high }: Estimate): string {
  if (low === null || high === null) return 'too few rounds';
  if (low > 1) return 'recommended is slower';
  return high < 1 ? 'recommended is faster' : 'no difference shown';
}

function lead({ recommended, target }: TuneResults): string {
  const rounds = recommended?.windows.length ?? 0;
  const rate = rateText(target.rate_per_s / target.processes);
  return `All at ${rate} requests per second, ${counted(rounds, 'round')} in turn. Below zero the recommended setting is faster than its rival; intervals are at 95 %.`;
}
