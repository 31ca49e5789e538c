/** What the bench of the speed keeps of two comparisons, one by an earlier commit, and its tables. Pure but for the name of a file. */
import { fileURLToPath } from 'node:url';
import {
  BEST,
  type Estimate,
  type PatternName,
  type Results,
  STACKS,
  type StackName,
  type TimeSpent,
} from '../results/schema.ts';
import { geometricMean, mean, median } from '../stats/quantiles.ts';
import { circumstances, markdownTable } from './bench-table.ts';

/** Lines of all pairs so far; only ever added to. */
export const COMPARES_FILE = fileURLToPath(new URL('./bench-speed-compares.jsonl', import.meta.url));

/** The gains that decide: their intervals may not become wider. */
const HEADLINES: readonly { pattern: PatternName; metric: string }[] = [
  { pattern: 'parallel', metric: 'latency' },
  { pattern: 'streaming', metric: 'peak_rss' },
  { pattern: 'workers', metric: 'worst_light' },
  { pattern: 'batching', metric: 'time' },
  { pattern: 'pooling', metric: 'latency' },
  { pattern: 'pooling', metric: 'capacity' },
];

export interface KeptGain {
  pattern: PatternName;
  stack: StackName;
  variant: string;
  metric: string;
  value: number;
  low: number;
  high: number;
}

/** What is kept of one comparison. */
export interface KeptCompare {
  /** Wall time of the whole command. */
  ms: number;
  exit_code: number;
  /** Absent where that duet kept no account. */
  spent?: TimeSpent;
  gains: KeptGain[];
}

export interface ComparePair {
  profile: string;
  /** The earlier commit. */
  against: string;
  at: string;
  commit: string;
  machine: string;
  load_average: number;
  now: KeptCompare;
  earlier: KeptCompare;
}

/** Duets of any age: what all of them have written alike. */
export type ComparedResults = Pick<Results, 'patterns' | 'spent'>;

/** @param results those of a comparison, as it printed them. */
export function keptCompare(
  { patterns, spent }: ComparedResults,
  { ms, exit_code }: Pick<KeptCompare, 'ms' | 'exit_code'>,
): KeptCompare {
  const gains = HEADLINES.flatMap(({ pattern, metric }) =>
    STACKS.flatMap((stack) =>
      (patterns.find((one) => one.pattern === pattern)?.stacks[stack]?.gains ?? []).flatMap(
        ({ variant, metric: of, estimate }) =>
          of === metric && variant !== BEST && hasInterval(estimate)
            ? [{ pattern, stack, variant, metric, value: estimate.value, low: estimate.low, high: estimate.high }]
            : [],
      ),
    ),
  );
  return { ms, exit_code, ...(spent === undefined ? {} : { spent }), gains };
}

type WithInterval = Estimate & { low: number; high: number };
const hasInterval = (estimate: Estimate | null): estimate is WithInterval =>
  estimate !== null && estimate.low !== null && estimate.high !== null;

/** Those of a pair whose two runs may be trusted, and of the newest code and earlier commit that were paired. */
function comparable(pairs: readonly ComparePair[]): ComparePair[] {
  const last = pairs.at(-1);
  return pairs.filter(
    ({ now, earlier, ...pair }) =>
      now.exit_code === 0 &&
      earlier.exit_code === 0 &&
      pair.commit === last?.commit &&
      pair.against === last.against &&
      pair.profile === last.profile,
  );
}

/** When and where the pairs were made, their times, and the intervals of the gains that decide. */
export function comparesTable(pairs: readonly ComparePair[]): string {
  const some = comparable(pairs);
  const [first] = some;
  if (first === undefined) return 'no pair of comparisons is kept of which both may be trusted';
  const where = `${circumstances('pairs', some)}; profile ${first.profile}, against ${first.against}`;
  return [where, timesTable(some), gainsTable(some)].join('\n\n');
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
const meanOf = (pairs: readonly ComparePair[], msOf: (pair: ComparePair) => number) => mean(pairs.map(msOf));
/** What a comparison took for the cells that there have always been. */
const sharedMs = ({ ms, spent }: KeptCompare) => ms - (spent?.best_ms ?? 0) - (spent?.timelines_ms ?? 0);

function timesTable(pairs: readonly ComparePair[]): string {
  const row = (title: string, msOf: (compare: KeptCompare) => number): string[] => {
    const [before, now] = [meanOf(pairs, ({ earlier }) => msOf(earlier)), meanOf(pairs, (pair) => msOf(pair.now))];
    return [title, seconds(before), seconds(now), `${(now / before).toFixed(2)} ×`];
  };
  const part = (title: string, name: keyof TimeSpent): string[] => [
    title,
    '–',
    seconds(meanOf(pairs, ({ now }) => now.spent?.[name] ?? 0)),
    '',
  ];
  return markdownTable(
    [`wall time, mean of ${pairs.length}`, 'before', 'now', 'now ÷ before'],
    [
      row('whole command', ({ ms }) => ms),
      row('without the best way and timelines', sharedMs),
      part('blocks', 'measuring_ms'),
      part('best way', 'best_ms'),
      part('timelines', 'timelines_ms'),
      part('everything else', 'other_ms'),
    ],
  );
}

/** The width of an interval of a ratio, as a factor. */
const widthOf = ({ low, high }: KeptGain) => Math.log(high / low);
const sameGain = (one: KeptGain, other: KeptGain) =>
  one.pattern === other.pattern &&
  one.stack === other.stack &&
  one.variant === other.variant &&
  one.metric === other.metric;

function gainsTable(pairs: readonly ComparePair[]): string {
  const all = pairs[0]?.now.gains ?? [];
  const rows = all.flatMap((gain) => {
    const both = pairs.flatMap(({ now, earlier }) => {
      const [ours, theirs] = [now, earlier].map(({ gains }) => gains.find((one) => sameGain(one, gain)));
      return ours === undefined || theirs === undefined ? [] : [{ ours, theirs }];
    });
    if (both.length === 0) return [];
    const [ours, theirs] = [both.map((pair) => pair.ours), both.map((pair) => pair.theirs)];
    const meanValue = (some: KeptGain[]) => geometricMean(some.map(({ value }) => value)).toPrecision(3);
    // Of so few blocks a single width is chance: the mean of the squares is what their spread estimates.
    const widthIn = (some: KeptGain[]) => Math.sqrt(mean(some.map((one) => widthOf(one) ** 2)));
    const ratios = both.flatMap((pair) =>
      widthOf(pair.theirs) === 0 ? [] : [widthOf(pair.ours) / widthOf(pair.theirs)],
    );
    const within = both.filter((pair) => pair.ours.value >= pair.theirs.low && pair.ours.value <= pair.theirs.high);
    return [
      [
        `${gain.pattern} ${gain.metric}, ${gain.stack}${gain.variant === 'after' ? '' : ` ${gain.variant}`}`,
        ...[meanValue(theirs), meanValue(ours), `${within.length} of ${both.length}`],
        ...[shownWidth(widthIn(theirs)), shownWidth(widthIn(ours))],
        ratios.length === 0 ? '–' : `${median(ratios).toFixed(2)} ×`,
      ],
    ];
  });
  return markdownTable(
    [
      'gain',
      'before',
      'now',
      'now inside the interval before',
      'its end ÷ start before',
      'now',
      'width now ÷ before, median',
    ],
    rows,
  );
}

const shownWidth = (width: number) => Math.exp(width).toPrecision(3);
