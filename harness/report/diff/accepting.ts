/** Accepting an intended change: the lines to paste, and those that accepted nothing, in words. */
import { isRow } from '../../results/cell-name.ts';
import type { DiffResults, DiffRow, UnmatchedLine } from '../../results/schema.ts';
import { counted, valueText } from '../kit/format.ts';
import { acceptLine } from './accept-line.ts';
import { measuredChange } from './changes.ts';
import { isCount } from './rows.ts';

/** The line of every row that fails the gate. Of two ways neither was there before, and there is nothing to accept. */
export function linesToAccept({ rows, run }: Pick<DiffResults, 'rows' | 'run'>): string[] {
  if (run.service?.ways !== undefined) return [];
  return rows.filter(({ verdict, gated }) => verdict === 'regression' && gated).flatMap((row) => acceptLine(row) ?? []);
}

/** What to do with the lines. */
export const HOW_TO_ACCEPT =
  'If this is intended, accept it: each line in a file `.duet-accept` at the top of head, or after `--accept`, accepts a change in one row.';

/** The lines that accepted nothing, each with its reason, but those that this diff was not asked for. */
export function unmatchedNotices(results: Pick<DiffResults, 'rows' | 'unmatched'>): string[] {
  const stale = (results.unmatched ?? []).filter(({ why }) => why !== 'not-compared');
  return stale.map((line) => `\`${line.line}\` (${line.from}) accepts nothing: ${reasonOf(line, results.rows)}`);
}

/** The notices, and how many lines are of cells that this diff leaves out. */
export function unmatchedLines(results: Pick<DiffResults, 'rows' | 'unmatched'>): string[] {
  const others = (results.unmatched ?? []).filter(({ why }) => why === 'not-compared').length;
  const elsewhere = `${counted(others, 'more line')} ${others === 1 ? 'is' : 'are'} about what this diff does not compare`;
  return [...unmatchedNotices(results), ...(others === 0 ? [] : [elsewhere])];
}

const REASONS: Record<Exclude<UnmatchedLine['why'], 'other-change'>, string> = {
  'not-compared': 'this diff does not compare it',
  'no-such-cell': 'base and head have no such cell in common',
  'no-such-metric': 'the cell has no such metric in this diff',
  'other-form': 'a count takes both its values (1 → 2), growth bytes (+2 MB), everything else a percentage (+8 %)',
  unchanged: 'nothing became worse there; it can be removed',
  undecided: 'it could not be determined whether it changed',
  spent: 'base has the line, too, so it was for an earlier change; remove it, or give the new change',
};

function reasonOf({ why, row: name }: UnmatchedLine, rows: readonly DiffRow[]): string {
  if (why !== 'other-change') return REASONS[why];
  const row = name && rows.find((one) => isRow(one, name));
  if (row === undefined) return 'the change is another one';
  if (!isCount(row)) return `the change is ${measuredChange(row) ?? 'not known'}`;
  const values = [row.base, row.head].flatMap((value) => (value === null ? [] : [valueText(value, row.metric)]));
  return `the change is ${values.join(' → ')}`;
}
