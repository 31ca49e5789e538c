/** Two surveyed sides beside each other: which cells both have, which one only, and which answers changed. Pure. */
import { patterns } from '../../patterns/index.ts';
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
 * Whether the services of these stacks are the same on both sides, with what they import: then nothing in them can have
 * become slower.
 */
export function nothingChanged(
  sides: BySide<{ sources: Record<string, string> }>,
  stacks: readonly StackName[],
): boolean {
  const others = STACKS.filter((stack) => !stacks.includes(stack)).map((stack) => SERVICE[stack]);
  const [base, head] = [sides.base.sources, sides.head.sources];
  const parts = [...Object.keys(base), ...Object.keys(head)].filter((part) => !others.includes(part));
  return parts.length > 0 && parts.every((part) => base[part] === head[part]);
}

export interface ComparedSides {
  /** What is judged: every `after*` cell that both sides have. */
  cells: CellName[];
  one_sided: OneSidedCell[];
  unmeasured: CellName[];
  answers: AnswerDifference[];
}

/** How long the computation took: the one member that may differ. */
const UNCOMPARED = new Set(['busy_ms']);
/** Longer values are cut: the path says where to look. */
const SHOWN_CHARACTERS = 200;

export const isGated = (variant: string): boolean => variant.startsWith('after');

/** In the order of the patterns and stacks. */
export function compareSides(surveyed: readonly Surveyed[], stacks: readonly StackName[]): ComparedSides {
  const found: ComparedSides = { cells: [], one_sided: [], unmeasured: [], answers: [] };
  const of = (stack: StackName, name: Surveyed['side']) =>
    surveyed.find((one) => one.stack === stack && one.side === name);
  for (const pattern of PATTERNS) {
    for (const stack of stacks) {
      const [base, head] = [of(stack, 'base'), of(stack, 'head')];
      if (base === undefined || head === undefined) throw new Error(`${stack} was not surveyed on both sides`);
      for (const variant of new Set([...variantsOf(base, pattern), ...variantsOf(head, pattern)])) {
        const cell = { pattern, stack, variant };
        const has = (side: Surveyed) => variantsOf(side, pattern).includes(variant);
        if (!has(base) || !has(head)) found.one_sided.push({ ...cell, change: has(head) ? 'added' : 'removed' });
        else if (!patterns[pattern].variants.includes(variant)) found.unmeasured.push(cell);
        else {
          if (isGated(variant)) found.cells.push(cell);
          found.answers.push(...answerDifference(base, head, cell));
        }
      }
    }
  }
  return found;
}

function variantsOf({ answers, unknown }: Surveyed, pattern: PatternName): string[] {
  const others = unknown.filter((one) => one.pattern === pattern).map(({ variant }) => variant);
  return [...Object.keys(answers[pattern] ?? {}), ...others];
}

/** The first difference of a cell: one is enough to look at it. */
function answerDifference(base: Surveyed, head: Surveyed, cell: CellName): AnswerDifference[] {
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
