/** The options that say what is measured, and where runs are written. */
import type { Command } from 'commander';
import { PATTERNS, STACKS } from '../results/name-lists.ts';
import { addDeclared, type Declared, type OptionsOf } from './declared.ts';
import { someOf } from './values.ts';

/** The options of every command that starts services. */
export const STACK_OPTIONS = {
  stack: chosenFrom('--stack <names>', STACKS, 'stack', 'both'),
  out: { flags: '--out <folder>', description: 'where runs are written', fallback: 'out' },
} as const satisfies Record<string, Declared>;

const SELECTION_OPTIONS = { pattern: chosenFrom('--pattern <names>', PATTERNS, 'pattern', 'all'), ...STACK_OPTIONS };

export type StackOptions = OptionsOf<typeof STACK_OPTIONS>;
export type SelectionOptions = OptionsOf<typeof SELECTION_OPTIONS>;

export const addStacks = (command: Command): Command => addDeclared(command, STACK_OPTIONS);
export const addSelection = (command: Command): Command => addDeclared(command, SELECTION_OPTIONS);

/** @param every the word for all of them. */
export function chosenFrom<Name extends string>(flags: string, all: readonly Name[], what: string, every: string) {
  const description = `only these, comma-separated: ${all.join(', ')}`;
  return { flags, description, ...someOf(all, what, { fallback: [...all], every }), fallbackText: every };
}
