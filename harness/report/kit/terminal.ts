/** Text on its way to a terminal: harmless, and no wider than its lines. */

import { styleText } from 'node:util';
import { printable } from '../../printable.ts';
import type { Banner } from './facts.ts';

/** The terminal that a summary is written for. */
export interface Terminal {
  /** ANSI colours. */
  color: boolean;
  /** Columns; what does not fit is left out, the least important first. Lines to paste are never cut. */
  width: number;
  /** Where the files are that have the whole; the one that people open first comes first. */
  files?: readonly string[];
}

export type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

export function painter({ color }: Pick<Terminal, 'color'>): Paint {
  return (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
}

/** Each banner after a blank line, its title cut and its lines as `say` makes them. */
export function bannerLines(
  banners: readonly Banner[],
  { width, paint, say }: { width: number; paint: Paint; say: (line: string) => string[] },
): string[] {
  return banners.flatMap(({ kind, title, lines }) => [
    '',
    paint(['bold', kind === 'partial' ? 'yellow' : 'red'], fitted(title, width)),
    ...lines.flatMap(say),
  ]);
}

/** Without the marks around code, which a terminal does not need. */
export function plain(text: string): string {
  return printable(text).replaceAll('`', '');
}

/** Cut to the width, with an ellipsis. */
export function fitted(text: string, width: number): string {
  const line = printable(text);
  if (line.length <= width) return line;
  return width > 0 ? `${line.slice(0, width - 1)}…` : '';
}

/** Lines of at most the width; words longer than that are left whole. */
export function wrapped(text: string, width: number, indent = '  '): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, indent + line];
}

/** Prose in lines of which even a single long word is cut. */
export function said(text: string, width: number, indent = ''): string[] {
  return wrapped(plain(text), width, indent).map((line) => fitted(line, width));
}

/** A blank line before it, unless it is empty. */
export function section(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

/** Where the files of a report lie, one below the other. */
export const reportLines = (files: readonly string[]): string[] =>
  files.map((file, at) => `${at === 0 ? 'Report: ' : '        '}${file}`);

/** What the summary of a document is written with, on one terminal. */
export function summaryWriter({ color, width, files = [] }: Terminal) {
  const paint = painter({ color });
  const inside = (text: string) => said(text, width, '  ');
  return {
    paint,
    say: (text: string) => said(text, width),
    /** The same, indented. */
    inside,
    banners: (banners: readonly Banner[]) => bannerLines(banners, { width, paint, say: inside }),
    /** Where the whole is, after a blank line. */
    ending: () => section(files.map((file) => fitted(`  ${file}`, width))),
  };
}

/** What a table may lose on a narrow terminal, and how its columns stand. */
export interface TableShape {
  /** The width of the terminal; without it the table is as wide as it needs to be. */
  width?: number;
  /** Columns are given up from the right end until the rest fits, but so many stay. */
  kept?: number;
  /** The column that is then made narrower. */
  shortened?: number;
  /** The columns of numbers, from 0, which stand at the right. */
  numbers?: readonly number[];
}

/** Between the columns of a table. */
const GAP = '  ';
/** What is left of a column that is shortened. */
const SHORTEST = 8;

/** A line for each row, its cells below one another; in order of importance, for the right end is given up first. */
export function tableLines(rows: readonly (readonly string[])[], shape: TableShape = {}): string[] {
  const { width = Number.POSITIVE_INFINITY, numbers = [] } = shape;
  const cells = rows.map((row) => row.map(printable));
  const widths = columnWidths(cells, width, shape);
  const aligned = (text: string, column: number, room: number) =>
    numbers.includes(column) ? text.padStart(room) : text.padEnd(room);
  return cells.map((row) => {
    const shown = widths.map((room, column) => aligned(fitted(row[column] ?? '', room), column, room));
    return fitted(shown.join(GAP).trimEnd(), width);
  });
}

/** Each as wide as its longest cell, but all no wider than the terminal. */
function columnWidths(rows: readonly string[][], width: number, { kept = 4, shortened }: TableShape): number[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const total = () => widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length);
  while (widths.length > kept && total() > width) widths.pop();
  const excess = Math.max(0, total() - width);
  return widths.map((each, column) => (column === shortened ? Math.max(SHORTEST, each - excess) : each));
}
