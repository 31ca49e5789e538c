/** The name of a cell: telling one from another, and writing it where a path is expected. Pure. */
import type { CellName } from './diff.ts';
import type { RowName } from './diff-reasons.ts';
import type { DiffRow } from './diff-row.ts';
import { BEST } from './names.ts';

/** Whether something belongs to the cell. */
export const isCell = (one: CellName, { pattern, stack, variant }: CellName): boolean =>
  one.pattern === pattern && one.stack === stack && one.variant === variant;

/** What tells a row of a diff from the others. */
export const rowName = ({ pattern, stack, variant, metric }: CellName & Pick<DiffRow, 'metric'>): RowName => ({
  ...{ pattern, stack, variant },
  metric: metric.id,
});

/** Whether a row is the one of that name. */
export const isRow = (row: CellName & Pick<DiffRow, 'metric'>, name: RowName): boolean =>
  isCell(row, name) && row.metric.id === name.metric;

/** e.g. "pooling/node/after"; of a request of a reader's service its name alone. */
export const cellPath = ({ pattern, stack, variant }: CellName): string =>
  pattern === 'request' ? variant : `${pattern}/${stack}/${variant}`;

/** Whether a variant is one of those that a diff and a baseline judge; the others are there to be compared with. */
export const isImproved = (variant: string): boolean => variant.startsWith('after');

/** What a diff reads the shape of: all that it times, and of what it only counts the best way. */
export const shapedCells = <Of extends CellName>({ cells, counted = [] }: Shaped<Of>): Of[] => [
  ...cells,
  ...counted.filter(({ variant }) => variant === BEST),
];

interface Shaped<Of> {
  cells: readonly Of[];
  counted?: readonly Of[] | undefined;
}
