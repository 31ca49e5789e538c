/** The plan of a run: every trial in its order, made before the first one from one seed. Pure. */
import { patterns } from '../patterns/index.ts';
import type { Phase } from '../patterns/pattern.ts';
import type { Sizes } from '../patterns/profiles.ts';
import type { PatternName, StackName } from '../results/schema.ts';
import { type Random, seededRandom, shuffle } from '../stats/random.ts';

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
  blocks: number;
  seed: number;
}

/**
 * Blocks go round: block 1 of every pattern, then block 2, so that a drift of the machine touches all
 * patterns alike and an interrupted run holds something of each. The order of patterns is drawn per block.
 */
export function makePlan({ patterns: names, stacks, blocks, seed }: PlanOptions): PlannedPhase[] {
  const random = seededRandom(seed);
  const controlled = controlledPhase(names);
  let trial = 0;
  return Array.from({ length: blocks }, (_, block) =>
    shuffle(random, names).flatMap((pattern) =>
      patterns[pattern].phases.map((phase, index) => {
        const cells: Cell[] = stacks.flatMap((stack) =>
          patterns[pattern].variants.map((variant) => ({ stack, variant })),
        );
        if (controlled !== undefined && phase === controlled) {
          const { variant } = controlled.control;
          cells.push(...stacks.map((stack) => ({ stack, variant, arm: 'control' as const })));
        }
        const order = balancedOrder(random, cells, (cell) => phase.trialsPerBlock(cell.variant));
        return { block, pattern, phase: index, trials: order.map((cell) => ({ trial: trial++, ...cell })) };
      }),
    ),
  ).flat();
}

type Cell = Omit<PlannedTrial, 'trial'>;
type ControlledPhase = Phase & { control: NonNullable<Phase['control']> };

/** Cheapest first: the control must cost little beside what it controls. */
const CONTROL_ORDER: PatternName[] = ['pooling', 'parallel', 'batching', 'streaming', 'workers'];

/** The one phase of a run in which a cell is also compared with itself. */
function controlledPhase(names: PatternName[]): ControlledPhase | undefined {
  const phases = CONTROL_ORDER.filter((name) => names.includes(name)).flatMap((name) => patterns[name].phases);
  return phases.find((phase): phase is ControlledPhase => phase.control !== undefined);
}

/**
 * A random order in which cells with two trials stand mirrored around the middle (ABBA over any number of
 * cells), so that a linear drift within the block cancels; cells with one trial stand in the middle.
 */
export function balancedOrder<Cell>(random: Random, cells: Cell[], trials: (cell: Cell) => 1 | 2): Cell[] {
  const outer = shuffle(
    random,
    cells.filter((cell) => trials(cell) === 2),
  );
  const middle = shuffle(
    random,
    cells.filter((cell) => trials(cell) === 1),
  );
  return [...outer, ...middle, ...outer.toReversed()];
}

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
