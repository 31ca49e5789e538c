/** The shape facts of every cell, base beside head: exact like counts, and invalid where they were not decided. Pure. */
import { factsOf } from '../patterns/shape/facts.ts';
import { isCell, shapedCells } from '../results/cell-name.ts';
import {
  type CellFacts,
  type CellName,
  type DiffHeader,
  decidedValue,
  type Metric,
  SIDES,
  type SideName,
} from '../results/schema.ts';
import { judgeCount } from '../stats/count-verdict.ts';
import { exactRow } from './exact-row.ts';
import type { JudgedRow } from './gate.ts';
import { isMix } from './request-rules.ts';

/**
 * One row for each fact that was read of a cell on both sides, and one that is invalid for a cell whose requests failed.
 * None for a diff of before there were facts.
 */
export function factRows(header: Pick<DiffHeader, 'cells' | 'counted' | 'facts' | 'service'>): JudgedRow[] {
  const { facts } = header;
  if (facts === undefined) return [];
  const cells = shapedCells(header).filter((cell) => !isMix(header, cell));
  return cells.flatMap((cell) => {
    const of = (side: SideName) => facts[side].filter((one) => isCell(one, cell));
    // Failures that did not come again are an accident of the reading.
    const failed = SIDES.filter((side) => of(side).every(({ failure }) => failure !== undefined));
    const [first] = factsOf(cell.pattern);
    if (failed.length > 0 && first !== undefined) return [failedRow(cell, first, failed)];
    return factsOf(cell.pattern).flatMap((metric) => factRow(cell, metric, of('base'), of('head')));
  });
}

/** @param base one per pass: there are two where the first ones differed. */
function factRow(cell: CellName, metric: Metric, base: CellFacts[], head: CellFacts[]): JudgedRow[] {
  const wasRead = [base, head].every((side) => side.some(({ facts }) => metric.id in facts));
  if (!wasRead) return [];
  const [before, after] = [decided(base, metric), decided(head, metric)];
  const judged = before.length > 0 && after.length > 0 ? judgeCount(before, after, metric.better) : 'inconclusive';
  const row = { ...exactRow(cell, metric), base: before[0] ?? null, head: after[0] ?? null };
  if (judged !== 'inconclusive') return [{ ...row, verdict: judged }];
  const why = { code: 'fact-undecided', base: readings(base, metric), head: readings(head, metric) } as const;
  // What a reader's requests share nobody knows here: a fact that is not decided says nothing against the others.
  return [{ ...row, verdict: cell.pattern === 'request' ? 'inconclusive' : 'invalid', why }];
}

const decided = (passes: CellFacts[], { id }: Metric): number[] =>
  passes.flatMap(({ facts, agreeing }) => decidedValue(facts[id] ?? [], agreeing) ?? []);

const readings = (passes: CellFacts[], { id }: Metric) => passes.flatMap(({ facts }) => facts[id] ?? []);

const failedRow = (cell: CellName, metric: Metric, sides: SideName[]): JudgedRow => ({
  ...exactRow(cell, metric),
  verdict: 'invalid',
  why: { code: 'requests-failed', sides, during: 'reading-shape' },
});
