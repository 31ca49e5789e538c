/** Counting what the requests of every common cell cause, on base and on head. */
import { isCell } from '../../results/cell-name.ts';
import {
  type CellInspection,
  type CellName,
  type DiffPatternName,
  Inspection,
  SIDES,
  type SideName,
} from '../../results/schema.ts';
import { judgeNamedCount } from '../../stats/count-verdict.ts';
import type { BySide } from './sides.ts';

/** A count per request that is not the same on both sides. */
export interface CountChange {
  cell: CellName;
  count: Count;
  base: number;
  head: number;
}

export interface CountOptions {
  cells: CellName[];
  /** How often every cell is counted, whatever the first pass shows, to see what is not the same twice. Default: once. */
  passes?: number;
  /**
   * Counts what the requests of cells of one pattern cause on one side; a cell whose requests fail has no count.
   * @throws DuetError when a service or something of the lab dies.
   */
  inspect(side: SideName, cells: readonly CellName[], pattern: DiffPatternName): Promise<CellInspection[]>;
  onPattern(name: DiffPatternName): void;
  /** Called as soon as a change is certain. */
  onChange(change: CountChange): void;
}

/**
 * Pattern by pattern, base and then head. Where the sides differ, or requests failed on one of them, both are counted at least
 * a second time, and the second inspection of a cell stands behind the first: a difference that is not there again is an
 * accident of the counting, as when another user of the same server was counted, too.
 */
export async function countSides({
  cells,
  passes = 1,
  inspect,
  onPattern,
  onChange,
}: CountOptions): Promise<BySide<CellInspection[]>> {
  const found: BySide<CellInspection[]> = { base: [], head: [] };
  const countBoth = async (some: CellName[], pattern: DiffPatternName) => {
    for (const side of SIDES) found[side].push(...(await inspect(side, some, pattern)));
  };
  for (const [pattern, some] of Map.groupBy(cells, (cell) => cell.pattern)) {
    onPattern(pattern);
    for (let pass = 0; pass < passes; pass++) await countBoth(some, pattern);
    const differing = some.filter((cell) => !isCounted(found, cell) || countChanges(found, cell).length > 0);
    if (passes === 1 && differing.length > 0) await countBoth(differing, pattern);
    for (const change of differing.flatMap((cell) => countChanges(found, cell))) onChange(change);
  }
  return found;
}

const isCounted = (found: BySide<CellInspection[]>, cell: CellName): boolean =>
  SIDES.every((side) => found[side].some((one) => isCell(one, cell)));

/** The counts of a cell that differ between the sides, and not within one. Pure. */
export function countChanges(inspections: BySide<CellInspection[]>, cell: CellName): CountChange[] {
  const values = (side: SideName, count: Count) =>
    inspections[side].filter((one) => isCell(one, cell)).flatMap(({ inspection }) => inspection.counts[count] ?? []);
  return COUNTS.flatMap((count) => {
    const [base, head] = [values('base', count), values('head', count)];
    const [before, after] = [base[0], head[0]];
    if (before === undefined || after === undefined) return [];
    const verdict = judgeNamedCount(count, base, head, { mayDrift: cell.pattern === 'request' });
    return verdict === 'regression' || verdict === 'improvement' ? [{ cell, count, base: before, head: after }] : [];
  });
}

type Count = keyof Inspection['counts'];
const COUNTS = Object.keys(Inspection.properties.counts.properties) as Count[];
