/** A comparison with a stored baseline as GitHub Markdown: the verdict and what changed first, the rest folded away. */
import type { BaselineDiff, BaselineRow, BaselineRun } from '../../results/schema.ts';
import { counted, instant } from '../kit/format.ts';
import { bullets, code, details, joined, noted, prose, table, text } from '../kit/markdown.ts';
import { whyText } from './reasons.ts';
import { baselineRowView, COLUMNS, isNotable, oneSidedLines, refusalLines, ruleLine } from './view.ts';

export function renderBaselineMarkdown(diff: BaselineDiff): string {
  const { verdict, base, head, rows } = diff;
  const notable = rows.filter(isNotable);
  const same = rows.filter((row) => row.verdict === 'no change');
  const refused = rows.filter((row) => row.verdict === 'refused');
  return `${joined([
    `# duet diff, against a baseline: **${text(verdict)}**`,
    text(whyText(diff)),
    `Baseline ${runText(base)}; now ${runText(head)}.`,
    notable.length > 0 ? rowTable(notable) : null,
    bullets([...oneSidedLines(diff), ...refusalLines(diff)]),
    same.length > 0 ? details(`${counted(same.length, 'metric')} without a change`, rowTable(same)) : null,
    refused.length > 0 ? details(counted(refused.length, 'refused metric'), rowTable(refused)) : null,
    prose(ruleLine(diff)),
  ])}\n`;
}

function rowTable(rows: readonly BaselineRow[]): string {
  return table(COLUMNS, rows.map(rowCells), [2, 3]);
}

function rowCells(row: BaselineRow): string[] {
  const { cell, metric, base, head, change, interval, verdict, note, tone } = baselineRowView(row);
  const loud = tone === 'quiet' ? text(verdict) : `**${text(verdict)}**`;
  return [
    text(cell),
    text(metric),
    `${text(base)} → ${text(head)}`,
    noted(text(change), interval && text(interval)),
    noted(loud, note && text(note)),
  ];
}

function runText({ id, finished_at, environment: { commit, dirty } }: BaselineRun): string {
  const at = commit === null ? '' : `, commit ${code(commit)}${dirty ? ' with changes' : ''}`;
  return `${code(id)} of ${instant(finished_at)}${at}`;
}
