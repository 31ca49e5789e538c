/** How a diff is spoken of: by its command, and by both of its sides. */
import type { DiffResults } from '../../results/schema.ts';
import type { SideNames } from '../../results/side-names.ts';

/** The command that makes such a diff, and goes on with it. */
export const commandOf = ({ service }: Pick<DiffResults['run'], 'service'>): 'diff' | 'ab' =>
  service?.ways === undefined ? 'diff' : 'ab';

/** "base → head". */
export const bothSides = ({ base, head }: SideNames): string => `${base} → ${head}`;
