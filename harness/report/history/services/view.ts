/** A history of several services: what it says in sentences, and a row for each gain of the newest run of each service. */
import type { TrendValue, TrendView } from '../../../results/trends.ts';
import { LEVEL } from '../../../stats/interval.ts';
import { counted, instant } from '../../kit/format.ts';
import { wholeShare } from '../../kit/percent.ts';
import { ABSENT, type SortableColumn } from '../../kit/sortable.ts';
import { barsOf } from '../bars.ts';
import { type NewestTexts, newestOf, newestTexts } from '../newest.ts';

export interface ServiceRow extends NewestTexts {
  service: string;
  /** The gain as a number, and its change as a share of what is usual or, of a difference, in its unit. */
  gain: number;
  moved: number | null;
  /** How far it lies from what is expected, as a share of the way to the end of that; null where nothing is. */
  distance: number | null;
  /** The newest run, and how many there are. */
  finished_at: string;
  runs: number;
  /** The newest runs as a line of bars. */
  course: string;
}

const UNNAMED = '(without a name)';

/** What moved most comes first; what nothing can be said of comes last. */
export function serviceRows(views: readonly TrendView[]): ServiceRow[] {
  const rows = views.flatMap((view) =>
    newestOf(view).map((newest): ServiceRow => {
      const { step, values } = newest.series;
      const gain = (values.at(-1) as TrendValue).value;
      return {
        ...newestTexts(newest),
        service: view.service ?? UNNAMED,
        gain,
        moved: step.usual === null ? null : newest.trend.kind === 'ratio' ? gain / step.usual - 1 : gain - step.usual,
        distance: step.distance,
        finished_at: view.entries.at(-1)?.finished_at ?? '',
        runs: view.entries.length,
        course: barsOf(newest.series),
      };
    }),
  );
  return rows.sort((one, other) => (other.distance ?? -1) - (one.distance ?? -1));
}

/** "10,000 runs of 50 services of the quick profile, …". */
export function servicesLine(views: readonly TrendView[]): string {
  const ends = views.flatMap(({ entries }) => [entries.at(0), entries.at(-1)]).map((run) => run?.finished_at ?? '');
  const [first = '', last = ''] = [ends.toSorted(byTime).at(0), ends.toSorted(byTime).at(-1)];
  const runs = views.reduce((sum, { entries }) => sum + entries.length, 0);
  const profile = views[0]?.profile ?? '';
  return `${counted(runs, 'run')} of ${counted(views.length, 'service')}, ${profile} profile, ${instant(first)} to ${instant(last)}.`;
}

const byTime = (one: string, other: string) => Date.parse(one) - Date.parse(other);

/** "37 of 500 gains stand out from the runs before; by chance it would be some 25." */
export function servicesSentence(rows: readonly ServiceRow[]): string {
  const judged = rows.filter(({ distance }) => distance !== null);
  if (judged.length === 0) return 'Whether a gain changed cannot be told yet: no service has enough earlier runs.';
  const moved = judged.filter(({ tone }) => tone !== 'quiet');
  const byChance = Math.round((1 - LEVEL) * judged.length);
  const services = new Set(moved.map(({ service }) => service)).size;
  const among = moved.length === 0 ? '' : `, in ${counted(services, 'service')}`;
  return `${moved.length} of ${counted(judged.length, 'gain')} of the newest runs ${moved.length === 1 ? 'stands' : 'stand'} out from the runs before them${among}. By chance it would be about ${byChance}.`;
}

/** What the heading of a column does not say. */
export const DISTANCE =
  'The distance is how far the newest gain lies from what the runs before it let expect, in percent of the way to the end of that interval: beyond 100 % it stands out.';

export const SERVICE_COLUMNS: readonly SortableColumn<ServiceRow>[] = [
  { heading: 'service', text: ({ service }) => service },
  { heading: 'gain', text: ({ cell, metric }) => `${cell}, ${metric}` },
  { heading: 'newest', text: ({ value }) => value, value: ({ gain }) => gain },
  { heading: 'change', text: ({ change }) => change, value: ({ moved }) => moved },
  {
    heading: 'distance',
    text: ({ distance }) => (distance === null ? ABSENT : wholeShare(distance)),
    value: ({ distance }) => distance,
  },
  { heading: 'reading', text: ({ reading }) => reading, tone: ({ tone }) => tone },
  { heading: 'newest runs', text: ({ course }) => course },
  { heading: 'runs', text: ({ runs }) => runs.toLocaleString('en-US'), value: ({ runs }) => runs },
  { heading: 'last run', text: ({ finished_at }) => instant(finished_at) },
];
