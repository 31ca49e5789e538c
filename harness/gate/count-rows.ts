/** The counts of every cell, base beside head: exact, and so judged without statistics. Pure. */
import { isCell } from '../results/cell-name.ts';
import {
  type CellName,
  type DiffHeader,
  type DiffRow,
  type Inspection,
  SIDES,
  type SideName,
} from '../results/schema.ts';
import { judgeCount } from '../stats/count-verdict.ts';

type Count = keyof Inspection['counts'];

/** Fewer is better in all of them. */
const COUNTS: Record<Count, string> = {
  round_trips: 'round trips to PostgreSQL per request',
  connections: 'new connections per request',
  statements: 'statements per request',
  application_statements: 'statements of the application per request',
  sessions: 'new sessions per request',
  upstream_calls: 'calls to the external API per request',
};

type CountedCells = Pick<DiffHeader, 'cells' | 'counted' | 'inspections'>;

/**
 * One row for each count that at least one side could take of a cell. A cell whose requests failed while they were
 * counted has none, and is invalid: whether it causes more nobody knows.
 */
export function countRows({ cells, counted: others = [], inspections }: CountedCells): DiffRow[] {
  return [...cells, ...others].flatMap((cell) => {
    const counted = (side: SideName) => inspections[side].filter((one) => isCell(one, cell));
    const [base, head] = [counted('base'), counted('head')];
    const failed = SIDES.filter((side) => counted(side).length === 0);
    if (failed.length > 0) return [failedRow(cell, failed)];
    return (Object.keys(COUNTS) as Count[]).flatMap((count) => {
      const values = [base, head].map((side) => side.flatMap(({ inspection }) => inspection.counts[count] ?? []));
      const [before, after] = values as [number[], number[]];
      return before.length === 0 && after.length === 0 ? [] : [countRow(cell, count, before, after)];
    });
  });
}

/** @param base one value per pass: there are two where the first ones differed. */
function countRow(cell: CellName, count: Count, base: number[], head: number[]): DiffRow {
  const counted = base.length > 0 && head.length > 0;
  const verdict = counted ? judgeCount(base, head, 'lower') : 'inconclusive';
  const why = verdict === 'inconclusive' ? { why: whyInconclusive(base, head) } : {};
  return { ...emptyRow(cell, count), verdict, ...why, base: base[0] ?? null, head: head[0] ?? null };
}

const failedRow = (cell: CellName, sides: readonly SideName[]): DiffRow => ({
  ...emptyRow(cell, 'statements'),
  verdict: 'invalid',
  why: `requests failed on ${sides.join(' and ')} while they were counted`,
});

function emptyRow(cell: CellName, count: Count): Omit<DiffRow, 'verdict'> {
  return {
    ...cell,
    metric: { id: count, title: COUNTS[count], unit: 'count', better: 'lower', kind: 'count' },
    family: 'primary',
    alert: false,
    threshold: null,
    base: null,
    head: null,
    change: null,
    suspected: false,
    p: null,
    screening: { base: [], head: [] },
    fresh: { base: [], head: [] },
  };
}

function whyInconclusive(base: number[], head: number[]): string {
  if (base.length === 0 || head.length === 0) return `${base.length === 0 ? 'base' : 'head'} could not be counted`;
  return `counted twice with different results: base ${base.join(' and ')}, head ${head.join(' and ')}`;
}
