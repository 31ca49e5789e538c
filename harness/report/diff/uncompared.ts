/** What differs and was not compared, in words. Pure. */
import { factsOf } from '../../patterns/shape/facts.ts';
import type { CellName, DiffResults, Uncompared } from '../../results/schema.ts';
import { type Banner, bannerOf } from '../kit/facts.ts';
import { listed, STACK_TITLES } from '../kit/format.ts';
import { cellName } from './rows.ts';

/** "python/app.py and 2 more files differ, and --stack left out Python". */
export function uncomparedText(one: Uncompared): string {
  switch (one.reason) {
    case 'stack-left-out':
      return `${filesDiffer(one.files)}, and \`--stack\` left out ${STACK_TITLES[one.stack]}`;
    case 'pattern-left-out':
      return `${filesDiffer(one.files)}, and \`--pattern\` left out ${listed(one.patterns)}, which they are part of`;
    case 'one-sided':
      return oneSidedText(one);
    case 'unknown-variant':
      return unknownText(one);
    case 'fact-not-read':
      return `${cellName(one)}: ${factTitle(one)} cannot be determined on this machine`;
    case 'content-missing':
      return `${filesDiffer(one.files)}, and neither side has its content on this machine`;
    case 'blocks-not-counted':
      return `${filesDiffer(one.files)}, and this PostgreSQL does not count the blocks that a request touches (it has no pg_stat_statements that counts), so a lost index shows only in the time`;
  }
}

export const oneSidedText = (cell: CellName & { change: 'added' | 'removed' }): string =>
  `${cellName(cell)}: ${cell.change}, only ${cell.change === 'added' ? 'head' : 'base'} has it`;

export const unknownText = (cell: CellName): string =>
  `${cellName(cell)}: on both sides, but the harness of head cannot measure it`;

/** "not compared: Python", another for each. */
export function uncomparedName(one: Uncompared): string {
  if (one.reason === 'stack-left-out') return `not compared: ${STACK_TITLES[one.stack]}`;
  if (one.reason === 'pattern-left-out') return `not compared: ${listed(one.patterns)}`;
  if (one.reason === 'fact-not-read') return `not compared: ${cellName(one)}, ${factTitle(one)}`;
  if (one.reason === 'content-missing') return 'not compared: content that is not on this machine';
  return `not compared: ${isWholeCell(one) ? cellName(one) : 'blocks touched in PostgreSQL'}`;
}

/** Whether the reason is that of a cell which was not compared in anything. */
export const isWholeCell = (one: Uncompared): one is Extract<Uncompared, { reason: 'one-sided' | 'unknown-variant' }> =>
  one.reason === 'one-sided' || one.reason === 'unknown-variant';

const factTitle = ({ pattern, fact }: Extract<Uncompared, { reason: 'fact-not-read' }>): string =>
  factsOf(pattern).find(({ id }) => id === fact)?.title ?? fact;

function filesDiffer([first, ...others]: readonly string[]): string {
  if (others.length === 0) return `\`${first}\` differs`;
  return `\`${first}\` and ${others.length} more ${others.length === 1 ? 'file' : 'files'} differ`;
}

/** At the top of every report: what a reader would take for compared otherwise. */
export function uncomparedBanner({ uncompared = [] }: DiffResults): Banner | null {
  const lines = uncompared.map((one) => `${uncomparedText(one)}.`);
  return bannerOf('partial', 'Some differences were not compared', lines);
}
