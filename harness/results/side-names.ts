/** What the two sides are called wherever a person or another tool reads of them: two versions, or two ways of one. */
import type { DiffService, SideName } from './schema.ts';

export type SideNames = Readonly<Record<SideName, string>>;

export const VERSIONS: SideNames = { base: 'base', head: 'head' };

export const WAYS: SideNames = { base: 'a', head: 'b' };

/** Whether the sides are two ways of one version, of which neither was there before the other. */
export const areWays = ({ base }: SideNames): boolean => base === WAYS.base;

/** "base" and "head"; in a run of `duet ab` "a" and "b". */
export const sideNames = ({ service }: { service?: Pick<DiffService, 'ways'> | undefined }): SideNames =>
  service?.ways === undefined ? VERSIONS : WAYS;
