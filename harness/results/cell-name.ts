/** The name of a cell: telling one from another, and writing it where a path is expected. Pure. */
import type { CellName } from './diff.ts';

/** Whether something belongs to the cell. */
export const isCell = (one: CellName, { pattern, stack, variant }: CellName): boolean =>
  one.pattern === pattern && one.stack === stack && one.variant === variant;

/** e.g. "pooling/node/after". */
export const cellPath = ({ pattern, stack, variant }: CellName): string => `${pattern}/${stack}/${variant}`;
