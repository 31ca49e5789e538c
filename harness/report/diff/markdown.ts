/** A diff as GitHub Markdown that fits into a comment: the verdict and the worst rows first, the rest folded away. */
import type { DiffResults } from '../../results/schema.ts';
import type { Banner, Fact } from '../facts.ts';
import { code, prose, tableHead, tableRow, text } from '../markdown-markup.ts';
import { SIDE_COLUMNS, sideText } from './background.ts';
import { fitParts, type Part, whole } from './fit.ts';
import { ANSWER_COLUMNS } from './notices.ts';
import type { RowView } from './rows.ts';
import { type DiffView, diffView } from './view.ts';

/** GitHub refuses a comment of more than 65,536 characters; the difference leaves room for what a workflow adds. */
export const COMMENT_LIMIT = 64_000;

/** Rows that stand unfolded. */
const WORST = 20;
/** Characters of one datum: a name that is longer would push numbers out of the page. */
const DATUM = 120;
const SENTENCE = 600;

const ROW_COLUMNS = ['cell', 'metric', 'base → head', 'change', 'threshold', 'verdict'];
const ROW_NUMBERS = [false, false, true, true, true, false];

export function renderDiffMarkdown(results: DiffResults): string {
  const view = diffView(results);
  const { sides } = results.run;
  const compared = `Base ${code(brief(sideText(sides.base)))}, head ${code(brief(sideText(sides.head)))}.`;
  const parts: Part[] = [
    whole(`# duet diff: **${text(view.headline)}**`),
    whole([sentence(view.why), compared, view.tally && text(view.tally)].filter(Boolean).join(' ')),
    ...view.banners.map(bannerPart),
    whole(view.advice === null ? '' : sentence(view.advice)),
    ...worstParts(view),
    whole(
      [view.rest, view.noise.summary]
        .filter((line) => line !== null)
        .map(sentence)
        .join(' '),
    ),
    ...comparedParts(view),
    ...foldedParts(view),
  ];
  return fitParts(
    parts,
    COMMENT_LIMIT,
    `<code>diff.html</code> or <code>diff.json</code> in ${code(`out/${brief(results.run.id)}`)}`,
  );
}

function bannerPart({ title, lines }: Banner): Part {
  const rows = lines.map((line) => `>\n> ${sentence(line)}`);
  return { before: `> **${text(title)}.**`, rows, after: '', noun: 'lines', rank: 0 };
}

function worstParts({ notable }: DiffView): Part[] {
  if (notable.length === 0) return [];
  const more = notable.length - WORST;
  const after = more > 0 ? `\n\n${more.toLocaleString('en-US')} more of these rows are folded away below.` : '';
  return [tablePart('', ROW_COLUMNS, ROW_NUMBERS, notable.slice(0, WORST).map(rowCells), { rank: 1, after })];
}

function comparedParts({ uncompared, answers }: DiffView): Part[] {
  return [
    listPart('**Not compared**\n', uncompared, 2),
    ...(answers.length === 0
      ? []
      : [tablePart('**Answers that differ**', ANSWER_COLUMNS, [], answers.map(cells), { rank: 2 })]),
  ];
}

function foldedParts(view: DiffView): Part[] {
  const { all, counts, noise, power, validity, sides, environment, absent, method, repeat } = view;
  const judged = all.filter(({ row }) => row.metric.kind !== 'count');
  return [
    folded('All timed metrics', [...ROW_COLUMNS, 'judged on'], [...ROW_NUMBERS, false], judged.map(fullRowCells), 8),
    folded(
      'Counts per request',
      ['cell', 'metric', 'base', 'head', 'verdict'],
      [false, false, true, true],
      counts.map(countCells),
      9,
    ),
    foldedList('Noise floor (base against itself)', noise.lines, 4),
    folded(
      'Expected power',
      power.header,
      power.header.map(() => true),
      power.rows.map(cells),
      4,
    ),
    foldedList(
      'Validity',
      [validity.line, ...validity.rows.map(([why, attempts, example]) => `${why} (${attempts}): ${example}`)],
      3,
    ),
    folded('Sides', SIDE_COLUMNS, [], sides.map(cells), 3),
    folded('Environment', ['', ''], [], [...view.facts, ...environment].map(cells), 3),
    foldedList('Figures that are absent', absent, 5),
    foldedList('How it was judged', method, 6),
    foldedCommands('How to repeat it', repeat),
  ];
}

/** The note of a row stands under its verdict, where it belongs to. */
function rowCells({ cell, metric, base, head, change, interval, threshold, verdict, note, tone }: RowView): string[] {
  const loud = tone === 'quiet' ? text(verdict) : `**${text(verdict)}**`;
  return [
    datum(cell),
    datum(metric),
    `${text(base)} → ${text(head)}`,
    interval === null ? text(change) : `${text(change)}<br>${text(interval)}`,
    text(threshold),
    note === null ? loud : `${loud}<br>${datum(note)}`,
  ];
}

function fullRowCells(view: RowView): string[] {
  return [...rowCells(view), text(view.evidence)];
}

function countCells({ cell, metric, base, head, verdict }: RowView): string[] {
  return [cell, metric, base, head, verdict].map(datum);
}

function cells(row: readonly string[]): string[] {
  return row.map(datum);
}

interface TableOptions {
  rank: number;
  after?: string;
}

function tablePart(
  title: string,
  header: readonly string[],
  right: readonly boolean[],
  rows: readonly string[][],
  { rank, after = '' }: TableOptions,
): Part {
  const head = tableHead(header.map(text), right).join('\n');
  const before = title === '' ? head : `${title}\n\n${head}`;
  return { before, rows: rows.map(tableRow), after, noun: 'rows', rank };
}

function folded(
  title: string,
  header: readonly string[],
  right: readonly boolean[],
  rows: readonly string[][],
  rank: number,
): Part {
  if (rows.length === 0) return whole('');
  return tablePart(openDetails(title), header, right, rows, { rank, after: CLOSE_DETAILS });
}

function foldedList(title: string, lines: readonly string[], rank: number): Part {
  if (lines.length === 0) return whole('');
  return { ...listPart(`${openDetails(title)}\n`, lines, rank), after: CLOSE_DETAILS };
}

function foldedCommands(title: string, commands: readonly Fact[]): Part {
  const rows = commands.map(([label, line]) => `- ${text(label)}: ${code(brief(line, SENTENCE))}`);
  return { before: `${openDetails(title)}\n`, rows, after: CLOSE_DETAILS, noun: 'lines', rank: 0 };
}

function listPart(before: string, lines: readonly string[], rank: number): Part {
  if (lines.length === 0) return whole('');
  return { before, rows: lines.map((line) => `- ${sentence(line)}`), after: '', noun: 'lines', rank };
}

const openDetails = (title: string) => `<details>\n<summary>${text(title)}</summary>`;
const CLOSE_DETAILS = '\n\n</details>';

function datum(data: string): string {
  return text(brief(data));
}

function sentence(line: string): string {
  return prose(brief(line, SENTENCE));
}

function brief(data: string, length = DATUM): string {
  return data.length <= length ? data : `${data.slice(0, length - 1)}…`;
}
