/** A comparison with a stored baseline as GitHub Markdown: the verdict and what changed first, the rest folded away. */
import type { BaselineDiff, BaselineRow, BaselineRun } from '../../results/schema.ts';
import { counted, instant } from '../format.ts';
import { bullet, code, details, prose, table, text } from '../markdown-markup.ts';
import { baselineRowView, COLUMNS, isNotable, oneSidedLines, refusalLines, ruleLine } from './rows.ts';

export function renderBaselineMarkdown(diff: BaselineDiff): string {
  const { verdict, why, base, head, rows } = diff;
  const notable = rows.filter(isNotable);
  const same = rows.filter((row) => row.verdict === 'no change');
  const refused = rows.filter((row) => row.verdict === 'refused');
  return `${[
    `# duet diff, against a baseline: **${text(verdict)}**`,
    text(why),
    `Baseline ${runText(base)}; now ${runText(head)}.`,
    ...(notable.length > 0 ? [rowTable(notable)] : []),
    [...oneSidedLines(diff), ...refusalLines(diff)].map(bullet).join('\n'),
    ...(same.length > 0 ? [details(`${counted(same.length, 'figure')} without a change`, rowTable(same))] : []),
    ...(refused.length > 0 ? [details(counted(refused.length, 'refused figure'), rowTable(refused))] : []),
    prose(ruleLine(diff)),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function rowTable(rows: readonly BaselineRow[]): string {
  return table(COLUMNS, rows.map(rowCells), [false, false, true, true, false]);
}

function rowCells(row: BaselineRow): string[] {
  const { cell, figure, base, head, change, interval, verdict, note, tone } = baselineRowView(row);
  const loud = tone === 'quiet' ? text(verdict) : `**${text(verdict)}**`;
  return [
    text(cell),
    text(figure),
    `${text(base)} → ${text(head)}`,
    interval === null ? text(change) : `${text(change)}<br>${text(interval)}`,
    note === null ? loud : `${loud}<br>${text(note)}`,
  ];
}

function runText({ id, finished_at, environment: { commit, dirty } }: BaselineRun): string {
  const at = commit === null ? '' : `, commit ${code(commit)}${dirty ? ' with changes' : ''}`;
  return `${code(id)} of ${instant(finished_at)}${at}`;
}
