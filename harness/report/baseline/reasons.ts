/** Why an entry beside a stored one, or all of them, came out as they did, in words. */
import type { BaselineDiff, BaselineRow, DiffStackName, EntryName, EntryReason, Unlike } from '../../results/schema.ts';
import { STACK_TITLES } from '../kit/format.ts';

interface Place {
  pattern: string;
  stack: DiffStackName | null;
  variant: string;
}

/** "pooling, Node, after". */
export const placeText = ({ pattern, stack, variant }: Place): string =>
  [pattern, stackText(stack), variant].join(', ');

/** Null is the ratio of the two. */
export const stackText = (stack: Place['stack']): string => (stack === null ? 'Node ÷ Python' : STACK_TITLES[stack]);

/** "other environment: cores (2, now 64)". @param variant of the entry. */
export function reasonText(why: EntryReason, variant: string): string {
  switch (why.code) {
    case 'other-work':
      return `other work: ${listUnlike(why.unlike)}`;
    case 'other-environment':
      return `other environment: ${listUnlike(why.unlike)}`;
    case 'other-calibration':
      return `calibrated to other work: ${listUnlike(why.unlike)}`;
    case 'one-sided':
      return `only ${why.only === 'head' ? 'these results have' : 'the baseline has'} it`;
    case 'no-ratio':
      return 'a value of 0 has no ratio';
    case 'no-interval':
      return 'too few blocks for an interval';
    case 'across-tolerance':
      return `${why.value} the tolerance, but its interval reaches ${why.value === 'beyond' ? 'within' : 'beyond'}`;
    case 'not-whole':
      return 'not a whole number: somebody else used the database';
    case 'less-gain':
      return `less gain: ${variant} got worse, or before got better`;
    case 'lost-against': {
      const other = STACK_TITLES[why.stack === 'node' ? 'python' : 'node'];
      return `${STACK_TITLES[why.stack]} lost against ${other}: it got worse, or ${other} better`;
    }
  }
}

const listUnlike = (fields: readonly Unlike[]): string =>
  fields
    .map(({ what, of, base, head }) => {
      const name = what.replaceAll('_', ' ');
      return `${of === undefined ? name : `${name} of ${of}`} (${base ?? 'unknown'}, now ${head ?? 'unknown'})`;
    })
    .join('; ');

/** "2 metrics are worse: pooling, Node, after, gain in median latency and 1 more." */
export function whyText({ why, rows }: Pick<BaselineDiff, 'why' | 'rows'>): string {
  switch (why.code) {
    case 'unchanged':
      return `None of ${why.figures} metrics changed.`;
    case 'nothing-judged': {
      const [first] = rows;
      const text =
        why.why === null ? 'the two runs have no metric in common' : reasonText(why.why, first?.variant ?? '');
      return `Nothing could be judged: ${text}.`;
    }
    default:
      return entriesText(why.figures, why.code, rows);
  }
}

function entriesText(entries: readonly EntryName[], what: string, rows: readonly BaselineRow[]): string {
  const [first] = entries;
  const number = entries.length === 1 ? '1 metric is' : `${entries.length} metrics are`;
  if (first === undefined) return `${number} ${what}.`;
  const title = rows.find((row) => isEntry(row, first))?.metric.title;
  const others = entries.length === 1 ? '' : ` and ${entries.length - 1} more`;
  return `${number} ${what}: ${placeText(first)}, ${first.of === 'gain' ? 'gain in ' : ''}${title ?? first.metric}${others}.`;
}

const isEntry = (row: BaselineRow, { of, pattern, stack, variant, metric }: EntryName): boolean =>
  row.of === of &&
  row.pattern === pattern &&
  row.stack === stack &&
  row.variant === variant &&
  row.metric.id === metric;
