/** A page that may not grow beyond a number of characters: what does not fit is left out, and the page says so. */

/** A part of the page. Only its rows can be left out. */
export interface Part {
  before: string;
  rows: readonly string[];
  after: string;
  /** What the rows are, for the sentence about those left out: "rows". */
  noun: string;
  /** Parts with a lower number get their rows first. */
  rank: number;
}

/** A part that is always shown whole. */
export function whole(text: string): Part {
  return { before: text, rows: [], after: '', noun: '', rank: 0 };
}

/**
 * The parts in their order, separated by blank lines and together of at most `limit` characters as long as the parts
 * without their rows have room; the last rows of the least important part are left out first.
 */
export function fitParts(parts: readonly Part[], limit: number, where: string): string {
  const shown = parts.filter(({ before, rows, after }) => before !== '' || rows.length > 0 || after !== '');
  const sentence = leftOut(Number.MAX_SAFE_INTEGER, 'rows or lines', where).length;
  const fixed = ({ before, rows, after }: Part) => before.length + after.length + (rows.length > 0 ? sentence : 0) + 4;
  let room = limit - shown.reduce((sum, part) => sum + fixed(part), 0);
  const kept = new Map<Part, number>();
  for (const part of shown.toSorted((one, other) => one.rank - other.rank)) {
    let count = 0;
    for (const row of part.rows) {
      if (row.length + 1 > room) break;
      room -= row.length + 1;
      count++;
    }
    kept.set(part, count);
  }
  return `${shown.map((part) => partText(part, kept.get(part) ?? 0, where)).join('\n\n')}\n`;
}

function partText({ before, rows, after, noun }: Part, kept: number, where: string): string {
  const left = rows.length - kept;
  const sentence = left === 0 ? '' : leftOut(left, noun, where);
  return `${[before, ...rows.slice(0, kept)].filter((line) => line !== '').join('\n')}${sentence}${after}`;
}

function leftOut(left: number, noun: string, where: string): string {
  return `\n\n${left.toLocaleString('en-US')} more ${noun} would make this page too long: see ${where}.`;
}
