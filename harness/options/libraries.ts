/** The options of `duet libraries`. */
import { refused } from '../errors.ts';
import { FIELD_OF_PATTERN, type FieldName, LIBRARIES } from '../results/library-names.ts';
import { PATTERNS } from '../results/name-lists.ts';
import type { StackName } from '../results/names.ts';
import type { Declared, OptionsOf } from './declared.ts';
import { chosenFrom, STACK_OPTIONS } from './selection.ts';
import { integer } from './values.ts';

/** The patterns, and what is none of them: serving HTTP itself. */
const CHOICES = [...PATTERNS, 'serving'] as const;

/** Each once, though several fields or stacks have one of that name. */
const NAMES: readonly string[] = [
  ...new Set(Object.values(LIBRARIES).flatMap(({ node, python }) => [...node, ...python])),
];

export const LIBRARIES_OPTIONS = {
  pattern: chosenFrom('--pattern <names>', CHOICES, 'pattern', 'all'),
  only: chosenFrom('--only <names>', NAMES, 'library', 'all'),
  stack: STACK_OPTIONS.stack,
  countsOnly: {
    flags: '--counts-only',
    description: 'verify and count, which is exact and takes minutes: neither costs nor what breaks',
  },
  blocks: {
    flags: '--blocks <n>',
    description: 'the number of times that costs are measured, each in fresh processes',
    parse: integer(1, 100),
    fallback: 3,
  },
  minutes: {
    flags: '--minutes <n>',
    description: 'begin nothing that would not end by then; --resume goes on with the rest',
    parse: integer(1, 1_440),
  },
  seed: {
    flags: '--seed <n>',
    description: 'seed of the order in which costs are measured (default: from the clock)',
    parse: integer(0, 2 ** 31 - 1),
  },
  resume: {
    flags: '--resume <run>',
    description: 'continue an interrupted run: its folder, its id, or latest for the newest',
  },
  out: STACK_OPTIONS.out,
  dryRun: { flags: '--dry-run', description: 'list what would be measured, and stop' },
  json: { flags: '--json', description: 'print libraries.json on stdout instead of the summary' },
} as const satisfies Record<string, Declared>;

export type LibrariesOptions = OptionsOf<typeof LIBRARIES_OPTIONS>;

/** What is chosen of all. @throws DuetError (exit 2) when nothing is left. */
export function chooseLibraries<Entry extends { field: FieldName; stack: StackName; name: string }>(
  { pattern, only, stack }: Pick<LibrariesOptions, 'pattern' | 'only' | 'stack'>,
  all: readonly Entry[],
): Entry[] {
  const fields = pattern.map((one) => (one === 'serving' ? one : FIELD_OF_PATTERN[one]));
  const named = all.filter(({ name }) => only.includes(name));
  const inFields = named.filter(({ field }) => fields.includes(field));
  if (inFields.length === 0) {
    throw refused(`${only.join(', ')} belongs to none of ${pattern.join(', ')}`, 'leave --pattern out');
  }
  const chosen = inFields.filter((entry) => stack.includes(entry.stack));
  if (chosen.length === 0) throw refused(`there is no ${only.join(', ')} in ${stack.join(', ')}`, 'leave --stack out');
  return chosen;
}
