/** The report as GitHub Markdown: tables, code folded away, no images. */
import type { Results } from '../../results/schema.ts';
import { STACK_TITLES } from '../kit/format.ts';
import {
  banner,
  bullets,
  command,
  dataTable,
  details,
  fact,
  factTable,
  fenced,
  joined,
  noted,
  prose,
  table,
  text,
} from '../kit/markdown.ts';
import { type AnswerView, answerText } from './answer.ts';
import type { Shown } from './cell-text.ts';
import { OTHER_WAYS } from './other-ways.ts';
import { COLUMNS, type Group, type Row } from './rows.ts';
import { TIMELINE } from './timelines.ts';
import { type CodeView, type CompareView, compareView, type PatternView } from './view.ts';

export function renderMarkdown(results: Results): string {
  const view = compareView(results);
  return `${joined([
    `# ${view.title}`,
    ...view.banners.map(banner),
    ...answerParts(view.answer),
    view.facts.map(fact).join('\n'),
    '## The results',
    view.patterns.length > 0
      ? groupTable(view.summary, (each) => `**${text(each.pattern)}**<br>${text(each.metric)}`)
      : 'No pattern was measured.',
    ...view.patterns.flatMap(patternParts),
    '## Environment',
    factTable(view.environment),
    '### Metrics that are not available',
    bullets(view.absent),
    '## Parity',
    text(view.parity.summary),
    parityTable(view),
    '## How it was measured',
    bullets(view.method),
    factTable(view.sizes),
    view.trust.length === 0
      ? null
      : joined(['### Trials and noise', bullets(view.trust), view.validity && dataTable(view.validity)]),
    '### Rebuild',
    view.repeat.map(command).join('\n'),
  ])}\n`;
}

/** What was found, before anything else. */
function answerParts({ lead, patterns, table }: AnswerView): string[] {
  if (patterns.length === 0) return [];
  return [
    lead.map((sentence) => `**${text(sentence)}**`).join(' '),
    patterns.map((each) => `- **${text(each.name)}**: ${prose(answerText(each))}`).join('\n'),
    dataTable(table),
  ];
}

function patternParts(view: PatternView): (string | null)[] {
  const { pattern, groups, notes, precision, code, says } = view;
  return [
    `## ${text(pattern.title)}`,
    text(pattern.workload),
    ...timelineParts(view),
    groupTable(groups, (each) => `**${text(each.metric)}**`),
    bullets(notes),
    precision && details('Precision of the gains', dataTable(precision)),
    ...cellParts(view),
    ...curveParts(view),
    ...otherWaysParts(view),
    details('The code that ran', codeParts(code)),
    says.map(prose).join(' '),
  ];
}

/** In words: the pictures are on the page. */
function timelineParts({ timeline }: PatternView): string[] {
  if (timeline === null) return [];
  return [`**${TIMELINE}.** ${prose(timeline.sentence)}`, bullets(timeline.notes)];
}

function cellParts({ cells: { columns, sections, notes } }: PatternView): string[] {
  if (sections.length === 0) return [];
  const header = ['', ...columns.map(({ stack, variant }) => `${STACK_TITLES[stack]}<br>${text(variant)}`)];
  const rows = sections.flatMap(({ title, rows }) => [
    [`**${text(title)}**`, ...columns.map(() => '')],
    ...rows.map(({ label, values }) => [label, ...values].map(text)),
  ]);
  const numbers = columns.map((_, index) => index + 1);
  return ['### Per cell', table(header, rows, numbers), bullets(notes)];
}

function curveParts({ curves, curveNotes }: PatternView): string[] {
  if (curves.length === 0) return [];
  return [
    '### Where it pays',
    ...curves.flatMap(({ curve, sentences, table }) => [
      `**${text(curve.title)}** (${text(curve.gain)})`,
      bullets(sentences),
      details('Every point', dataTable(table)),
    ]),
    bullets(curveNotes),
  ];
}

function otherWaysParts({ otherWays }: PatternView): string[] {
  if (otherWays === null) return [];
  const { table, notes, code } = otherWays;
  return [`### ${OTHER_WAYS}`, dataTable(table, prose), bullets(notes), details('Their code', codeParts(code))];
}

function codeParts(code: readonly CodeView[]): string {
  const parts = code.flatMap(({ stack, variant, file, first_line, language, text: source }) => [
    `**${STACK_TITLES[stack]}, ${text(variant)}** (${text(file)}, from line ${first_line})`,
    fenced(language, source),
  ]);
  return parts.join('\n\n');
}

function groupTable(groups: readonly Group[], title: (group: Group) => string): string {
  const header = ['', '', ...Object.values(COLUMNS)];
  const rows = groups.flatMap((each) =>
    each.rows.map((row, index) => [index === 0 ? title(each) : '', ...rowCells(row)]),
  );
  return table(header, rows, [2, 3, 4, 5, 6, 7]);
}

function rowCells(row: Row): string[] {
  return [
    text(row.label),
    ...[row.before, row.after, row.gain, row.interval, row.limit, row.nearness].map(shown),
    text(row.reading),
  ];
}

const shown = ({ text: value, note }: Shown): string => noted(text(value), note && text(note));

function parityTable({ stacks, parity }: CompareView): string {
  const rows = parity.rows.map(({ fact, values, verdict, equal }) => {
    const shown = equal ? values.map(text) : values.map((value) => `**${text(value)}**`);
    return [text(fact), ...shown, text(verdict)];
  });
  return table(['fact', ...stacks.map((stack) => STACK_TITLES[stack]), 'equal?'], rows);
}
