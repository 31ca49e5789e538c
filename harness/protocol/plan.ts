/** The plan of a run: every trial in its order, made before the first one from one seed. Pure. */
import { patterns } from '../patterns/index.ts';
import type { Phase, Testbed } from '../patterns/pattern.ts';
import type { DiffPatternName, DiffStackName, RunHeader, SideName, Sizes, StackName } from '../results/schema.ts';
import { type Random, seededRandom, shuffle } from '../stats/random.ts';
import { balancedOrder } from './balanced-order.ts';
import { instancesOf } from './instance.ts';

export interface PlannedTrial {
  /** Position over the whole run. */
  trial: number;
  stack: DiffStackName;
  variant: string;
  /** Always there in a diff, and only there. */
  side?: SideName;
  /** The same cell again, for the A/A control. */
  arm?: 'control';
}

/** The trials of one phase of one pattern in one block. */
export interface PlannedPhase {
  block: number;
  pattern: DiffPatternName;
  /** Index into the pattern's phases. */
  phase: number;
  /** Its services are those of the phase before it, which need not be started again. */
  continues?: true;
  trials: PlannedTrial[];
}

/** The phases that a plan is about: those of the patterns themselves, or the gate's. */
export type PhasesOf = (pattern: DiffPatternName) => readonly Phase<Testbed>[];
/** A run has no requests of a reader's. */
export const ownPhases: PhasesOf = (pattern) => (pattern === 'request' ? [] : patterns[pattern].phases);

/** A cell of a pattern that is already named. */
export type PlannedCell = Pick<PlannedTrial, 'stack' | 'variant'>;

export interface PlanOptions {
  patterns: DiffPatternName[];
  stacks: DiffStackName[];
  /** The number for every pattern, or for each. */
  blocks: number | Partial<Record<DiffPatternName, number>>;
  seed: number;
  /** What a phase measures sparingly is in the first block alone. */
  sparing?: true | undefined;
  phasesOf?: PhasesOf;
  /** What a phase measures in a block; where it is nothing, there is no such phase. Default: every variant of every stack. */
  cellsOf?: (pattern: DiffPatternName, phase: Phase<Testbed>, block: number) => readonly PlannedCell[];
  /** In a diff: every cell is measured on each of them, and base against itself. */
  sides?: readonly SideName[];
}

/**
 * Blocks go round: block 1 of every pattern, then block 2, so that a drift of the machine touches all
 * patterns equally and an interrupted run holds something of each. The order of lifetimes is drawn per block; that of the
 * phases in a lifetime is always the same, so that what a service went through before a phase is no reason for blocks to
 * differ. With more blocks of some patterns, the plan begins as it did before: the blocks that all have come first.
 */
export function makePlan(options: PlanOptions): PlannedPhase[] {
  const { patterns: names, stacks, blocks, seed, sparing = false, phasesOf = ownPhases, sides } = options;
  const everyCell = (pattern: DiffPatternName, { sparingly = [] }: Phase<Testbed>, block: number) => {
    if (pattern === 'request') return [];
    const { variants } = patterns[pattern];
    const measured = variants.filter((variant) => !(sparing && block > 0 && sparingly.includes(variant)));
    return stacks.flatMap((stack) => measured.map((variant) => ({ stack, variant })));
  };
  const { cellsOf = everyCell } = options;
  const random = seededRandom(seed);
  const blocksOf = (name: DiffPatternName) => (typeof blocks === 'number' ? blocks : (blocks[name] ?? 0));
  let trial = 0;
  let hadCheapControl = false;

  const planBlock = (block: number): PlannedPhase[] => {
    const measured = names
      .filter((pattern) => block < blocksOf(pattern))
      .flatMap((pattern) => phasesOf(pattern).map((phase, index) => ({ pattern, phase, index })))
      .map((one) => ({ ...one, cells: cellsOf(one.pattern, one.phase, block) }))
      .filter(({ cells }) => cells.length > 0);
    // A run that has a cheap control in earlier blocks needs none that is dear where a pattern alone has more of them.
    const controlled = controlledPhases(measured, block, { evenIfDear: sides !== undefined || !hadCheapControl });
    hadCheapControl ||= measured.some(hasCheapControl);
    const lifetimes = [...Map.groupBy(measured, ({ phase }) => lifetimeOf(phase)).values()];
    return shuffle(random, lifetimes).flatMap((lifetime) =>
      lifetime.map(({ pattern, phase, index, cells }, at) => {
        const continues = at === 0 ? {} : { continues: true as const };
        const all = [...onSides(cells, sides), ...(controlled.has(phase) ? controlsOf(phase, cells, sides) : [])];
        const trials = orderTrials(random, phase, all).map((cell) => ({ trial: trial++, ...cell }));
        return { block, pattern, phase: index, ...continues, trials };
      }),
    );
  };
  return Array.from({ length: Math.max(...names.map(blocksOf)) }, (_, block) => planBlock(block)).flat();
}

/** Phases with the same one are served by the same processes. */
const lifetimeOf = (phase: Phase<Testbed>): unknown =>
  phase.fresh === 'per-block' ? JSON.stringify(phase.start) : phase;

type Cell = Omit<PlannedTrial, 'trial'>;

function onSides(cells: readonly PlannedCell[], sides: readonly SideName[] | undefined): Cell[] {
  if (sides === undefined) return [...cells];
  return cells.flatMap((cell) => sides.map((side) => ({ ...cell, side })));
}

/** One cell of every stack again: the one that the phase names, or another where that is not measured. */
function controlsOf(
  { control }: Phase<Testbed>,
  cells: readonly PlannedCell[],
  sides: readonly SideName[] | undefined,
): Cell[] {
  return [...Map.groupBy(cells, ({ stack }) => stack).values()].map(([first, ...others]) => {
    const named = [first, ...others].find((cell) => cell?.variant === control?.variant) ?? first;
    return { ...(named as PlannedCell), ...(sides === undefined ? {} : { side: 'base' }), arm: 'control' };
  });
}

/** What is compared stands side by side: the variants of a stack in a run, the sides of a cell in a diff. */
function orderTrials(random: Random, phase: Phase<Testbed>, cells: Cell[]): Cell[] {
  return balancedOrder(random, cells, {
    trials: ({ variant }) => phase.trialsPerBlock(variant),
    group: ({ stack, variant, side }) => (side === undefined ? stack : `${stack}/${variant}`),
  });
}

/**
 * The phases of a block in which a cell is also compared with itself: all where that is cheap, or the first one with those of
 * its pattern that go on in the same processes.
 */
function controlledPhases(
  all: readonly PhaseOf[],
  block: number,
  { evenIfDear }: { evenIfDear: boolean },
): Set<Phase<Testbed>> {
  const phases = all.filter(({ phase }) => phase.control !== undefined);
  const cheap = phases.filter(hasCheapControl);
  const [first] = phases;
  const sameLifetime = phases.filter(
    ({ pattern, phase }) =>
      first?.pattern === pattern && first.phase.only === phase.only && lifetimeOf(first.phase) === lifetimeOf(phase),
  );
  const chosen = (cheap.length > 0 || !evenIfDear ? cheap : sameLifetime).map(({ phase }) => phase);
  return new Set(chosen.filter(({ control }) => block % (control?.everyBlocks ?? 1) === 0));
}

const hasCheapControl = ({ phase: { control } }: PhaseOf): boolean => control !== undefined && !control.ifAlone;

interface PhaseOf {
  pattern: DiffPatternName;
  phase: Phase<Testbed>;
}

/** The plan that a run's header describes. */
export function planOf(run: PlannedRun): PlannedPhase[] {
  const { patterns, stacks, seed, blocks, fewer_blocks, sparing, time_budget } = run;
  const ofEach = Object.fromEntries(patterns.map((name) => [name, fewer_blocks?.[name] ?? blocks]));
  return makePlan({ patterns, stacks, seed, sparing, blocks: time_budget?.blocks ?? ofEach });
}

type PlannedRun = Pick<
  RunHeader,
  'patterns' | 'stacks' | 'seed' | 'blocks' | 'fewer_blocks' | 'sparing' | 'time_budget'
>;

export const countTrials = (plan: readonly PlannedPhase[]) => plan.reduce((sum, { trials }) => sum + trials.length, 0);

/** The phases of a plan, those together whose services are the same. */
export function lifetimesOf(plan: readonly PlannedPhase[]): PlannedPhase[][] {
  const lifetimes: PlannedPhase[][] = [];
  for (const planned of plan) {
    const lifetime = lifetimes.at(-1);
    if (planned.continues && lifetime !== undefined) lifetime.push(planned);
    else lifetimes.push([planned]);
  }
  return lifetimes;
}

/** What a planned phase takes, in ms: its trials, the warm-up, and the start of its services where they are its own. */
export function expectedMs(planned: PlannedPhase, sizes: Sizes, phasesOf?: PhasesOf): number {
  return planned.trials.reduce(
    (sum, trial) => sum + expectedTrialMs(planned, trial, sizes, phasesOf),
    expectedReadyMs(planned, phasesOf),
  );
}

/** What one of its trials takes, in ms. */
export function expectedTrialMs(
  { pattern, phase }: PlannedPhase,
  { variant }: PlannedTrial,
  sizes: Sizes,
  phasesOf: PhasesOf = ownPhases,
): number {
  return phasesOf(pattern)[phase]?.expectedMs(variant, sizes) ?? 0;
}

/** Start and end of a service beside others, in ms, the processes that it starts itself included. */
const START_MS: Record<StackName, number> = { node: 300, python: 700 };
/** What the start of the two services of a run takes. */
export const SERVICES_START_MS = START_MS.node + START_MS.python;
const WARM_UP_MS = 500;

/** What comes before its first trial, in ms: the start of the services, where they are its own, and their warm-up. */
export function expectedReadyMs(planned: PlannedPhase, phasesOf: PhasesOf = ownPhases): number {
  const { expectedWarmUpMs: warmUpMs, expectedStartMs } = phasesOf(planned.pattern)[planned.phase] ?? {};
  const processes = instancesOf(planned.trials);
  const sum = (of: (stack: DiffStackName) => number) => processes.reduce((ms, { stack }) => ms + of(stack), 0);
  const usualMs = (stack: DiffStackName) => (stack === 'service' ? 0 : START_MS[stack]);
  const startMs = planned.continues ? 0 : sum(expectedStartMs ?? usualMs);
  return startMs + (warmUpMs === undefined ? WARM_UP_MS : sum(warmUpMs));
}
