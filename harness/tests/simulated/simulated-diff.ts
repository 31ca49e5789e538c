/** Made-up diffs, from the header to the last sample: what the rules say of them is known beforehand. */

import { judgeDiff } from '../../diff/judge-diff.ts';
import { progressOf } from '../../diff/undecided.ts';
import { isCell } from '../../results/cell-name.ts';
import {
  type CellInspection,
  type CellName,
  type DiffHeader,
  type DiffResults,
  type Inspection,
  type Metric,
  type Sample,
  type SequentialPlan,
  SIDES,
  type SideName,
} from '../../results/schema.ts';
import { shareOf } from '../../results/shares.ts';
import { FIXED_RULE, fixedLook } from '../../stats/fixed-sample.ts';
import { seededRandom } from '../../stats/random.ts';
import { planLooks, SEQUENTIAL_RULE } from '../../stats/sequential.ts';
import { type Noise, normal } from '../../stats/simulation/noise.ts';
import { goldenHeader } from '../golden/golden-header.ts';

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
  /** The standard deviation of a block's log ratio. */
  sd?: number;
  noise?: Noise;
  seed?: number;
  header?: Partial<DiffHeader>;
  /** Control arm against base, by metric. */
  controlRatios?: Record<string, number>;
}

const AT = '2026-01-14T09:30:00.000Z';
const WINDOWS = 2;
export const MOST_BLOCKS = 17;

/** They take a tenth of a second, and are the same for all diffs of so many cells. */
const looksByFamily = new Map<number, ReturnType<typeof planLooks>>();
function looksOf(family: number) {
  const looks = looksByFamily.get(family) ?? planLooks(MOST_BLOCKS, Math.max(1, family));
  looksByFamily.set(family, looks);
  return looks;
}

export function simulatedHeader({ cells = TWELVE_CELLS, header = {}, seed = 1 }: Simulated): DiffHeader {
  const counts = { round_trips: 1, statements: 1 };
  const inspections = { base: inspectionsOf(cells, counts), head: inspectionsOf(cells, counts) };
  const sequential = { rule: SEQUENTIAL_RULE, most_blocks: MOST_BLOCKS, looks: looksOf(cells.length) };
  const plan = { sequential, screening_blocks: 0, fresh_blocks: 0 };
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

/** Block after block of the cells that are undecided. */
export function simulateRun(simulated: Simulated): Run {
  const header = simulatedHeader(simulated);
  const all = Map.groupBy(simulatedSamples(simulated, header.cells, 0, MOST_BLOCKS), ({ block }) => block);
  const samples: Sample[] = [];
  let ended: SequentialPlan['ended'] = 'blocks';
  let undecided: readonly CellName[] = header.cells;
  let isCertain = false;
  for (let block = 0; block < MOST_BLOCKS; block++) {
    // Between looks nothing is decided.
    if (block === 0 || header.plan.sequential?.looks.some(({ blocks }) => blocks === block))
      ({ undecided, isCertain } = progressOf(header, samples, metricsOf));
    if (isCertain || undecided.length === 0) {
      ended = isCertain ? 'regression' : 'decided';
      break;
    }
    const ofBlock = all.get(block) ?? [];
    samples.push(...ofBlock.filter((sample) => undecided.some((cell) => isCell(sample, cell))));
  }
  const { sequential } = header.plan;
  if (sequential === undefined) return { header, samples };
  return { header: { ...header, plan: { ...header.plan, sequential: { ...sequential, ended } } }, samples };
}

export interface Shared extends Simulated {
  shards: number;
  /** So many in all shares together. */
  blocks: number;
  /** What each machine adds to head / base of the first cell, by which its CPU is multiplied; 1 where it is not given. */
  machines?: number[];
}

/** One plan, measured in shares, each on a machine of its own: the same blocks, however many machines there are. */
export function simulateShards(shared: Shared): DiffResults[] {
  const { shards, blocks, machines = [] } = shared;
  const whole = simulatedHeader(shared);
  const samples = simulatedSamples(shared, whole.cells, 0, blocks);
  return Array.from({ length: shards }, (_, index) => {
    const shard = index + 1;
    const look = fixedLook(blocks, whole.cells.length);
    const fixed = { rule: FIXED_RULE, blocks, shards, shard, look };
    const plan = { fixed, screening_blocks: 0, fresh_blocks: 0 };
    const header = { ...whole, id: `share-${shard}`, plan };
    const { from, to } = shareOf(blocks, { shard, shards });
    const own = samples
      .filter(({ block }) => block >= from && block < to)
      .map((sample) => ofMachine(sample, whole.cells[0], machines[index] ?? 1));
    return judgeDiff(header, own, END, metricsOf);
  });
}

function ofMachine(sample: Sample, cell: CellName | undefined, factor: number): Sample {
  if (sample.side !== 'head' || cell === undefined || !isCell(sample, cell)) return sample;
  return { ...sample, metrics: { ...sample.metrics, cpu: factor * (sample.metrics.cpu as number) } };
}

export const END = { finished_at: AT, status: 'complete', status_reason: null } as const;
export const PARTIAL = { finished_at: AT, status: 'partial', status_reason: 'Interrupted by SIGINT' } as const;

export const judged = ({ header, samples }: Run): DiffResults => judgeDiff(header, samples, END, metricsOf);
export const simulateDiff = (simulated: Simulated): DiffResults => judged(simulateRun(simulated));
