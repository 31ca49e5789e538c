/** Made-up diffs, from the header to the last sample: what the rules say of them is known beforehand. */
import { goldenHeader } from '../../report/diff/testing/golden-header.ts';
import {
  type CellInspection,
  type CellName,
  type DiffHeader,
  type DiffResults,
  type Inspection,
  type Metric,
  type Sample,
  SIDES,
  type SideName,
} from '../../results/schema.ts';
import { seededRandom } from '../../stats/random.ts';
import { type Noise, normal } from '../../stats/simulation/noise.ts';
import { judgeDiff } from '../judge-diff.ts';
import { chooseSuspects } from '../suspects.ts';

const METRICS: readonly Metric[] = [
  { id: 'cpu', title: 'CPU time of the service per request', unit: 'ms', better: 'lower', kind: 'cost' },
  { id: 'capacity', title: 'capacity', unit: 'req/s', better: 'higher', kind: 'time' },
  { id: 'peak_rss', title: 'peak memory of the process', unit: 'bytes', better: 'lower', kind: 'memory' },
];
export const metricsOf = () => METRICS;

/** Twelve cells, as a whole diff has them. */
export const TWELVE_CELLS: CellName[] = (['node', 'python'] as const).flatMap((stack) => [
  ...(['parallel', 'streaming', 'batching', 'pooling'] as const).map((pattern) => ({
    pattern,
    stack,
    variant: 'after',
  })),
  { pattern: 'workers' as const, stack, variant: 'after' },
  { pattern: 'workers' as const, stack, variant: 'after-pool' },
]);
export const [ONE_CELL] = TWELVE_CELLS as [CellName];

export interface Simulated {
  cells?: CellName[];
  /** head / base of the first cell, by metric; 1 where it is not given. */
  ratios?: Record<string, number>;
  /** Of a block's log ratio. */
  sd?: number;
  noise?: Noise;
  seed?: number;
  header?: Partial<DiffHeader>;
  /** Control arm against base, by metric. */
  controlRatios?: Record<string, number>;
}

const AT = '2026-01-14T09:30:00.000Z';
const WINDOWS = 2;

export function simulatedHeader({ cells = TWELVE_CELLS, header = {}, seed = 1 }: Simulated): DiffHeader {
  const counts = { round_trips: 1, statements: 1 };
  const inspections = { base: inspectionsOf(cells, counts), head: inspectionsOf(cells, counts) };
  const plan = { screening_blocks: 5, fresh_blocks: 12 };
  return { ...goldenHeader(inspections), cells, seed, alerts: null, plan, ...header };
}

export const inspectionsOf = (cells: readonly CellName[], counts: Inspection['counts']): CellInspection[] =>
  cells.map((cell) => ({ ...cell, inspection: { requests: 1, how: 'one request', counts } }));

/** Samples of the cells in blocks `from` to `to` less 1; each block draws its errors from the seed. */
export function simulatedSamples(
  { ratios = {}, sd = 0.01, noise = normal, seed = 1, controlRatios = {}, ...simulated }: Simulated,
  cells: readonly CellName[],
  from: number,
  to: number,
): Sample[] {
  const all = simulated.cells ?? TWELVE_CELLS;
  const arms = [...SIDES.map((side) => ({ side })), { side: 'base' as const, arm: 'control' as const }];
  return cells.flatMap((cell) => {
    const index = all.indexOf(cell);
    return arms.flatMap((arm, armIndex) => {
      if ('arm' in arm && index !== 0) return [];
      const random = seededRandom(1_000_003 * seed + 97 * (10 * index + armIndex) + from);
      const errors = METRICS.map(() => noise(random, to - from));
      const own = 'arm' in arm ? controlRatios : arm.side === 'head' && index === 0 ? ratios : {};
      return Array.from({ length: to - from }, (_, n) => {
        // Half of the variance of a ratio is each side's.
        const values = METRICS.map(({ id }, metric): [string, number] => {
          const error = (errors[metric] as number[])[n] as number;
          return [id, 100 * (own[id] ?? 1) * Math.exp((sd / Math.SQRT2) * error)];
        });
        return windowsOf(cell, arm, from + n, 10 * index + armIndex, Object.fromEntries(values));
      }).flat();
    });
  });
}

type Arm = Pick<Sample, 'arm'> & { side: SideName };

/** The windows of one arm in one block; their trial numbers are unique in the diff. */
function windowsOf(cell: CellName, arm: Arm, block: number, place: number, metrics: Record<string, number>): Sample[] {
  return Array.from({ length: WINDOWS }, (_, window) => ({
    block,
    trial: (block * 1_000 + place) * WINDOWS + window,
    ...cell,
    phase: 'load',
    ...arm,
    at: AT,
    metrics,
    limits: {},
  }));
}

export interface Run {
  header: DiffHeader;
  samples: Sample[];
}

/** Screening, the choice of suspects, and their fresh blocks. */
export function simulateRun(simulated: Simulated, leftMs = Number.POSITIVE_INFINITY): Run {
  const header = simulatedHeader(simulated);
  const { screening_blocks } = header.plan;
  const screening = simulatedSamples(simulated, header.cells, 0, screening_blocks);
  const chosen = chooseSuspects(header, screening, { leftMs, blockMs: () => 1 }, metricsOf);
  const plan = { ...header.plan, ...chosen };
  const suspected = header.cells.filter((cell) =>
    chosen.suspects.some(({ pattern, stack, variant }) => keyOf({ pattern, stack, variant }) === keyOf(cell)),
  );
  const fresh = simulatedSamples(simulated, suspected, screening_blocks, screening_blocks + plan.fresh_blocks);
  return { header: { ...header, plan }, samples: [...screening, ...fresh] };
}

const keyOf = ({ pattern, stack, variant }: CellName) => `${pattern}/${stack}/${variant}`;

export const END = { finished_at: AT, status: 'complete', status_reason: null } as const;
export const PARTIAL = { finished_at: AT, status: 'partial', status_reason: 'Interrupted by SIGINT' } as const;

export const judged = ({ header, samples }: Run): DiffResults => judgeDiff(header, samples, END, metricsOf);
export const simulateDiff = (simulated: Simulated): DiffResults => judged(simulateRun(simulated));
