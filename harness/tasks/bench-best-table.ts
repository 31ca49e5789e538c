/** What the bench of the best ways keeps, and the table that it prints. Pure but for I/O. */
import { fileURLToPath } from 'node:url';
import { BEST, type PatternName, STACKS, type StackName } from '../results/schema.ts';
import { LEVEL, logMeanInterval, logRatioInterval } from '../stats/interval.ts';
import { median } from '../stats/quantiles.ts';
import { circumstances, markdownTable } from './bench-table.ts';
import { type Page, readPage } from './docs/pages.ts';
import { withPart } from './docs/written.ts';
import { readKept } from './kept-lines.ts';

/** Lines of all benches so far; only ever added to. */
export const KEPT_FILE = fileURLToPath(new URL('./bench-best-runs.jsonl', import.meta.url));

/** The blocks of one metric of one cell: one value each, the median of its trials. */
export interface BenchedCell {
  pattern: PatternName;
  stack: StackName;
  variant: string;
  metric: string;
  blocks: number[];
}

/** One bench. */
export interface KeptBench {
  at: string;
  commit: string;
  machine: string;
  /** Trials beside other work count. */
  noisy?: true;
  file_bytes: number;
  cells: BenchedCell[];
}

/** Metrics of the bench beside those of the patterns: a peak over that after one line, a time over its limit. */
export const OWN_METRICS = { peak: 'peak_of_one_line', limit: 'time_of_limit' } as const;

interface Line {
  title: string;
  pattern: PatternName;
  metric: string;
  /** The best way is set against `after`, but for what is a ratio already. */
  kind: 'against-after' | 'ratio';
}

const LINES: readonly Line[] = [
  { title: 'streaming: time', pattern: 'streaming', metric: 'time', kind: 'against-after' },
  { title: 'streaming: CPU per file', pattern: 'streaming', metric: 'cpu', kind: 'against-after' },
  {
    title: 'streaming: peak memory ÷ that after one line',
    pattern: 'streaming',
    metric: OWN_METRICS.peak,
    kind: 'ratio',
  },
  { title: 'batching: time ÷ its limit', pattern: 'batching', metric: OWN_METRICS.limit, kind: 'ratio' },
  { title: 'pooling: throughput, 8 clients', pattern: 'pooling', metric: 'capacity', kind: 'against-after' },
  { title: 'pooling: CPU per request', pattern: 'pooling', metric: 'cpu', kind: 'against-after' },
];

const UNITS: Record<string, (value: number) => string> = {
  time: (ms) => `${(ms / 1_000).toPrecision(3)} s`,
  capacity: (perSecond) => `${Math.round(perSecond).toLocaleString('en-US')}/s`,
  cpu: (ms) => (ms < 10 ? `${Math.round(ms * 1_000)} µs` : `${Math.round(ms)} ms`),
};
const shownRatio = (value: number) => `${value.toPrecision(3)} ×`;

/** The last bench as Markdown, after when and where it was made. */
export function bestTable(kept: readonly KeptBench[]): string {
  const bench = kept.at(-1);
  if (bench === undefined) return 'nothing is kept yet: make bench-best measures';
  const rows = LINES.flatMap((line) => STACKS.flatMap((stack) => rowOf(line, stack, bench)));
  const header = ['', 'stack', 'after', BEST, `${BEST} ÷ after`, '95 % interval', 'blocks'];
  const where = `${circumstances('bench', [bench])}${bench.noisy ? ', beside other work' : ''}`;
  return `${where}; file of ${bench.file_bytes / 1e6} MB\n\n${markdownTable(header, rows)}`;
}

/** The page that shows the last bench that was kept, as it should be. */
export const bestPage = (): Page =>
  withPart(readPage('harness/docs/compare.md'), 'best', bestTable(readKept<KeptBench>(KEPT_FILE)));

function rowOf({ title, pattern, metric, kind }: Line, stack: StackName, { cells }: KeptBench): string[][] {
  const of = (variant: string) =>
    cells.find((one) => {
      return one.pattern === pattern && one.stack === stack && one.variant === variant && one.metric === metric;
    })?.blocks ?? [];
  const [after, best] = [of('after'), of(BEST)];
  if (after.length === 0 || best.length === 0) return [];
  const { low, high, n } = kind === 'ratio' ? logMeanInterval(best, LEVEL) : logRatioInterval(best, after, LEVEL);
  const shown = UNITS[metric] ?? shownRatio;
  const ratio =
    kind === 'ratio' ? '' : shownRatio(median(best.map((value, block) => value / (after[block] as number))));
  const interval = low === null || high === null ? '–' : `${low.toPrecision(3)}–${high.toPrecision(3)}`;
  return [[title, stack, shown(median(after)), shown(median(best)), ratio, interval, String(n)]];
}
