/** A diff as GitHub Markdown that fits into a comment: the verdict and the worst rows first, the rest folded away. */
import type { DiffResults } from '../../results/schema.ts';
import type { SideNames } from '../../results/side-names.ts';
import type { Banner, Fact } from '../kit/facts.ts';
import { code, prose, tableHead, tableRow, text } from '../kit/markdown.ts';
import type { DataTable } from '../kit/tables.ts';
import { HOW_TO_ACCEPT } from './accepting.ts';
import { fitParts, type Part, whole } from './fit-length.ts';
import type { RowView } from './rows.ts';
import { bothSides, commandOf } from './side-names.ts';
import { sideText } from './sides.ts';
import { type DiffView, diffView } from './view.ts';

/** GitHub refuses a comment of more than 65,536 characters; the difference leaves room for what a workflow adds. */
export const COMMENT_LIMIT = 64_000;

/** Rows that stand unfolded. */
const WORST = 20;
/** Characters of one datum: a name that is longer would push numbers out of the page. */
const DATUM = 120;
const SENTENCE = 600;

const rowColumns = (names: SideNames) => ['cell', 'metric', bothSides(names), 'change', 'threshold', 'verdict'];
const ROW_NUMBERS = [2, 3, 4];

export function renderDiffMarkdown(results: DiffResults): string {
  const view = diffView(results);
  const { sides } = results.run;
  // Where base is not what was typed, the sentence that says so stands in full.
  const base = brief(sideText(sides.base), sides.base.branch === undefined ? DATUM : SENTENCE);
  const { ways } = results.run.service ?? {};
  const compared =
    ways === undefined
      ? `Base ${code(base)}, head ${code(brief(sideText(sides.head)))}.`
      : `a: ${code(brief(ways.a))}, b: ${code(brief(ways.b))}.`;
  const parts: Part[] = [
    whole(`# duet ${commandOf(results.run)}: **${text(view.headline)}**`),
    whole([sentence(view.why), compared, view.tally && text(view.tally)].filter(Boolean).join(' ')),
    listPart('', view.ways, 1),
    ...view.banners.map(bannerPart),
    whole(view.advice === null ? '' : sentence(view.advice)),
    ...worstParts(view),
    ...acceptParts(view),
    whole(
      [view.rest, view.machines.line, view.noise.summary]
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

function worstParts({ notable, names }: DiffView): Part[] {
  if (notable.length === 0) return [];
  const more = notable.length - WORST;
  const after = more > 0 ? `\n\n${more.toLocaleString('en-US')} more of these rows are folded away below.` : '';
  return [partOf('', rowColumns(names), ROW_NUMBERS, notable.slice(0, WORST).map(rowCells), { rank: 1, after })];
}

/** The lines stand as they are, to be copied: a fence makes markup of none of them, and each begins with a pattern. */
function acceptParts({ toAccept, unmatched }: DiffView): Part[] {
  const stale = listPart('**Accepted lines without a change**\n', unmatched, 2);
  if (toAccept.length === 0) return [stale];
  return [
    { before: `${sentence(HOW_TO_ACCEPT)}\n\n\`\`\`text`, rows: toAccept, after: '\n```', noun: 'lines', rank: 2 },
    stale,
  ];
}

function comparedParts({ uncompared, answers }: DiffView): Part[] {
  return [
    listPart('**Not compared**\n', uncompared, 2),
    ...(answers.rows.length === 0 ? [] : [tablePart('**Answers that differ**', answers, { rank: 2 })]),
  ];
}

function foldedParts(view: DiffView): Part[] {
  const { all, countTable, noise, power, validity, sides, environment, absent, method, repeat } = view;
  const judged = all.filter(({ row }) => row.metric.kind !== 'count').map(fullRowCells);
  const timed = partOf(
    openDetails('All timed metrics'),
    [...rowColumns(view.names), 'judged on'],
    ROW_NUMBERS,
    judged,
    {
      rank: 8,
      after: CLOSE_DETAILS,
    },
  );
  const background = { header: ['', ''], rows: [...view.facts, ...environment] };
  return [
    judged.length === 0 ? whole('') : timed,
    folded('Counts and facts', countTable, 9),
    ...view.machines.tables.map((table) => folded(table.caption, table, 4)),
    foldedList(noise.title, noise.lines, 4),
    folded('Expected power', power, 4),
    foldedList('Validity', [validity.line, ...validity.reasons], 3),
    folded('Sides', sides, 3),
    folded('Environment', background, 3),
    foldedList('Metrics that are not available', absent, 5),
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

interface PartOptions {
  rank: number;
  after?: string;
}

type Table = Omit<DataTable, 'caption'>;

function tablePart(title: string, { header, rows, numbers = [] }: Table, options: PartOptions): Part {
  return partOf(
    title,
    header,
    numbers,
    rows.map((row) => row.map(datum)),
    options,
  );
}

/** @param rows whose cells are Markdown already. */
function partOf(
  title: string,
  header: readonly string[],
  numbers: readonly number[],
  rows: readonly string[][],
  { rank, after = '' }: PartOptions,
): Part {
  const head = tableHead(header.map(text), numbers).join('\n');
  const before = title === '' ? head : `${title}\n\n${head}`;
  return { before, rows: rows.map(tableRow), after, noun: 'rows', rank };
}

function folded(title: string, table: Table, rank: number): Part {
  if (table.rows.length === 0) return whole('');
  return tablePart(openDetails(title), table, { rank, after: CLOSE_DETAILS });
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
