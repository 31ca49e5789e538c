/** What a comparison shows, as text and in order: Markdown and page differ only in how they look. */
import type { CodeExcerpt, PatternResult, Results, StackName } from '../../results/schema.ts';
import { absentMetrics, environmentFacts } from '../kit/facts.ts';
import { capacityText } from '../kit/placement.ts';
import { validityLine, validityTable } from '../kit/validity.ts';
import { answerView } from './answer.ts';
import { cellTable } from './cell-table.ts';
import { breakEvenSentence, curveNotes, curveTable } from './curves.ts';
import { banners, headlineFacts, rebuildCommands, sizeFacts, TITLE } from './facts.ts';
import { methodLines } from './method.ts';
import { noiseLines } from './noise.ts';
import { otherVariants, otherWays } from './other-ways.ts';
import { parityRows, paritySummary } from './parity.ts';
import { precisionTable } from './precision.ts';
import { group, summaryGroups } from './rows.ts';
import { contextOf, type RunContext } from './run-context.ts';
import { claimTexts, limitTexts, sentences } from './sentences.ts';
import { timelineView } from './timelines.ts';

/** The code of one variant in one stack. */
export interface CodeView extends CodeExcerpt {
  stack: StackName;
}

export type CompareView = ReturnType<typeof compareView>;
export type PatternView = ReturnType<typeof patternView>;

export function compareView(results: Results) {
  const line = validityLine(results);
  return {
    title: TITLE,
    facts: headlineFacts(results),
    banners: banners(results),
    /** What the first screen says. */
    answer: answerView(results),
    /** The headline of every pattern. */
    summary: summaryGroups(results),
    /** How far the trials may be trusted, and what the controls showed. */
    trust: [...(line === null ? [] : [line]), ...noiseLines(results)],
    patterns: results.patterns.map((pattern) =>
      patternView(pattern, contextOf(results), capacityText(results.run.environment)),
    ),
    stacks: results.run.stacks,
    environment: environmentFacts(results),
    absent: absentMetrics(results),
    parity: { summary: paritySummary(results), rows: parityRows(results) },
    method: methodLines(results),
    sizes: sizeFacts(results),
    /** Why trials were repeated or left out; null where none was. */
    validity: validityTable(results),
    repeat: rebuildCommands(results),
  };
}

function patternView(pattern: PatternResult, context: RunContext, capacity: string | null) {
  const { stacks } = context;
  const { curves = [] } = pattern;
  const others = otherVariants(pattern);
  const code = stacks.flatMap((stack) => (pattern.stacks[stack]?.code ?? []).map((one) => ({ ...one, stack })));
  const ways = otherWays(pattern, stacks);
  return {
    /** What is drawn. */
    pattern,
    /** Every metric. */
    groups: pattern.metrics.map((metric) => group(pattern, metric, context)),
    /** What was claimed, and what each limit is. */
    notes: [...claimTexts(pattern), ...limitTexts(pattern, stacks)],
    /** Precision of the gains; null without a gain. */
    precision: precisionTable(pattern, context),
    /** One traced request of each cell; null in runs that traced none. */
    timeline: timelineView(pattern, stacks),
    cells: cellTable(pattern, stacks, capacity),
    curves: curves.map((curve) => ({
      curve,
      sentences: curve.series.map((series) => breakEvenSentence(curve, series)),
      table: curveTable(curve),
    })),
    curveNotes: curveNotes(curves),
    /** What was counted and not timed. */
    otherWays: ways && { ...ways, code: code.filter(({ variant }) => others.has(variant)) },
    /** The code of the timed variants. */
    code: code.filter(({ variant }) => !others.has(variant)),
    says: sentences(pattern, context),
  };
}
