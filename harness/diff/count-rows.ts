/** The counts of every cell, base beside head: exact, and so judged without statistics; blocks by a factor. Pure. */
import { isCell } from '../results/cell-name.ts';
import {
  type CellName,
  type DiffHeader,
  type Inspection,
  type Metric,
  type RowReason,
  SIDES,
  type SideName,
} from '../results/schema.ts';
import { BLOCKS_RULE, judgeNamedCount } from '../stats/count-verdict.ts';
import { exactRow } from './exact-row.ts';
import type { JudgedRow } from './gate.ts';
import { isMix } from './request-rules.ts';

type Count = keyof Inspection['counts'];

/** Fewer is better in all of them. */
const COUNTS: Record<Count, string> = {
  round_trips: 'round trips to PostgreSQL per request',
  connections: 'new connections per request',
  statements: 'statements per request',
  application_statements: 'statements of the application per request',
  blocks: 'blocks touched in PostgreSQL per request',
  sessions: 'new sessions per request',
  upstream_calls: 'calls to the external API per request',
};

type CountedCells = Pick<DiffHeader, 'cells' | 'counted' | 'inspections' | 'service'>;

/**
 * One row for each count that at least one side could take of a cell. A cell whose requests failed while they were
 * counted has none, and is invalid: whether it causes more nobody knows.
 */
export function countRows(header: CountedCells): JudgedRow[] {
  const { cells, counted: others = [], inspections } = header;
  const all = [...cells, ...others].filter((cell) => !isMix(header, cell));
  return all.flatMap((cell) => {
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

/** @param base one value per pass: there are two of a reader's requests, and where the first ones differed. */
function countRow(cell: CellName, count: Count, base: number[], head: number[]): JudgedRow {
  const counted = base.length > 0 && head.length > 0;
  const mayDrift = cell.pattern === 'request';
  const verdict = counted ? judgeNamedCount(count, base, head, { mayDrift }) : 'inconclusive';
  const why = verdict === 'inconclusive' ? { why: whyInconclusive(base, head) } : {};
  const threshold = count === 'blocks' ? BLOCKS_RULE.factor - 1 : null;
  const row = { ...exactRow(cell, metricOf(count)), threshold, verdict, ...why };
  return { ...row, base: base[0] ?? null, head: head[0] ?? null };
}

const failedRow = (cell: CellName, sides: SideName[]): JudgedRow => ({
  ...exactRow(cell, metricOf('statements')),
  verdict: 'invalid',
  why: { code: 'requests-failed', sides, during: 'counting' },
});

const metricOf = (count: Count): Metric => ({
  ...{ id: count, title: COUNTS[count], better: 'lower' },
  unit: 'count',
  kind: 'count',
});

function whyInconclusive(base: number[], head: number[]): RowReason {
  if (base.length > 0 && head.length > 0) return { code: 'counts-differ', base, head };
  return { code: 'not-counted', side: base.length === 0 ? 'base' : 'head' };
}
