/** The name of a cell: telling one from another, and writing it where a path is expected. Pure. */
import type { CellName } from './diff.ts';

/** Whether something belongs to the cell. */
export const isCell = (one: CellName, { pattern, stack, variant }: CellName): boolean =>
  one.pattern === pattern && one.stack === stack && one.variant === variant;

/** e.g. "pooling/node/after". */
export const cellPath = ({ pattern, stack, variant }: CellName): string => `${pattern}/${stack}/${variant}`;

/** Whether a variant is one of those that a diff and a baseline judge; the others are there to be compared with. */
export const isImproved = (variant: string): boolean => variant.startsWith('after');
