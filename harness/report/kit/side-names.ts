/** What the two sides of a diff are called. */
import type { SideName } from '../../results/schema.ts';

export type SideNames = Readonly<Record<SideName, string>>;

export const VERSIONS: SideNames = { base: 'base', head: 'head' };
