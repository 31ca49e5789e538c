/** What a run writes while it goes on: its header (all that was known before the first trial) and its samples. */
import { type Static, Type } from 'typebox';
import { CoreShares, Inspection } from './cell.ts';
import { CurvePlan } from './curve.ts';
import { Failure, Invalidity } from './measures.ts';
import {
  DiffPatternName,
  DiffStackName,
  DriverName,
  PatternName,
  PlacementName,
  ProfileName,
  SideName,
  StackName,
} from './names.ts';
import { Sizes } from './sizes.ts';
import { TrialRules } from './trial-rules.ts';

/** The names of facts that others look for: what the runtimes are, and how fast they are in a loop of integers. */
export const RUNTIME_FACT = 'runtime';
export const CPU_SPEED_FACT = 'orders per second in the CPU report';

/** One fact that must be equal for the comparison to be fair, with its value in each stack. */
export const ParityFact = Type.Object({
  fact: Type.String(),
  values: Type.Partial(Type.Record(StackName, Type.String())),
  equal: Type.Boolean(),
  note: Type.Optional(Type.String({ description: 'Why an inequality is there and what it does to the numbers.' })),
});

const CoreList = Type.Union([Type.Array(Type.Integer()), Type.Null()], { description: 'Null: any core, not pinned.' });

/** Which cores held what, so that a capacity can say whose it is. In the workers pattern the service may use all cores. */
export const PlacementRecord = Type.Object({
  name: PlacementName,
  service: CoreList,
  /** PostgreSQL, where duet started it. */
  database: CoreList,
  /** The driver, the upstream stub and the proxy. */
  rest: CoreList,
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
  placement: Type.Optional(PlacementRecord),
  commit: Type.Union([Type.String(), Type.Null()]),
  dirty: Type.Boolean({ description: 'The work tree had changes that are not in the commit.' }),
  missing: Type.Array(Type.String(), { description: 'Metrics this platform cannot give, with the reason.' }),
  fingerprint: Type.String(),
});

/** The code of one variant, taken from the file that ran. */
export const CodeExcerpt = Type.Object({
  variant: Type.String(),
  file: Type.String({ description: 'Path from the repository root.' }),
  first_line: Type.Integer(),
  language: Type.Enum(['typescript', 'python']),
  text: Type.String(),
});

/** What the requests of one cell cause, counted before the first timed trial. */
export const CellInspection = Type.Object({
  pattern: DiffPatternName,
  stack: DiffStackName,
  variant: Type.String(),
  inspection: Inspection,
});

/** How the time of a run was spread over its patterns: decided once, from the spread of the pilot's blocks. */
export const TimeBudget = Type.Object({
  budget_ms: Type.Integer({ description: 'For the whole run, set-up and reports included.' }),
  blocks: Type.Optional(
    Type.Partial(Type.Record(PatternName, Type.Integer()), {
      description: 'Blocks of each pattern, those of the pilot included. Absent until the pilot is over.',
    }),
  ),
  spread_ms: Type.Optional(Type.Integer({ description: 'What was left to spread after the pilot.' })),
});

/** A phase of a block that came to its end: a line of phases.jsonl. Others are measured again when a run is resumed. */
export const FinishedPhase = Type.Object({
  block: Type.Integer(),
  pattern: DiffPatternName,
  phase: Type.Integer({ description: "Index into the pattern's phases." }),
  at: Type.String({ format: 'date-time', description: 'Its end.' }),
  ms: Type.Number({ description: 'How long it took, the start of its services included.' }),
  best_ms: Type.Optional(Type.Number({ description: 'What of it the best way took.' })),
});

/**
 * The version of run.json. From version 2 on it holds the rules for trials, and the samples beside it say in numbers why a
 * trial does not count; from version 3 on other programs may have driven loads.
 */
export const RUN_VERSION = 3;

/** The two loads under which services are measured: requests at a rate, whatever becomes of them, and so many clients. */
export const LOADS = ['open', 'closed'] as const;
export type LoadKind = (typeof LOADS)[number];

/** A program that drove a load in place of duet. */
export const LoadDriver = Type.Object({
  name: DriverName,
  version: Type.String({ description: 'As it says itself; of one that does not, a hash of the program.' }),
  load: Type.Enum([...LOADS], { description: 'What it drove, in the trials of all blocks.' }),
});

/** Everything known before the first timed trial; stored as run.json. */
export const RunHeader = Type.Object({
  schema: Type.Literal('duet-run'),
  schema_version: Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(RUN_VERSION)]),
  duet_version: Type.String(),
  id: Type.String(),
  command: Type.String({ description: 'The command line, as typed after "duet".' }),
  started_at: Type.String({ format: 'date-time' }),
  profile: ProfileName,
  seed: Type.Integer(),
  blocks: Type.Integer({ description: 'Blocks per pattern in the plan; with a time budget, those of the pilot.' }),
  fewer_blocks: Type.Optional(
    Type.Partial(Type.Record(PatternName, Type.Integer()), {
      description: 'Patterns with fewer, because a block of theirs takes long for what it tells.',
    }),
  ),
  sparing: Type.Optional(
    Type.Literal(true, { description: 'Variants that take long for what they tell were in the first block alone.' }),
  ),
  time_budget: Type.Optional(TimeBudget),
  resumed_at: Type.Optional(
    Type.Array(Type.String({ format: 'date-time' }), {
      description: 'When the run was continued after an end too early.',
    }),
  ),
  planned_trials: Type.Integer(),
  curves: Type.Optional(CurvePlan),
  patterns: Type.Array(PatternName),
  stacks: Type.Array(StackName),
  drivers: Type.Optional(
    Type.Array(LoadDriver, { description: "Absent: all loads were driven by duet's own driver." }),
  ),
  sizes: Sizes,
  environment: Environment,
  parity: Type.Array(ParityFact),
  inspections: Type.Optional(
    Type.Array(CellInspection, { description: 'One per cell whose requests succeeded, each also in its Cell.' }),
  ),
  rules: Type.Optional(TrialRules),
  sources: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'A hash of the source files of each part that makes the numbers: a resumed run needs the same.',
    }),
  ),
  code: Type.Partial(Type.Record(PatternName, Type.Partial(Type.Record(StackName, Type.Array(CodeExcerpt))))),
});

/** One trial of one cell: a line of samples.jsonl. */
export const Sample = Type.Object({
  block: Type.Integer(),
  trial: Type.Integer({ description: 'Position in the plan, counted over the whole run.' }),
  pattern: DiffPatternName,
  phase: Type.Optional(Type.String({ description: 'Which of the phases of the pattern, by name.' })),
  stack: DiffStackName,
  variant: Type.String(),
  side: Type.Optional(SideName),
  arm: Type.Optional(Type.Literal('control', { description: 'The same cell again, to see what nothing does (A/A).' })),
  at: Type.String({ format: 'date-time' }),
  metrics: Type.Record(Type.String(), Type.Number(), { description: 'The value of this trial per metric.' }),
  limits: Type.Record(Type.String(), Type.Number(), { description: 'Limits measured beside this trial, per metric.' }),
  raw_ms: Type.Optional(
    Type.Record(Type.String(), Type.Array(Type.Number()), { description: 'Single requests, per metric.' }),
  ),
  histograms: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'Requests under load, per metric: HdrHistogram V2, compressed, base64; microseconds.',
    }),
  ),
  failure: Type.Optional(Failure),
  attempt: Type.Optional(Type.Integer({ description: '2 for the repetition of an invalid trial. Absent: 1.' })),
  invalid: Type.Optional(Type.Array(Invalidity, { description: 'Why this trial does not count. Absent: it does.' })),
  driver: Type.Optional(
    Type.Object(
      {
        cpu_share: Type.Number({ description: 'A share of one core.' }),
        lag_p50_ms: Type.Optional(Type.Number()),
        lag_p99_ms: Type.Optional(Type.Number()),
        dropped: Type.Optional(Type.Integer()),
      },
      { description: "The load driver's own account." },
    ),
  ),
  busy: Type.Optional(Type.Array(CoreShares, { description: 'Per core.' })),
  foreign_cpu: Type.Optional(Type.Number({ description: 'Cores that processes not ours kept busy meanwhile.' })),
});

export type ParityFact = Static<typeof ParityFact>;
export type CellInspection = Static<typeof CellInspection>;
export type PlacementRecord = Static<typeof PlacementRecord>;
export type Environment = Static<typeof Environment>;
export type CodeExcerpt = Static<typeof CodeExcerpt>;
export type LoadDriver = Static<typeof LoadDriver>;
export type TimeBudget = Static<typeof TimeBudget>;
export type FinishedPhase = Static<typeof FinishedPhase>;
export type RunHeader = Static<typeof RunHeader>;
export type Sample = Static<typeof Sample>;
/** Those of duet's own services, as a comparison has no others. */
export type OwnSample = Sample & { pattern: PatternName; stack: StackName };

export const isOwn = (sample: Sample): sample is OwnSample =>
  sample.pattern !== 'request' && sample.stack !== 'service';
