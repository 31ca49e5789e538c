/** Two surveyed sides beside each other: which cells both have, which one only, and which answers changed. Pure. */
import { patterns } from '../../patterns/index.ts';
import { comparedVariants, variantsOf } from '../../patterns/pattern.ts';
import { isImproved } from '../../results/cell-name.ts';
import {
  type AnswerDifference,
  type CellName,
  type OneSidedCell,
  PATTERNS,
  type PatternName,
  type SideName,
  STACKS,
  type StackName,
} from '../../results/schema.ts';
import { firstDifference } from '../compare-answers.ts';
import type { Surveyed } from './survey.ts';

/** Something of base and something of head. */
export type BySide<T> = Record<SideName, T>;

/** The part of a side's sources that only concerns one stack. */
const SERVICE: Record<StackName, string> = { node: 'node service', python: 'python service' };

/**
 * Whether the services of these stacks are the same on both sides, with what they import and the tables that they read:
 * then nothing in them can have become slower.
 */
export function servicesAreEqual(
  sides: BySide<{ sources: Record<string, string> }>,
  stacks: readonly StackName[],
): boolean {
  const others = STACKS.filter((stack) => !stacks.includes(stack)).map((stack) => SERVICE[stack]);
  const [base, head] = [sides.base.sources, sides.head.sources];
  const parts = [...Object.keys(base), ...Object.keys(head)].filter((part) => !others.includes(part));
  return parts.length > 0 && parts.every((part) => base[part] === head[part]);
}

export interface ComparedSides {
  /** What is judged by its time and its counts: every `after*` cell that both sides have and that a run compares. */
  cells: CellName[];
  /** What is judged by its counts, and the best way by its shape, too: every other `after*` cell that both sides have. */
  counted: CellName[];
  one_sided: OneSidedCell[];
  unmeasured: CellName[];
  answers: AnswerDifference[];
}

/** How long the computation took: the one member that may differ. */
const UNCOMPARED = new Set(['busy_ms']);
/** Longer values are cut: the path says where to look. */
const SHOWN_CHARACTERS = 200;

/** In the order of the patterns and stacks. */
export function compareSides(surveyed: readonly Surveyed[], stacks: readonly StackName[]): ComparedSides {
  const found: ComparedSides = { cells: [], counted: [], one_sided: [], unmeasured: [], answers: [] };
  const of = (stack: StackName, name: Surveyed['side']) =>
    surveyed.find((one) => one.stack === stack && one.side === name);
  for (const pattern of PATTERNS) {
    for (const stack of stacks) {
      const [base, head] = [of(stack, 'base'), of(stack, 'head')];
      if (base === undefined || head === undefined) throw new Error(`${stack} was not surveyed on both sides`);
      for (const variant of new Set([...askedOf(base, pattern), ...askedOf(head, pattern)])) {
        const cell = { pattern, stack, variant };
        const has = (side: Surveyed) => askedOf(side, pattern).includes(variant);
        if (!has(base) || !has(head)) found.one_sided.push({ ...cell, change: has(head) ? 'added' : 'removed' });
        else if (!variantsOf(patterns[pattern], stack).includes(variant)) found.unmeasured.push(cell);
        else {
          const timed = comparedVariants(patterns[pattern]).includes(variant);
          if (isImproved(variant)) (timed ? found.cells : found.counted).push(cell);
          found.answers.push(...answerDifference(base, head, cell));
        }
      }
    }
  }
  return found;
}

/** The variants that a service answered for, with those that this harness does not know. */
function askedOf({ answers, unknown }: Surveyed, pattern: PatternName): string[] {
  const others = unknown.filter((one) => one.pattern === pattern).map(({ variant }) => variant);
  return [...Object.keys(answers[pattern] ?? {}), ...others];
}

/** The first difference of a cell: one is enough to look at it. */
function answerDifference(
  base: Surveyed,
  head: Surveyed,
  cell: CellName & { pattern: PatternName },
): AnswerDifference[] {
  const { pattern, variant } = cell;
  const [before = [], after = []] = [base.answers[pattern]?.[variant], head.answers[pattern]?.[variant]];
  for (const [index, answer] of before.entries()) {
    const difference = firstDifference(answer, after[index], UNCOMPARED);
    if (difference !== undefined) {
      const { path, left, right } = difference;
      return [{ ...cell, path, base: shown(left), head: shown(right) }];
    }
  }
  return [];
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
