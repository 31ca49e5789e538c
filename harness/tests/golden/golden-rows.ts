/** Rows of the golden diffs: made-up blocks around a value, with the estimate that they give. */
import { gateOf } from '../../diff/gate.ts';
import type { DiffControl, DiffRow, Metric, PatternName, StackName } from '../../results/schema.ts';
import { logMeanInterval } from '../../stats/interval.ts';
import { DELTAS } from '../../stats/verdict.ts';

export const METRICS = {
  cpu: { id: 'cpu', title: 'CPU time of the service per request', unit: 'ms', better: 'lower', kind: 'cost' },
  p50: { id: 'p50', title: 'median latency', unit: 'ms', better: 'lower', kind: 'time' },
  capacity: { id: 'capacity', title: 'capacity', unit: 'req/s', better: 'higher', kind: 'time' },
  peak_rss: { id: 'peak_rss', title: 'peak memory', unit: 'bytes', better: 'lower', kind: 'memory' },
  statements: { id: 'statements', title: 'statements per request', unit: 'count', better: 'lower', kind: 'count' },
  round_trips: {
    id: 'round_trips',
    title: 'round trips to PostgreSQL per request',
    unit: 'count',
    better: 'lower',
    kind: 'count',
  },
} satisfies Record<string, Metric>;

type Cell = Pick<DiffRow, 'pattern' | 'stack' | 'variant'>;
type Measured = Cell & Pick<DiffRow, 'metric' | 'verdict'> & Partial<Omit<DiffRow, 'gated' | 'fails'>> & Drawn;

/** How the made-up blocks lie. */
interface Drawn {
  value: number;
  /** head / base. */
  ratio: number;
  /** Standard deviation of a block's log ratio. */
  sd: number;
  /** Until it was decided, or in all. */
  drawn?: number;
}

/** The rules of a diff that was asked for nothing else. */
const RULES = { strict: false, fail_on: 'regression' } as const;

/** Standard normal deviates that were drawn once. */
const DEVIATES = [
  0.42, -1.18, 0.77, -0.35, 1.31, -0.62, 0.08, 1.64, -0.91, 0.27, -1.47, 0.58, 0.96, -0.13, -0.74, 1.09, -0.49,
];

export function measuredRow({ value, ratio, sd, drawn = 6, ...row }: Measured): DiffRow {
  const pairs = (blocks: number, from: number) => {
    const drawn = Array.from({ length: blocks }, (_, block) => DEVIATES[(from + block) % DEVIATES.length] as number);
    return {
      base: drawn.map((_, block) => rounded(value * (1 + 0.004 * (block % 3)))),
      head: drawn.map((deviate, block) => rounded(value * (1 + 0.004 * (block % 3)) * ratio * Math.exp(sd * deviate))),
    };
  };
  const judged = pairs(drawn, row.metric.id.length);
  const isDecided = row.verdict !== 'inconclusive' && row.verdict !== 'invalid';
  const ratios = judged.head.map((head, block) => rounded(head / (judged.base[block] as number)));
  const { kind } = row.metric;
  const made = {
    family: kind === 'cost' ? ('primary' as const) : ('secondary' as const),
    alert: false,
    threshold: kind === 'count' || kind === 'growth' ? null : DELTAS[kind],
    base: rounded(mean(judged.base)),
    head: rounded(mean(judged.head)),
    change: estimate(ratios),
    suspected: false,
    p: row.verdict === 'regression' || row.verdict === 'improvement' ? 0.00012 : null,
    blocks: judged,
    ...(isDecided ? { decided_after: drawn } : {}),
    screening: { base: [], head: [] },
    fresh: { base: [], head: [] },
    ...row,
  };
  return { ...made, ...gateOf(made, RULES) };
}

export function countRow(row: Cell & { metric: Metric; base: number; head: number }): DiffRow {
  const changed = row.head > row.base ? 'regression' : 'improvement';
  const verdict = row.head === row.base ? 'no change' : changed;
  return {
    ...row,
    family: 'primary',
    verdict,
    ...gateOf({ ...row, family: 'primary', verdict }, RULES),
    alert: false,
    threshold: null,
    change: null,
    suspected: false,
    p: null,
    screening: { base: [], head: [] },
    fresh: { base: [], head: [] },
  };
}

export const cell = (pattern: PatternName, stack: StackName, variant = 'after'): Cell => ({ pattern, stack, variant });
export function control(stack: StackName, metric: string, ratio: number, sd: number): DiffControl {
  const ratios = DEVIATES.slice(2, 7).map((deviate) => rounded(ratio * Math.exp(sd * deviate)));
  return { ...cell('pooling', stack), metric, ratio: estimate(ratios), sd_per_block: sd, moved: false };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Twelve digits, so that a fixture does not depend on the last bits of a processor. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

function estimate(ratios: number[]): DiffControl['ratio'] {
  return JSON.parse(
    JSON.stringify(logMeanInterval(ratios, 0.95), (key, value) =>
      typeof value === 'number' && key !== 'level' ? rounded(value) : value,
    ),
  );
}
