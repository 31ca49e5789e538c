/** Names of libraries and their numbers inside sentences. */
import { listed } from '../../kit/format.ts';

/** With more, the others are counted. */
const MOST_NAMES = 3;

/** "pg, Knex, Kysely and 3 others". */
export function someOf(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return listed(names);
  const shown = names.slice(0, MOST_NAMES - 1);
  return listed([...shown, `${names.length - shown.length} others`]);
}

/** A number of a library. */
export interface NamedValue {
  title: string;
  value: number;
}

/** "0.90× (postgres.js) to 3.10× (Prisma)"; values that look equal once. */
export function spreadText(values: readonly NamedValue[], shown: (value: number) => string): string {
  const sorted = values.toSorted((one, other) => one.value - other.value);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return '';
  const [low, high] = [shown(least.value), shown(most.value)];
  if (low === high) return `${low} (${someOf(values.map(({ title }) => title))})`;
  return `${low} (${least.title}) to ${high} (${most.title})`;
}

/** So many groups can be named one by one. */
const MOST_GROUPS = 3;

/**
 * "4 round trips with pg and Knex, 3 with postgres.js": the most frequent value first; where there are many, their spread.
 * @param noun one of what is counted.
 * @param total how many libraries there are, also those without such a value.
 */
export function groupsText(values: readonly NamedValue[], noun: string, total: number = values.length): string {
  const groups = [...Map.groupBy(values, ({ value }) => value)].toSorted(
    ([one, ones], [other, others]) => others.length - ones.length || one - other,
  );
  const shown = (value: number) => value.toLocaleString('en-US');
  if (groups.length > MOST_GROUPS) return `${spreadText(values, shown)} ${noun}s`;
  return groups
    .map(([value, all], index) => {
      const counted = index > 0 ? shown(value) : `${shown(value)} ${noun}${value === 1 ? '' : 's'}`;
      const isAll = all.length === total && total > 2;
      return `${counted} with ${isAll ? `all ${total}` : someOf(all.map(({ title }) => title))}`;
    })
    .join(', ');
}
