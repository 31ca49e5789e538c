/** The sizes and delays of a run. Defaults live in this one table, from which the help is printed. */
import type { CurvePlan, PatternName, ProfileName, Sizes } from '../results/schema.ts';

export interface Profile {
  summary: string;
  blocks: number;
  /** For patterns whose blocks take longest for what they tell. */
  fewerBlocks?: Partial<Record<PatternName, number>>;
  /** What a phase measures sparingly is in the first block alone, and so has no interval. */
  sparing?: true;
  /** Whether trials on a busy machine count. Where one tiny block only shows that everything works, they do. */
  onBusyMachine: 'invalid' | 'shown';
  curves: CurveProfile;
  sizes: Sizes;
}

/** How break-even curves are measured. */
export interface CurveProfile extends Pick<CurvePlan, 'rounds' | 'stride'> {
  /** Also when nobody asks for them. */
  byDefault: boolean;
}

/**
 * Three blocks are the fewest that give an interval. Of workers there are five, because what is measured there is chance, and a
 * block of it is small.
 */
const THREE_BUT_OF_WORKERS = {
  blocks: 5,
  fewerBlocks: { parallel: 3, streaming: 3, batching: 3, pooling: 3 },
} as const;

/** Three rounds are the fewest that give an interval. */
const ALL_POINTS = { rounds: 3, stride: 1 };

/** The original document's sizes, with its delays times `scale`. */
function scaled(scale: number, own: Pick<Sizes, 'file_bytes' | 'report_ms' | 'users' | 'rtt_ms'>): Sizes {
  return {
    user_ms: 500 * scale,
    orders_ms: 600 * scale,
    reviews_ms: 400 * scale,
    call_base_ms: 47.98 * scale,
    call_per_item_ms: 2.02 * scale,
    report_size_node: 0,
    report_size_python: 0,
    light_per_s: 200,
    capacity_ms: 200,
    capacity_clients: 8,
    ...own,
  };
}

export const profiles: Record<ProfileName, Profile> = {
  smoke: {
    summary: 'one block of everything, tiny: does it work?',
    blocks: 1,
    onBusyMachine: 'shown',
    curves: { byDefault: false, rounds: 1, stride: 4 },
    sizes: scaled(0.04, { file_bytes: 4e6, report_ms: 200, users: 100, rtt_ms: 2 }),
  },
  quick: {
    summary: 'delays x 0.1, 64 MB file: about two minutes',
    ...THREE_BUT_OF_WORKERS,
    sparing: true,
    onBusyMachine: 'invalid',
    curves: { byDefault: false, ...ALL_POINTS },
    sizes: scaled(0.1, { file_bytes: 64e6, report_ms: 500, users: 200, rtt_ms: 5 }),
  },
  standard: {
    summary: 'delays x 0.2, 256 MB file, three to eight blocks, break-even curves: about ten minutes',
    blocks: 8,
    // A block of these takes 20 to 26 s, of the others 8 to 15 s. The gain in time of batching and in memory of streaming
    // spreads by 1 to 2 % from block to block.
    fewerBlocks: { streaming: 3, batching: 3 },
    onBusyMachine: 'invalid',
    curves: { byDefault: true, ...ALL_POINTS },
    sizes: scaled(0.2, { file_bytes: 256e6, report_ms: 1_000, users: 1_000, rtt_ms: 5 }),
  },
  original: {
    summary: "the original document's sizes, 1 GB file, 3 s report: up to twenty minutes",
    ...THREE_BUT_OF_WORKERS,
    onBusyMachine: 'invalid',
    curves: { byDefault: false, ...ALL_POINTS },
    sizes: scaled(1, { file_bytes: 1e9, report_ms: 3_000, users: 1_000, rtt_ms: 20 }),
  },
};
