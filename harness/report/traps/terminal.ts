/** A demonstration for a terminal. */

import { printable } from '../../printable.ts';
import type { TrapFinding } from '../../results/traps.ts';
import { tableLines, wrapped } from '../kit/terminal.ts';
import { LEFT_OUT, trapErrors, trapTable } from './view.ts';

const LABEL_WIDTH = 9;

/** @param width of the terminal, in columns; tables are as wide as they need to be. */
export function renderTrapText(finding: TrapFinding, width: number): string {
  const labelled = (label: string, text: string) => paragraph(label, text, width);
  const { name, title, done, why, instead, runs, left_out: leftOut } = finding;
  const head = [`${name}: ${title}`, '', ...wrapped(done, width), ''];
  if (leftOut !== null) return `${[...head, ...labelled('Not run', LEFT_OUT[leftOut])].join('\n')}\n`;
  const { header, rows, numbers = [] } = trapTable(finding);
  const lines = [
    ...head,
    ...tableLines([header, ...rows], { numbers }).map((line) => `  ${line}`.trimEnd()),
    '',
    ...trapErrors(finding).flatMap((text) => labelled('Error', text)),
    ...labelled('Why', why),
    ...labelled(finding.kind === 'failure' ? 'Instead' : 'So', instead),
    ...labelled('Code', runs.map(({ file }) => file).join(', ')),
  ];
  return `${lines.join('\n')}\n`;
}

/** A label and its text, which begins at the same column in every line. */
function paragraph(label: string, text: string, width: number): string[] {
  const indent = ' '.repeat(2 + LABEL_WIDTH);
  const [first = '', ...rest] = wrapped(printable(text), width, indent);
  return [`  ${label.padEnd(LABEL_WIDTH)}${first.slice(indent.length)}`, ...rest];
}
