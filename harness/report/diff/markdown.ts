/** A diff as GitHub Markdown that fits into a comment: the verdict and the worst rows first, the rest folded away. */
import type { DiffResults } from '../../results/schema.ts';
import type { SideNames } from '../../results/side-names.ts';
import type { Banner } from '../kit/facts.ts';
import { code, noted, prose, tableHead, tableRow, text } from '../kit/markdown.ts';
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
    listPart(view.ways, 1),
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
  return [{ ...tablePart(rowColumns(names), notable.slice(0, WORST).map(rowCells), ROW_NUMBERS, 1), after }];
}

/** The lines stand as they are, to be copied: a fence makes markup of none of them, and each begins with a pattern. */
function acceptParts({ toAccept, unmatched }: DiffView): Part[] {
  const stale = under('**Accepted lines without a change**', listPart(unmatched, 2));
  if (toAccept.length === 0) return [stale];
  return [
    { before: `${sentence(HOW_TO_ACCEPT)}\n\n\`\`\`text`, rows: toAccept, after: '\n```', noun: 'lines', rank: 2 },
    stale,
  ];
}

function comparedParts({ uncompared, answers }: DiffView): Part[] {
  return [under('**Not compared**', listPart(uncompared, 2)), under('**Answers that differ**', dataPart(answers, 2))];
}

function foldedParts(view: DiffView): Part[] {
  const { all, countTable, noise, power, validity, sides, environment, absent, method, repeat } = view;
  const judged = all.filter(({ row }) => row.metric.kind !== 'count').map(fullRowCells);
  const commands = repeat.map(([label, line]) => `- ${text(label)}: ${code(brief(line, SENTENCE))}`);
  return [
    folded('All timed metrics', tablePart([...rowColumns(view.names), 'judged on'], judged, ROW_NUMBERS, 8)),
    folded('Counts and facts', dataPart(countTable, 9)),
    ...view.machines.tables.map((table) => folded(table.caption, dataPart(table, 4))),
    folded(noise.title, listPart(noise.lines, 4)),
    folded('Expected power', dataPart(power, 4)),
    folded('Validity', listPart([validity.line, ...validity.reasons], 3)),
    folded('Sides', dataPart(sides, 3)),
    folded('Environment', dataPart({ header: ['', ''], rows: [...view.facts, ...environment] }, 3)),
    folded('Metrics that are not available', listPart(absent, 5)),
    folded('How it was judged', listPart(method, 6)),
    folded('How to repeat it', { ...listPart([], 0), rows: commands }),
  ];
}

/** The note of a row stands under its verdict, where it belongs to. */
function rowCells({ cell, metric, base, head, change, interval, threshold, verdict, note, tone }: RowView): string[] {
  const loud = tone === 'quiet' ? text(verdict) : `**${text(verdict)}**`;
  return [
    datum(cell),
    datum(metric),
    `${text(base)} → ${text(head)}`,
    noted(text(change), interval && text(interval)),
    text(threshold),
    noted(loud, note && datum(note)),
  ];
}

function fullRowCells(view: RowView): string[] {
  return [...rowCells(view), text(view.evidence)];
}

/** @param rows whose cells are Markdown already. */
function tablePart(
  header: readonly string[],
  rows: readonly string[][],
  numbers: readonly number[],
  rank: number,
): Part {
  const before = tableHead(header.map(text), numbers).join('\n');
  return { before, rows: rows.map(tableRow), after: '', noun: 'rows', rank };
}

function dataPart({ header, rows, numbers = [] }: Omit<DataTable, 'caption'>, rank: number): Part {
  const cells = rows.map((row) => row.map(datum));
  return tablePart(header, cells, numbers, rank);
}

function listPart(lines: readonly string[], rank: number): Part {
  return { before: '', rows: lines.map((line) => `- ${sentence(line)}`), after: '', noun: 'lines', rank };
}

/** Without rows it is nothing. */
function under(title: string, part: Part): Part {
  const { before, rows } = part;
  return rows.length === 0 ? whole('') : { ...part, before: `${title}\n${before === '' ? '' : `\n${before}`}` };
}

function folded(title: string, part: Part): Part {
  if (part.rows.length === 0) return whole('');
  return { ...under(`<details>\n<summary>${text(title)}</summary>`, part), after: '\n\n</details>' };
}

function datum(data: string): string {
  return text(brief(data));
}

function sentence(line: string): string {
  return prose(brief(line, SENTENCE));
}

function brief(data: string, length = DATUM): string {
  return data.length <= length ? data : `${data.slice(0, length - 1)}…`;
}
