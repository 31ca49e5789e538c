/** Intended changes: regressions that a line states are `accepted`, and lines that state nothing of this diff are named. Pure. */
import { type AcceptRule, parseAcceptLine } from '../results/accept-line.ts';
import { rowName } from '../results/cell-name.ts';
import { type DiffHeader, PATTERNS, STACKS, type UnmatchedLine } from '../results/schema.ts';
import { covers, isOfCell, isOfKind } from './accept-rule.ts';
import type { JudgedRow } from './gate.ts';

type Scope = Pick<DiffHeader, 'accepted' | 'patterns' | 'stacks' | 'service' | 'counts_only' | 'same_services'>;

/** A line takes no other row than its own; what did not become worse stays what it is. */
export function acceptRows(
  rows: readonly JudgedRow[],
  scope: Scope,
): { rows: JudgedRow[]; unmatched: UnmatchedLine[] } {
  const lines = (scope.accepted ?? []).map((line) => ({ ...line, rule: parseAcceptLine(line.line) }));
  const used = new Set<(typeof lines)[number]>();
  const judged = rows.map((row): JudgedRow => {
    if (row.verdict !== 'regression') return row;
    const by = lines.filter((line) => line.spent === undefined && isFor(line.rule, row));
    for (const line of by) used.add(line);
    const [first] = by;
    return first === undefined
      ? row
      : { ...row, verdict: 'accepted', accepted: { line: first.line, from: first.from } };
  });
  const unmatched = lines
    .filter((line) => !used.has(line))
    .map(({ line, from, spent, rule }): UnmatchedLine => {
      const unmet = spent ? ({ why: 'spent' } as const) : whyUnmatched(rule, rows, scope);
      return { line, from, ...unmet };
    });
  return { rows: judged, unmatched };
}

const isFor = (rule: AcceptRule | undefined, row: JudgedRow): boolean =>
  rule !== undefined &&
  isOfCell(rule, row) &&
  rule.metric === row.metric.id &&
  isOfKind(rule, row) &&
  covers(rule, row);

type Unmet = Pick<UnmatchedLine, 'why' | 'row'>;

function whyUnmatched(rule: AcceptRule | undefined, rows: readonly JudgedRow[], scope: Scope): Unmet {
  if (rule === undefined) return { why: 'other-form' };
  const { counts_only, same_services } = scope;
  const place = placeOf(rule.cell, scope);
  if (place !== 'here') return { why: place === 'elsewhere' ? 'not-compared' : 'no-such-cell' };
  if (same_services) return { why: 'unchanged' };
  const ofCell = rows.filter((row) => isOfCell(rule, row));
  if (ofCell.length === 0) return { why: 'no-such-cell' };
  const row = ofCell.find(({ metric }) => metric.id === rule.metric);
  if (row === undefined) return { why: counts_only && !('base' in rule.change) ? 'not-compared' : 'no-such-metric' };
  if (!isOfKind(rule, row)) return { why: 'other-form' };
  if (row.verdict === 'inconclusive' || row.verdict === 'invalid') return { why: 'undecided' };
  return row.verdict === 'regression' ? { why: 'other-change', row: rowName(row) } : { why: 'unchanged' };
}

/** Whether a cell is among what the diff was asked for, or among what there is elsewhere. */
function placeOf(cell: string, { patterns, stacks, service }: Scope): 'here' | 'elsewhere' | 'nowhere' {
  const [pattern, stack] = cell.split('/');
  if (stack === undefined) return service?.requests.some(({ name }) => name === cell) ? 'here' : 'nowhere';
  if (patterns.some((one) => one === pattern) && stacks.some((one) => one === stack)) return 'here';
  return PATTERNS.some((one) => one === pattern) && STACKS.some((one) => one === stack) ? 'elsewhere' : 'nowhere';
}
