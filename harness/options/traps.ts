/** The options of `duet traps`. */
import { PATTERNS } from '../results/name-lists.ts';
import { TRAP_NAMES } from '../results/trap-names.ts';
import type { Declared, OptionsOf } from './declared.ts';
import { chosenFrom, STACK_OPTIONS } from './selection.ts';

export const TRAPS_OPTIONS = {
  pattern: chosenFrom('--pattern <names>', PATTERNS, 'pattern', 'all'),
  only: chosenFrom('--only <names>', TRAP_NAMES, 'demonstration', 'all'),
  stack: STACK_OPTIONS.stack,
  list: { flags: '--list', description: 'list the demonstrations without running them' },
  markdown: { flags: '--markdown', description: 'as Markdown, with the code that was run' },
  html: { flags: '--html', description: 'as an HTML page, with the code that was run' },
  json: { flags: '--json', description: 'as JSON, with the code that was run' },
} as const satisfies Record<string, Declared>;

export type TrapsOptions = OptionsOf<typeof TRAPS_OPTIONS>;
