/** Pieces of GitHub Markdown. Data goes through `text`, `prose` or `code`, so that nothing in it becomes markup. */
import type { Banner, Fact } from './facts.ts';
import type { DataTable } from './tables.ts';

/** A table; `numbers` are the columns of numbers, from 0. Cells are Markdown already. */
export function table(header: readonly string[], rows: readonly string[][], numbers: readonly number[] = []): string {
  return [...tableHead(header, numbers), ...rows.map(tableRow)].join('\n');
}

/** The two lines that begin a table. */
export function tableHead(header: readonly string[], numbers: readonly number[] = []): [string, string] {
  return [tableRow(header), tableRow(header.map((_, column) => (numbers.includes(column) ? '---:' : '---')))];
}

/** @param cell how data becomes a cell: as literal text, or as prose with code in backticks. */
export function dataTable({ header, rows, numbers }: Omit<DataTable, 'caption'>, cell = text): string {
  return table(
    header.map(text),
    rows.map((row) => row.map(cell)),
    numbers,
  );
}

/** Markdown has no caption: it is a line above the table. */
export const captioned = (shown: DataTable): string => `${text(shown.caption)}:\n\n${dataTable(shown)}`;

export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Facts as a table of two columns. */
export function factTable(facts: readonly Fact[]): string {
  return table(
    ['', ''],
    facts.map((pair) => pair.map(text)),
  );
}

/** What every document of a run ends with: what it was measured on, what could not be, and how to do it again. */
export const environmentParts = (
  environment: readonly Fact[],
  { absent, repeat }: { absent: readonly string[]; repeat: readonly Fact[] },
): string[] => [
  `**Environment**\n\n${factTable(environment)}`,
  `**Metrics that are not available**\n\n${bullets(absent)}`,
  `**Repeat**\n\n${repeat.map(command).join('\n')}`,
];

/** A value with what is to be known of it below; both are Markdown already. */
export const noted = (value: string, note: string | null): string => (note === null ? value : `${value}<br>${note}`);

/** Folded away until somebody asks for it. */
export function details(summary: string, body: string): string {
  return `<details>\n<summary>${text(summary)}</summary>\n\n${body}\n\n</details>`;
}

export function quote(lines: readonly string[]): string {
  return lines.map((line) => `> ${line}`).join('\n>\n');
}

/** What a reader must know before the first number. */
export function banner({ title, lines }: Banner): string {
  return quote([`**${text(title)}.**`, ...lines.map(text)]);
}

/** Code in a fence that is longer than any run of backticks in it, so that nothing in it ends the block. */
export function fenced(language: string, source: string): string {
  const longest = Math.max(0, ...(source.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${source}\n${fence}`;
}

/** Parts with a blank line between them; what has nothing to say is left out. */
export function joined(parts: readonly (string | null)[]): string {
  return parts.filter(Boolean).join('\n\n');
}

export function bullets(lines: readonly string[]): string {
  return lines.map(bullet).join('\n');
}

export function fact([label, value]: Fact): string {
  return `- **${text(label)}**: ${text(value)}`;
}

/** A label and a command line. */
export function command([label, line]: Fact): string {
  return `- **${text(label)}**: ${prose(`\`${line.replaceAll('`', '’')}\``)}`;
}

/** A line of prose as an item of a list. */
function bullet(line: string): string {
  return `- ${prose(line)}`;
}

/** Text with code in backticks. What lies between two of them may be data: it stays on its line, and a lone one is text. */
export function prose(line: string): string {
  return line
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? `\`${part.replace(/\s+/g, ' ')}\`` : text(part)))
    .join('');
}

/**
 * Data as literal text: nothing in it may be markup, end a table cell or start a line of its own, nor control a terminal that
 * the file is printed on. Nor may it become a mention, a reference or a link, which GitHub makes of plain text, too: a comment
 * that renders as nothing stops it.
 */
export function text(data: string): string {
  return data
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[@#](?=\w)|:(?=\/\/)|\bwww(?=\.)/gi, '$&<!-- -->');
}

/** Data as code, also in a table, where a pipe would end a cell even between backticks. */
export function code(data: string): string {
  return `<code>${text(data)}</code>`;
}
