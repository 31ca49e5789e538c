/** In what two runs differ, in words: what makes the comparison unfair as banners, all of it as a table. */
import type { Aspect, Beside, RunDifference, Weight } from '../../results/beside.ts';
import { type Banner, bannerOf } from '../kit/facts.ts';
import { counted, listedFirst, quantity, STACK_TITLES } from '../kit/format.ts';
import type { DataTable } from '../kit/tables.ts';

/** So much of a hash tells it from others. */
const HASH = 12;

const TITLES: Record<Aspect, string> = {
  profile: 'profile',
  size: 'size',
  measuring: 'how duet measures',
  driver: 'load driver',
  cpu: 'processor',
  cores: 'cores',
  memory: 'memory',
  system: 'system',
  container: 'in a container',
  placement: 'placement on cores',
  harness: 'runtime of the harness',
  runtime: 'runtime',
  code: 'code of the service',
  fact: 'fact',
  database: 'database',
  duet: 'version of duet',
  commit: 'commit',
  patterns: 'patterns',
  stacks: 'stacks',
  blocks: 'blocks',
};

const MEANINGS: Record<Weight, string> = {
  work: 'the work itself: the gains need not be equal',
  machine: 'the machine: times and capacities change with it, most gains little',
  software: 'what was measured',
  extent: 'how wide intervals are, or what can be compared',
};

/** "Node runtime", "file_bytes", "libraries of Python". */
function titleOf({ aspect, name, stack }: RunDifference): string {
  if (aspect === 'runtime' && stack) return `${STACK_TITLES[stack]} runtime`;
  const title = name ?? TITLES[aspect];
  return stack === undefined ? title : `${title} of ${STACK_TITLES[stack]}`;
}

/** Both values; of lists that many things have in common, only what they have not. */
function valuesOf({ aspect, here, there }: RunDifference): [here: string, there: string] {
  const shown = (value: string | number | null) => valueText(aspect, value);
  if (aspect !== 'fact' || here === null || there === null) return [shown(here), shown(there)];
  const [one, other] = [here, there].map((value) => String(value).split(', ')) as [string[], string[]];
  const own = (some: string[], others: string[]) => some.filter((part) => !others.includes(part)).join(', ') || 'none';
  return [own(one, other), own(other, one)];
}

function valueText(aspect: Aspect, value: string | number | null): string {
  if (value === null) return 'not recorded';
  if (typeof value === 'number') return aspect === 'memory' ? quantity(value, 'bytes') : value.toLocaleString('en-US');
  if (aspect === 'code' || aspect === 'measuring')
    return value
      .split(' ')
      .map((hash) => hash.slice(0, HASH))
      .join(' ');
  if (aspect === 'commit') return value.replace(/^([0-9a-f]{12})[0-9a-f]*/, '$1');
  return value;
}

/** "profile (quick here, standard there)". */
function inWords(difference: RunDifference): string {
  const [here, there] = valuesOf(difference);
  return `${titleOf(difference)} (${here} here, ${there} there)`;
}

const named = (differences: readonly RunDifference[]): string =>
  listedFirst(differences.map(inWords), (rest) => counted(rest, 'other thing'));

const of = ({ differences }: Pick<Beside, 'differences'>, weight: Weight) =>
  differences.filter((each) => each.weight === weight);

/** What makes the comparison unfair. */
export function unfairBanners(beside: Pick<Beside, 'differences'>): Banner[] {
  const work = of(beside, 'work');
  // Its sizes are those of the profile.
  const told = work.some(({ aspect }) => aspect === 'profile') ? work.filter(({ aspect }) => aspect !== 'size') : work;
  const machine = of(beside, 'machine');
  return [
    bannerOf(
      'failure',
      'The two runs did not do the same work',
      told.length === 0 ? [] : [`Their gains need not be equal. They differ in ${named(told)}.`],
    ),
    bannerOf(
      'partial',
      'The two runs were not made on the same machine',
      machine.length === 0
        ? []
        : [`Times and capacities change with it, and most gains a little. They differ in ${named(machine)}.`],
    ),
  ].filter((banner) => banner !== null);
}

/** In what the runs differ that they are usually laid beside each other for. */
export function softwareSentence(beside: Pick<Beside, 'differences'>): string {
  const software = of(beside, 'software');
  if (software.length > 0) return `The runs differ in ${named(software)}.`;
  return of(beside, 'work').length + of(beside, 'machine').length > 0
    ? 'Their software is the same.'
    : 'They record no difference in software, machine or work.';
}

export function differenceTable({ differences }: Pick<Beside, 'differences'>): DataTable {
  return {
    caption: 'In what the two runs differ',
    header: ['what', 'here', 'there', 'it bears on'],
    rows: differences.map((each) => [titleOf(each), ...valuesOf(each), MEANINGS[each.weight]]),
  };
}
