/** The table of the cases: what was run, what came out, and whether that is right. Pure. */
import type { KeptCase } from './bench-cases-kept.ts';
import { circumstances } from './bench-table.ts';

export interface CaseTitle {
  row: number;
  /** What people have. */
  title: string;
  /** What is to come out. */
  right: string;
}

const HEADER = ['#', 'what people have', 'right is', 'run: what came out', 'reads', 'time'];

/** Markdown: a line for each row, and how many are right. Rows that were not made are named. */
export function casesTable(cases: readonly CaseTitle[], kept: readonly KeptCase[]): string {
  const rows = cases.flatMap((one) => {
    const made = kept.find(({ row }) => row === one.row);
    return made === undefined ? [] : [rowOf(one, made)];
  });
  const numbers = (some: readonly { row: number }[]) => some.map(({ row }) => row).join(', ');
  const right = kept.filter(({ verdict }) => verdict === 'right');
  const lines = [
    right.length === cases.length
      ? `Met: all ${cases.length} rows are right.`
      : `MISSED: ${right.length} of ${cases.length} rows are right.`,
    said('Wrong', numbers(kept.filter(({ verdict }) => verdict === 'wrong'))),
    said('Not tried for want of something', numbers(kept.filter(({ verdict }) => verdict === 'missing'))),
    said('Not made', numbers(cases.filter(({ row }) => !kept.some((one) => one.row === row)))),
    leftLine(kept),
  ];
  return [
    tableOf([HEADER, HEADER.map(() => '---'), ...rows]),
    lines.filter((line) => line !== '').join(' '),
    `${circumstances('rows', kept)}. Load average when they began: ${loads(kept)}.`,
  ].join('\n\n');
}

/** Its cells hold sentences: columns that are padded to the longest would be wider than any screen. */
const tableOf = (rows: readonly (readonly string[])[]) => rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function rowOf({ row, title, right }: CaseTitle, { tries, verdict, missing, left, ms }: KeptCase): string[] {
  const outcomes = Map.groupBy(tries, ({ came, wrong }) => `${came}${wrong === null ? '' : ` **${wrong}**`}`);
  const came = [...outcomes].map(([outcome, some]) => `${some.map(({ what }) => what).join(', ')}: ${outcome}`);
  const rest = [...(missing === null ? [] : [missing]), ...left.map((one) => `**left: ${one}**`)];
  return [`${row}`, title, right, [...came, ...rest].join('; '), verdict, `${(ms / 1_000).toFixed(0)} s`].map(inCell);
}

const inCell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const said = (what: string, rows: string) => (rows === '' ? '' : `${what}: ${rows}.`);

function leftLine(kept: readonly KeptCase[]): string {
  const left = kept.filter((one) => one.left.length > 0);
  if (kept.length === 0) return '';
  return left.length === 0
    ? 'Nothing was left running after any of them.'
    : `Something was left after ${left.map(({ row }) => row).join(', ')}.`;
}

function loads(kept: readonly KeptCase[]): string {
  const all = kept.map(({ load_average }) => load_average);
  return all.length === 0 ? 'none' : `${Math.min(...all).toFixed(1)} to ${Math.max(...all).toFixed(1)}`;
}
