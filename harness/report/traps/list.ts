/** What there is to demonstrate, as lines of text. */
import type { PatternName, StackName } from '../../results/names.ts';
import type { TrapName } from '../../results/trap-names.ts';
import { PATTERN_TITLES } from './view.ts';
import { TRAP_WORDS } from './words/index.ts';

/** What the list says of a demonstration. */
interface Listed {
  name: TrapName;
  pattern: PatternName;
  stacks: readonly StackName[];
}

const NAME_WIDTH = 22;

export function renderTrapList(traps: readonly Listed[]): string {
  const groups = [...Map.groupBy(traps, ({ pattern }) => pattern)].map(([pattern, all]) => [
    `${PATTERN_TITLES[pattern]} (${pattern})`,
    ...all.map(({ name, stacks }) => `  ${name.padEnd(NAME_WIDTH)} ${TRAP_WORDS[name].title} (${stacks.join(', ')})`),
  ]);
  return groups.map((lines) => lines.join('\n')).join('\n\n');
}
