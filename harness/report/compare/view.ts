/** What a comparison shows, as text and in order: Markdown and page differ only in how they look. */
import type { CodeExcerpt, Curve, PatternResult, Results, StackName } from '../../results/schema.ts';
import { absentMetrics, type Banner, environmentFacts, type Fact } from '../kit/facts.ts';
import type { DataTable } from '../kit/tables.ts';
import { validityLine, validityTable } from '../kit/validity.ts';
import { type AnswerView, answerView } from './answer.ts';
import { type CellTable, cellTable } from './cell-table.ts';
import { breakEvenSentence, curveNotes, curveRows } from './curves.ts';
import { banners, headlineFacts, rebuildCommands, sizeFacts, TITLE } from './facts.ts';
import { methodLines } from './method.ts';
import { noiseLines } from './noise.ts';
import { otherVariants, otherWays } from './other-ways.ts';
import { type ParityRow, parityRows, paritySummary } from './parity.ts';
import { PRECISION_COLUMNS, precisionRows } from './precision.ts';
import { type Group, group, summaryGroups } from './rows.ts';
import { contextOf, type RunContext } from './run-context.ts';
import { claimTexts, limitTexts, sentences } from './sentences.ts';
import { type TimelineView, timelineView } from './timelines.ts';

export interface CompareView {
  title: string;
  facts: Fact[];
  banners: Banner[];
  /** What the first screen says. */
  answer: AnswerView;
  /** The headline of every pattern. */
  summary: Group[];
  /** How far the trials may be trusted, and what the controls showed. */
  trust: string[];
  patterns: PatternView[];
  stacks: readonly StackName[];
  environment: Fact[];
  absent: string[];
  parity: { summary: string; rows: ParityRow[] };
  method: string[];
  sizes: Fact[];
  /** Why trials were repeated or left out; null where none was. */
  validity: DataTable | null;
  repeat: Fact[];
}

export interface PatternView {
  /** What is drawn. */
  pattern: PatternResult;
  /** Every metric. */
  groups: Group[];
  /** What was claimed, and what each limit is. */
  notes: string[];
  /** Precision of the gains; null without a gain. */
  precision: DataTable | null;
  /** One traced request of each cell; null in runs that traced none. */
  timeline: TimelineView | null;
  cells: CellTable;
  curves: { curve: Curve; sentences: string[]; table: DataTable }[];
  curveNotes: string[];
  /** What was counted and not timed. */
  otherWays: { table: DataTable; notes: string[]; code: CodeView[] } | null;
  /** The code of the timed variants. */
  code: CodeView[];
  says: string[];
}

/** The code of one variant in one stack. */
export interface CodeView extends CodeExcerpt {
  stack: StackName;
}

export function compareView(results: Results): CompareView {
  const line = validityLine(results);
  return {
    title: TITLE,
    facts: headlineFacts(results),
    banners: banners(results),
    answer: answerView(results),
    summary: summaryGroups(results),
    trust: [...(line === null ? [] : [line]), ...noiseLines(results)],
    patterns: results.patterns.map((pattern) => patternView(pattern, contextOf(results))),
    stacks: results.run.stacks,
    environment: environmentFacts(results),
    absent: absentMetrics(results),
    parity: { summary: paritySummary(results), rows: parityRows(results) },
    method: methodLines(results),
    sizes: sizeFacts(results),
    validity: validityTable(results),
    repeat: rebuildCommands(results),
  };
}

function patternView(pattern: PatternResult, context: RunContext): PatternView {
  const { stacks } = context;
  const { title, curves = [] } = pattern;
  const others = otherVariants(pattern);
  const code = stacks.flatMap((stack) => (pattern.stacks[stack]?.code ?? []).map((one) => ({ ...one, stack })));
  const rows = precisionRows(pattern, context);
  const ways = otherWays(pattern, stacks);
  return {
    pattern,
    groups: pattern.metrics.map((metric) => group(pattern, metric, context)),
    notes: [...claimTexts(pattern), ...limitTexts(pattern, stacks)],
    precision:
      rows.length === 0
        ? null
        : { caption: `The gains of: ${title}`, header: PRECISION_COLUMNS, rows, numbers: [2, 3, 5, 6, 7] },
    timeline: timelineView(pattern, stacks),
    cells: cellTable(pattern, stacks),
    curves: curves.map((curve) => ({
      curve,
      sentences: curve.series.map((series) => breakEvenSentence(curve, series)),
      table: curveTable(curve),
    })),
    curveNotes: curveNotes(curves),
    otherWays: ways && { ...ways, code: code.filter(({ variant }) => others.has(variant)) },
    code: code.filter(({ variant }) => !others.has(variant)),
    says: sentences(pattern, context),
  };
}

function curveTable(curve: Curve): DataTable {
  const { header, rows } = curveRows(curve);
  return { caption: curve.title, header, rows, numbers: header.map((_, column) => column) };
}
