/** What the two sides of a diff are called in everything that is read: two versions, or two ways of one. */
import type { DiffResults } from '../../results/schema.ts';
import { type SideNames, VERSIONS } from '../kit/side-names.ts';

const WAYS: SideNames = { base: 'a', head: 'b' };

/** "base" and "head"; of `duet ab` "a" and "b". */
export const sideNames = ({ service }: Pick<DiffResults['run'], 'service'>): SideNames =>
  service?.ways === undefined ? VERSIONS : WAYS;

/** The command that makes such a diff, and goes on with it. */
export const commandOf = ({ service }: Pick<DiffResults['run'], 'service'>): 'diff' | 'ab' =>
  service?.ways === undefined ? 'diff' : 'ab';

/** "base → head". */
export const bothSides = ({ base, head }: SideNames): string => `${base} → ${head}`;
