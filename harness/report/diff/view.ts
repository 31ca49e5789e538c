/** What a diff shows, as text and in order: Markdown, page and terminal differ only in how they look. */
import type { DiffResults } from '../../results/schema.ts';
import { absentFigures, type Banner, environmentFacts, type Fact } from '../facts.ts';
import { BYTES_NOTE } from '../format.ts';
import type { Tone } from '../tone.ts';
import { validityLine, validityRows } from '../validity.ts';
import { headlineFacts, methodLines, powerTable, repeatCommands, sideRows } from './background.ts';
import { advice, endingTone, headline, restLine, tally } from './ending.ts';
import { noiseLines, noiseSummary } from './noise.ts';
import { answerRows, banners, uncomparedLines } from './notices.ts';
import { isCount, isNotable, type RowView, rowView } from './rows.ts';

export interface DiffView {
  /** "FAIL: regression". */
  headline: string;
  tone: Tone;
  why: string;
  /** What to do where nothing could be told; commands in backticks. */
  advice: string | null;
  banners: Banner[];
  facts: Fact[];
  /** Rows that somebody should look at, the worst first. */
  notable: RowView[];
  /** Timed rows without a change. */
  unchanged: RowView[];
  /** All counts, the changed ones first. */
  counts: RowView[];
  all: RowView[];
  tally: string | null;
  rest: string | null;
  noise: { summary: string | null; lines: string[] };
  uncompared: string[];
  answers: string[][];
  power: { header: string[]; rows: string[][] };
  validity: { line: string; rows: [string, string, string][] };
  sides: string[][];
  environment: Fact[];
  absent: string[];
  method: string[];
  repeat: Fact[];
}

export function diffView(results: DiffResults): DiffView {
  const all = results.rows.map((row) => rowView(row, results.run));
  const counts = all.filter(({ row }) => isCount(row));
  return {
    headline: headline(results),
    tone: endingTone(results),
    why: results.why,
    advice: advice(results),
    banners: banners(results),
    facts: headlineFacts(results),
    notable: all.filter(({ row }) => isNotable(row)),
    unchanged: all.filter(({ row }) => !isNotable(row) && !isCount(row)),
    counts,
    all,
    tally: tally(results),
    rest: restLine(results),
    noise: { summary: noiseSummary(results), lines: noiseLines(results) },
    uncompared: uncomparedLines(results),
    answers: answerRows(results),
    power: powerTable(results),
    validity: { line: trialsLine(results), rows: validityRows(results) },
    sides: sideRows(results),
    environment: environmentFacts(results),
    absent: absentFigures(results),
    method: [...methodLines(results), BYTES_NOTE],
    repeat: repeatCommands(results),
  };
}

function trialsLine(results: DiffResults): string {
  if (results.validity.trials === 0) return 'Nothing was timed.';
  return validityLine(results) ?? '';
}
