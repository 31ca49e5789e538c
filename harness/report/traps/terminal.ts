/** Demonstrations for a terminal. */
import { printable } from '../../printable.ts';
import type { TrapFinding, TrapsEnvironment } from '../../results/traps.ts';
import { versionsText } from '../kit/format.ts';
import { tableLines, wrapped } from '../kit/terminal.ts';
import type { TrapsPrinter } from './printer.ts';
import { explanations, machineLine, PATTERN_TITLES, trapTable } from './view.ts';
import { TRAP_WORDS } from './words/index.ts';

const LABEL_WIDTH = 9;

/** @param width of the terminal, in columns; tables are as wide as they need to be. */
export const trapsText = (width: number): TrapsPrinter => ({
  environment: (about: TrapsEnvironment) =>
    [machineLine(about), versionsText(about.versions)]
      .flatMap((line) => wrapped(printable(line), width, ''))
      .join('\n'),
  pattern: (pattern) => `\n${PATTERN_TITLES[pattern]} (${pattern})\n`,
  finding: (finding) => renderTrapText(finding, width),
});

function renderTrapText(finding: TrapFinding, width: number): string {
  const { name, runs } = finding;
  const { title, done } = TRAP_WORDS[name];
  const { header, rows, numbers = [] } = trapTable(finding);
  const table = runs.length === 0 ? [] : [...tableLines([header, ...rows], { numbers }), ''];
  const code: [string, string][] = runs.length === 0 ? [] : [['Code', runs.map(({ file }) => file).join(', ')]];
  const lines = [
    `${name}: ${title}`,
    '',
    ...wrapped(done, width),
    '',
    ...table.map((line) => `  ${line}`.trimEnd()),
    ...[...explanations(finding), ...code].flatMap(([label, text]) => paragraph(label, text, width)),
  ];
  return `${lines.join('\n')}\n`;
}

/** A label and its text, which begins at the same column in every line. */
function paragraph(label: string, text: string, width: number): string[] {
  const indent = ' '.repeat(2 + LABEL_WIDTH);
  const [first = '', ...rest] = wrapped(printable(text), width, indent);
  return [`  ${label.padEnd(LABEL_WIDTH)}${first.slice(indent.length)}`, ...rest];
}
