/**
 * The versioned format of everything a run writes: the header (what was known before the first trial),
 * the samples (one line per trial) and the results (what the samples say).
 *
 * Numbers are in fixed base units which stand in the metric's `unit`: ms, bytes, req/s, count, fraction.
 * Formatting happens only in `report/`.
 */
import { type Static, Type } from 'typebox';

export const SCHEMA_VERSION = 1;

export const PATTERNS = ['parallel', 'streaming', 'workers', 'batching', 'pooling'] as const;
export const STACKS = ['node', 'python'] as const;
export const PROFILES = ['smoke', 'quick', 'standard', 'seed'] as const;

export const PatternName = Type.Enum([...PATTERNS]);
export const StackName = Type.Enum([...STACKS]);
export const ProfileName = Type.Enum([...PROFILES]);

/** What is measured: its unit, which direction is better, and how it may be judged. */
export const Metric = Type.Object({
  id: Type.String({ description: 'Unique within its pattern, e.g. latency, peak_rss.' }),
  title: Type.String({ description: 'As a heading, e.g. "median latency".' }),
  unit: Type.Enum(['ms', 'bytes', 'req/s', 'count', 'fraction']),
  better: Type.Enum(['lower', 'higher']),
  kind: Type.Enum(['count', 'cost', 'memory', 'time']),
});

/** A value over blocks. The interval is null when fewer than three blocks support one. */
export const Estimate = Type.Object({
  value: Type.Number(),
  low: Type.Union([Type.Number(), Type.Null()]),
  high: Type.Union([Type.Number(), Type.Null()]),
  level: Type.Number({ description: 'Coverage of the interval, e.g. 0.95.' }),
  n: Type.Integer({ description: 'Blocks behind the value.' }),
  blocks: Type.Array(Type.Number(), { description: 'The value of each block, in block order.' }),
  method: Type.Optional(
    Type.Enum(['student-t', 'signed-rank'], {
      description: 'Whose interval counts: the wider one. Absent: Student t.',
    }),
  ),
  hodges_lehmann: Type.Optional(
    Type.Object(
      {
        value: Type.Number(),
        low: Type.Union([Type.Number(), Type.Null()]),
        high: Type.Union([Type.Number(), Type.Null()]),
      },
      { description: 'The Hodges-Lehmann estimate with its signed-rank interval, from 8 blocks on.' },
    ),
  ),
});

/** Why a cell has no number: an answer that the contract expects to be possible, or a fault of the run. */
export const Failure = Type.Object({
  status: Type.Integer({ description: 'HTTP status, 0 when no answer came.' }),
  type: Type.String({ description: 'Problem type, e.g. urn:duet:problem:string-too-long.' }),
  title: Type.String(),
  detail: Type.String(),
});

/** Pattern x stack x variant, over all its blocks. */
export const Cell = Type.Object({
  variant: Type.String(),
  status: Type.Enum(['measured', 'failed', 'missing']),
  failure: Type.Optional(Failure),
  metrics: Type.Record(Type.String(), Estimate),
});

/** How much better `variant` is than `before`. A ratio above 1 or a difference above 0 is an improvement. */
export const Gain = Type.Object({
  metric: Type.String(),
  variant: Type.String(),
  kind: Type.Enum(['ratio', 'difference']),
  estimate: Type.Union([Estimate, Type.Null()], { description: 'Null when a side was not measured.' }),
  why_missing: Type.Optional(Type.String()),
});

/** The lowest (or highest) value physics or the workload allows, computed in the same run. */
export const Limit = Type.Object({
  metric: Type.String(),
  value: Type.Number(),
  how: Type.String({ description: 'One sentence: what was measured or computed.' }),
});

/** What the source document states, at its own sizes. */
export const Claim = Type.Object({
  metric: Type.String(),
  before: Type.Union([Type.Number(), Type.Null()]),
  after: Type.Union([Type.Number(), Type.Null()]),
  gain: Type.Union([Type.Number(), Type.Null()], { description: 'Null where the source says infinity.' }),
  text: Type.String({ description: 'The claim in words.' }),
});

/** The code of one variant, taken from the file that ran. */
export const CodeExcerpt = Type.Object({
  variant: Type.String(),
  file: Type.String({ description: 'Path from the repository root.' }),
  first_line: Type.Integer(),
  language: Type.Enum(['typescript', 'python']),
  text: Type.String(),
});

export const StackResult = Type.Object({
  cells: Type.Array(Cell),
  gains: Type.Array(Gain),
  limits: Type.Array(Limit),
  code: Type.Array(CodeExcerpt),
});

export const PatternResult = Type.Object({
  pattern: PatternName,
  title: Type.String({ description: 'e.g. "Independent queries in parallel".' }),
  workload: Type.String({ description: 'What this profile ran, with sizes, in one sentence.' }),
  headline: Type.String({ description: 'Id of the metric of the summary row.' }),
  metrics: Type.Array(Metric, { description: 'The headline first.' }),
  claims: Type.Array(Claim),
  stacks: Type.Partial(Type.Record(StackName, StackResult)),
  ratios_of_gains: Type.Array(
    Type.Object({
      metric: Type.String(),
      variant: Type.String(),
      estimate: Estimate,
    }),
    { description: "Node's gain over Python's, block by block." },
  ),
});

/** One fact that must be equal for the comparison to be fair, with its value in each stack. */
export const ParityFact = Type.Object({
  fact: Type.String(),
  values: Type.Partial(Type.Record(StackName, Type.String())),
  equal: Type.Boolean(),
  note: Type.Optional(Type.String({ description: 'Why an inequality is there and what it does to the numbers.' })),
});

/** The machine and the software. `fingerprint` is a hash of what must be equal to compare absolute times. */
export const Environment = Type.Object({
  cpu: Type.String(),
  cores: Type.Integer(),
  memory_bytes: Type.Integer(),
  os: Type.String(),
  kernel: Type.String(),
  container: Type.Boolean(),
  runtimes: Type.Partial(Type.Record(StackName, Type.String({ description: 'e.g. "Node.js 24.21.0".' }))),
  harness_node: Type.String(),
  postgres: Type.String(),
  postgres_source: Type.Enum(['embedded', 'DATABASE_URL']),
  pinning: Type.String({ description: 'How processes were placed on cores.' }),
  commit: Type.Union([Type.String(), Type.Null()]),
  dirty: Type.Boolean({ description: 'The work tree had changes that are not in the commit.' }),
  missing: Type.Array(Type.String(), { description: 'Figures this platform cannot give, with the reason.' }),
  fingerprint: Type.String(),
});

/** Everything known before the first timed trial; stored as run.json. */
export const RunHeader = Type.Object({
  schema: Type.Literal('duet-run'),
  schema_version: Type.Literal(SCHEMA_VERSION),
  duet_version: Type.String(),
  id: Type.String(),
  command: Type.String({ description: 'The command line, as typed after "duet".' }),
  started_at: Type.String({ format: 'date-time' }),
  profile: ProfileName,
  seed: Type.Integer(),
  blocks: Type.Integer({ description: 'Blocks per pattern in the plan.' }),
  planned_trials: Type.Integer(),
  patterns: Type.Array(PatternName),
  stacks: Type.Array(StackName),
  sizes: Type.Record(Type.String(), Type.Number(), { description: 'The frozen sizes of the plan.' }),
  environment: Environment,
  parity: Type.Array(ParityFact),
  code: Type.Partial(Type.Record(PatternName, Type.Partial(Type.Record(StackName, Type.Array(CodeExcerpt))))),
});

/** One trial of one cell: a line of samples.jsonl. */
export const Sample = Type.Object({
  block: Type.Integer(),
  trial: Type.Integer({ description: 'Position in the plan, counted over the whole run.' }),
  pattern: PatternName,
  stack: StackName,
  variant: Type.String(),
  arm: Type.Optional(Type.Literal('control', { description: 'The same cell again, to see what nothing does (A/A).' })),
  at: Type.String({ format: 'date-time' }),
  metrics: Type.Record(Type.String(), Type.Number(), { description: 'The value of this trial per metric.' }),
  limits: Type.Record(Type.String(), Type.Number(), { description: 'Limits measured beside this trial, per metric.' }),
  raw_ms: Type.Optional(Type.Record(Type.String(), Type.Array(Type.Number()))),
  failure: Type.Optional(Failure),
});

/** A cell against itself (A/A): what the numbers do when nothing differs. */
export const Control = Type.Object({
  pattern: PatternName,
  stack: StackName,
  variant: Type.String(),
  metric: Type.String(),
  ratio: Estimate,
  sd_per_block: Type.Union([Type.Number(), Type.Null()], {
    description: "Standard deviation of a block's log ratio; null below two blocks.",
  }),
  moved: Type.Boolean({ description: 'The 99 % interval excludes 1, although nothing differs.' }),
});

export const Results = Type.Object({
  schema: Type.Literal('duet-results'),
  schema_version: Type.Literal(SCHEMA_VERSION),
  status: Type.Enum(['complete', 'partial']),
  status_reason: Type.Union([Type.String(), Type.Null()]),
  finished_at: Type.String({ format: 'date-time' }),
  trials: Type.Integer({ description: 'Samples behind these results.' }),
  run: RunHeader,
  patterns: Type.Array(PatternResult),
  controls: Type.Optional(Type.Array(Control)),
});

export type PatternName = (typeof PATTERNS)[number];
export type StackName = (typeof STACKS)[number];
export type ProfileName = (typeof PROFILES)[number];
export type Metric = Static<typeof Metric>;
export type Estimate = Static<typeof Estimate>;
export type Failure = Static<typeof Failure>;
export type Cell = Static<typeof Cell>;
export type Gain = Static<typeof Gain>;
export type Limit = Static<typeof Limit>;
export type Claim = Static<typeof Claim>;
export type CodeExcerpt = Static<typeof CodeExcerpt>;
export type StackResult = Static<typeof StackResult>;
export type PatternResult = Static<typeof PatternResult>;
export type ParityFact = Static<typeof ParityFact>;
export type Environment = Static<typeof Environment>;
export type RunHeader = Static<typeof RunHeader>;
export type Sample = Static<typeof Sample>;
export type Control = Static<typeof Control>;
export type Results = Static<typeof Results>;
