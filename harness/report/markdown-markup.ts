/** Pieces of GitHub Markdown. Data goes through `text`, `prose` or `code`, so that nothing in it becomes markup. */
import type { Fact } from './facts.ts';

/** A table; `right` says which columns are numbers. Cells are Markdown already. */
export function table(header: readonly string[], rows: readonly string[][], right: readonly boolean[] = []): string {
  return [...tableHead(header, right), ...rows.map(tableRow)].join('\n');
}

/** The two lines that begin a table. */
export function tableHead(header: readonly string[], right: readonly boolean[] = []): [string, string] {
  return [tableRow(header), tableRow(header.map((_, column) => (right[column] ? '---:' : '---')))];
}

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

/** Folded away until somebody asks for it. */
export function details(summary: string, body: string): string {
  return `<details>\n<summary>${text(summary)}</summary>\n\n${body}\n\n</details>`;
}

export function quote(lines: readonly string[]): string {
  return lines.map((line) => `> ${line}`).join('\n>\n');
}

export function fact([label, value]: Fact): string {
  return `- **${text(label)}**: ${text(value)}`;
}

/** A label and a command line. */
export function command([label, line]: Fact): string {
  return `- **${text(label)}**: ${prose(`\`${line.replaceAll('`', '’')}\``)}`;
}

/** A line of prose as an item of a list. */
export function bullet(line: string): string {
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
 * Data as literal text: nothing in it may be markup, end a table cell or start a line of its own. Nor may it become a
 * mention, a reference or a link, which GitHub makes of plain text, too: a comment that renders as nothing stops it.
 */
export function text(data: string): string {
  return data
    .replace(/\s+/g, ' ')
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
