/** The table of the examples: what was compared, what was found, and whether that is right. Pure. */
import { DIRECTIONS } from './bench-services-judge.ts';
import { type KeptDiff, nameOf } from './bench-services-kept.ts';
import type { Example } from './bench-services-list.ts';
import { circumstances } from './bench-table.ts';

/** A commit is compared with itself so often. */
const EQUAL_RUNS = 3;

/** All diffs of an example, in their order. Counts are asked for where they show the change. */
export const diffsOf = ({
  name,
  expected,
}: Pick<Example, 'name' | 'expected'>): Pick<KeptDiff, 'example' | 'direction' | 'run'>[] =>
  DIRECTIONS.filter((direction) => direction !== 'counts' || expected.some(({ counted }) => counted)).flatMap(
    (direction) =>
      Array.from({ length: direction === 'equal' ? EQUAL_RUNS : 1 }, (_, index) => ({
        ...{ example: name, direction },
        run: index + 1,
      })),
  );

const HEADER = ['example', 'change', 'diff', 'found', 'right', 'time'];

/** Markdown: a line for each diff, and how many are right. Those that were not made are named. */
export function servicesTable(examples: readonly Example[], kept: readonly KeptDiff[]): string {
  const all = examples.flatMap((example) => diffsOf(example).map((diff) => ({ ...diff, change: example.change })));
  const made = all.flatMap((diff) => {
    const one = kept.find((each) => nameOf(each) === nameOf(diff));
    return one === undefined ? [] : [{ ...one, change: diff.change }];
  });
  const rows = made.map(({ example, change, direction, run, came, wrong, ms }) => {
    const diff = direction === 'equal' ? `equal, ${run} of ${EQUAL_RUNS}` : direction;
    return [example, change, diff, came, wrong === null ? 'yes' : `**no: ${wrong}**`, `${(ms / 1_000).toFixed(0)} s`];
  });
  const right = made.filter(({ wrong }) => wrong === null);
  const missing = all.filter((diff) => !made.some((one) => nameOf(one) === nameOf(diff))).map(nameOf);
  const count = `${right.length} of ${all.length} diffs are right.`;
  return [
    [HEADER, HEADER.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    `${right.length === all.length ? 'Met' : 'MISSED'}: ${count}${missing.length === 0 ? '' : ` Not made: ${missing.join(', ')}.`}`,
    `${circumstances('diffs', made)}.`,
  ].join('\n\n');
}
