/** The report as GitHub Markdown: tables, code folded away, no images. */
import type { PatternResult, Results, StackName } from '../results/schema.ts';
import { type CellTable, cellTable } from './cell-table.ts';
import { breakEvenSentence, curveNotes, curveRows } from './curves.ts';
import {
  absentFigures,
  banners,
  environmentFacts,
  headlineFacts,
  methodLines,
  rebuildCommands,
  sizeFacts,
  TITLE,
} from './facts.ts';
import { STACK_TITLES } from './format.ts';
import { bullet, command, details, fact, factTable, prose, quote, table, text } from './markdown-markup.ts';
import { noiseLines } from './noise.ts';
import { OTHER_WAYS, OTHER_WAYS_COLUMNS, otherVariants, otherWays } from './other-ways.ts';
import { parityRows, paritySummary } from './parity.ts';
import { PRECISION_COLUMNS, precisionRows } from './precision.ts';
import { COLUMNS, type Group, group, type Row, summaryGroups } from './rows.ts';
import { contextOf, type RunContext } from './run-context.ts';
import { claimTexts, limitTexts, sentences } from './sentences.ts';
import type { Shown } from './shown.ts';
import { validityLine, validityRows } from './validity.ts';

export function renderMarkdown(results: Results): string {
  const { patterns } = results;
  const parts = [
    `# ${TITLE}`,
    headlineFacts(results).map(fact).join('\n'),
    ...banners(results).map((banner) => quote([`**${text(banner.title)}.**`, ...banner.lines.map(text)])),
    '## The results',
    patterns.length > 0
      ? groupTable(summaryGroups(results), (each) => `**${text(each.pattern)}**<br>${text(each.metric)}`)
      : 'No pattern was measured.',
    [validityLine(results) ?? '', ...noiseLines(results)].filter(Boolean).map(bullet).join('\n'),
    ...patterns.flatMap((pattern) => patternParts(pattern, contextOf(results))),
    '## Environment',
    factTable(environmentFacts(results)),
    '### Figures that are absent',
    absentFigures(results).map(bullet).join('\n'),
    '## Parity',
    text(paritySummary(results)),
    parityTable(results),
    '## How it was measured',
    methodLines(results).map(bullet).join('\n'),
    factTable(sizeFacts(results)),
    ...validityParts(results),
    '### Rebuild',
    rebuildCommands(results).map(command).join('\n'),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function validityParts(results: Results): string[] {
  const line = validityLine(results);
  if (line === null) return [];
  const rows = validityRows(results).map((row) => row.map(text));
  const reasons = rows.length > 0 ? [table(['invalid because', 'attempts', 'for example'], rows, [false, true])] : [];
  return ['### Validity', text(line), ...reasons];
}

function patternParts(pattern: PatternResult, context: RunContext): string[] {
  const { stacks } = context;
  const groups = pattern.metrics.map((metric) => group(pattern, metric, context));
  return [
    `## ${text(pattern.title)}`,
    text(pattern.workload),
    groupTable(groups, (each) => `**${text(each.metric)}**`),
    [...claimTexts(pattern), ...limitTexts(pattern, stacks)].map(bullet).join('\n'),
    precisionPart(pattern, context),
    ...cellParts(cellTable(pattern, stacks)),
    ...curveParts(pattern),
    ...otherWaysParts(pattern, stacks),
    details(
      'The code that ran',
      codeParts(pattern, stacks, (variant) => !otherVariants(pattern).has(variant)),
    ),
    sentences(pattern, context).map(prose).join(' '),
  ];
}

function precisionPart(pattern: PatternResult, context: RunContext): string {
  const rows = precisionRows(pattern, context).map((row) => row.map(text));
  if (rows.length === 0) return '';
  return details(
    'How sure the gains are',
    table(PRECISION_COLUMNS, rows, [false, false, true, true, false, true, true, true]),
  );
}

function cellParts({ columns, sections, notes }: CellTable): string[] {
  if (sections.length === 0) return [];
  const header = ['', ...columns.map(({ stack, variant }) => `${STACK_TITLES[stack]}<br>${text(variant)}`)];
  const rows = sections.flatMap(({ title, rows }) => [
    [`**${text(title)}**`, ...columns.map(() => '')],
    ...rows.map(({ label, values }) => [label, ...values].map(text)),
  ]);
  return ['### Per cell', table(header, rows, [false, ...columns.map(() => true)]), notes.map(bullet).join('\n')];
}

function curveParts({ curves = [] }: PatternResult): string[] {
  if (curves.length === 0) return [];
  return [
    '### Where it pays',
    ...curves.flatMap((curve) => {
      const { header, rows } = curveRows(curve);
      return [
        `**${text(curve.title)}** (${text(curve.gain)})`,
        curve.series.map((series) => bullet(breakEvenSentence(curve, series))).join('\n'),
        details(
          'Every point',
          table(
            header.map(text),
            rows.map((row) => row.map(text)),
            header.map(() => true),
          ),
        ),
      ];
    }),
    curveNotes(curves).map(bullet).join('\n'),
  ];
}

function otherWaysParts(pattern: PatternResult, stacks: readonly StackName[]): string[] {
  const ways = otherWays(pattern, stacks);
  if (ways === null) return [];
  const rows = ways.rows.map((row) => row.map(prose));
  const others = otherVariants(pattern);
  return [
    `### ${OTHER_WAYS}`,
    table(OTHER_WAYS_COLUMNS, rows, [false, false, false, true, true, true]),
    ways.notes.map(bullet).join('\n'),
    details(
      'Their code',
      codeParts(pattern, stacks, (variant) => others.has(variant)),
    ),
  ];
}

function codeParts(pattern: PatternResult, stacks: readonly StackName[], wanted: (variant: string) => boolean): string {
  const parts = stacks.flatMap((stack) =>
    (pattern.stacks[stack]?.code ?? [])
      .filter(({ variant }) => wanted(variant))
      .flatMap((code) => {
        const fence = '`'.repeat(Math.max(3, longestBacktickRun(code.text) + 1));
        const place = `${text(code.file)}, from line ${code.first_line}`;
        return [
          `**${STACK_TITLES[stack]}, ${text(code.variant)}** (${place})`,
          `${fence}${code.language}\n${code.text}\n${fence}`,
        ];
      }),
  );
  return parts.join('\n\n');
}

function groupTable(groups: readonly Group[], title: (group: Group) => string): string {
  const header = ['', '', ...Object.values(COLUMNS)];
  const rows = groups.flatMap((each) =>
    each.rows.map((row, index) => [index === 0 ? title(each) : '', ...rowCells(row)]),
  );
  return table(header, rows, [false, false, true, true, true, true, true, true, false]);
}

function rowCells(row: Row): string[] {
  return [
    text(row.label),
    ...[row.before, row.after, row.gain, row.interval, row.limit, row.nearness].map(shown),
    text(row.reading),
  ];
}

function shown({ text: value, note }: Shown): string {
  return note === null ? text(value) : `${text(value)}<br>${text(note)}`;
}

function parityTable(results: Results): string {
  const stacks = results.run.stacks.map((stack) => STACK_TITLES[stack]);
  const rows = parityRows(results).map(({ fact, values, verdict, equal }) => {
    const shown = equal ? values.map(text) : values.map((value) => `**${text(value)}**`);
    return [text(fact), ...shown, text(verdict)];
  });
  return table(['fact', ...stacks, 'equal?'], rows, []);
}

function longestBacktickRun(code: string): number {
  return Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length));
}
