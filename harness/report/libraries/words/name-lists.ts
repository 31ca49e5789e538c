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

/** "0.90× (postgres.js) to 3.10× (Prisma)": all whose value looks like the end that it is. */
export function spreadText(values: readonly NamedValue[], shown: (value: number) => string): string {
  if (values.length === 0) return '';
  const all = values.map(({ value }) => value);
  const [low, high] = [Math.min(...all), Math.max(...all)].map(shown) as [string, string];
  const end = (text: string) => {
    const titles = values.filter(({ value }) => shown(value) === text).map(({ title }) => title);
    return `${text} (${someOf(titles)})`;
  };
  return low === high ? end(low) : `${end(low)} to ${end(high)}`;
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
  if (groups.length > MOST_GROUPS)
    return `${spreadText(values, shown)} ${noun}s${mostText(groups[0]?.[1] ?? [], values)}`;
  return groups
    .map(([value, all], index) => {
      const counted = index > 0 ? shown(value) : `${shown(value)} ${noun}${value === 1 ? '' : 's'}`;
      const isAll = all.length === total && total > 2;
      return `${counted} with ${isAll ? `all ${total}` : someOf(all.map(({ title }) => title))}`;
    })
    .join(', ');
}

/** ", mostly 3", where more than half have the same. */
const mostText = (largest: readonly NamedValue[], all: readonly NamedValue[]): string =>
  largest.length > all.length / 2 ? `, mostly ${largest[0]?.value.toLocaleString('en-US')}` : '';
