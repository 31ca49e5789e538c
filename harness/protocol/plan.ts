/** The plan of a run: every trial in its order, made before the first one from one seed. Pure. */
import { patterns } from '../patterns/index.ts';
import type { Phase } from '../patterns/pattern.ts';
import type { Sizes } from '../patterns/profiles.ts';
import type { PatternName, RunHeader, StackName } from '../results/schema.ts';
import { seededRandom, shuffle } from '../stats/random.ts';
import { balancedOrder } from './balanced-order.ts';

export interface PlannedTrial {
  /** Position over the whole run. */
  trial: number;
  stack: StackName;
  variant: string;
  /** The same cell again, for the A/A control. */
  arm?: 'control';
}

/** The trials of one phase of one pattern in one block: the services live as long as this. */
export interface PlannedPhase {
  block: number;
  pattern: PatternName;
  /** Index into the pattern's phases. */
  phase: number;
  trials: PlannedTrial[];
}

export interface PlanOptions {
  patterns: PatternName[];
  stacks: StackName[];
  /** Of every pattern, or of each. */
  blocks: number | Partial<Record<PatternName, number>>;
  seed: number;
}

/**
 * Blocks go round: block 1 of every pattern, then block 2, so that a drift of the machine touches all
 * patterns alike and an interrupted run holds something of each. The order of patterns is drawn per block.
 * With more blocks of some patterns, the plan begins as it did before: the blocks that all have come first.
 */
export function makePlan({ patterns: names, stacks, blocks, seed }: PlanOptions): PlannedPhase[] {
  const random = seededRandom(seed);
  const controlled = controlledPhases(names);
  const blocksOf = (name: PatternName) => (typeof blocks === 'number' ? blocks : (blocks[name] ?? 0));
  let trial = 0;
  return Array.from({ length: Math.max(...names.map(blocksOf)) }, (_, block) =>
    shuffle(
      random,
      names.filter((name) => block < blocksOf(name)),
    ).flatMap((pattern) =>
      patterns[pattern].phases.map((phase, index) => {
        const cells: Cell[] = stacks.flatMap((stack) =>
          patterns[pattern].variants.map((variant) => ({ stack, variant })),
        );
        const control = controlled.has(phase) ? phase.control : undefined;
        if (control !== undefined) {
          cells.push(...stacks.map((stack) => ({ stack, variant: control.variant, arm: 'control' as const })));
        }
        const order = balancedOrder(random, cells, {
          trials: ({ variant }) => phase.trialsPerBlock(variant),
          group: ({ stack }) => stack,
        });
        return { block, pattern, phase: index, trials: order.map((cell) => ({ trial: trial++, ...cell })) };
      }),
    ),
  ).flat();
}

type Cell = Omit<PlannedTrial, 'trial'>;
/** The phases of a run in which a cell is also compared with itself: all where that is cheap, or the first one. */
function controlledPhases(names: PatternName[]): Set<Phase> {
  const phases = names.flatMap((name) => patterns[name].phases).filter(({ control }) => control !== undefined);
  const cheap = phases.filter(({ control }) => !control?.ifAlone);
  return new Set(cheap.length > 0 ? cheap : phases.slice(0, 1));
}

/** The plan that a run's header describes. */
export function planOf({ patterns, stacks, seed, blocks, fewer_blocks, time_budget }: PlannedRun): PlannedPhase[] {
  const ofEach = Object.fromEntries(patterns.map((name) => [name, fewer_blocks?.[name] ?? blocks]));
  return makePlan({ patterns, stacks, seed, blocks: time_budget?.blocks ?? ofEach });
}

type PlannedRun = Pick<RunHeader, 'patterns' | 'stacks' | 'seed' | 'blocks' | 'fewer_blocks' | 'time_budget'>;

export const countTrials = (plan: readonly PlannedPhase[]) => plan.reduce((sum, { trials }) => sum + trials.length, 0);

/** What the trials of a planned phase take, in ms, with the start of its services. */
export function expectedMs(planned: PlannedPhase, sizes: Sizes): number {
  return planned.trials.reduce((sum, trial) => sum + expectedTrialMs(planned, trial, sizes), SERVICES_START_MS);
}

/** What one of its trials takes, in ms. */
export function expectedTrialMs(planned: PlannedPhase, { variant }: PlannedTrial, sizes: Sizes): number {
  return patterns[planned.pattern].phases[planned.phase]?.expectedMs(variant, sizes) ?? 0;
}

/** Start, warm-up and end of the services of a phase. */
export const SERVICES_START_MS = 1_500;
