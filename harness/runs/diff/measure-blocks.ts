/** The timed part of a diff: block after block of what is undecided, each from fresh processes of both sides. */
import { worthRepeating } from '../../diff/worth-repeating.ts';
import type { Checkouts } from '../../lab/checkout.ts';
import { remainingPhases } from '../../protocol/continuity.ts';
import { type Ended, nextBlock } from '../../protocol/diff/blocks.ts';
import { hasTimeFor, leftMs } from '../../protocol/diff/pace.ts';
import { planDiff } from '../../protocol/diff/plan.ts';
import { planOfShare } from '../../protocol/diff/share.ts';
import { blockMs, diffPhasesOf } from '../../protocol/diff/time-budget.ts';
import { lifetimesOf, type PlannedPhase } from '../../protocol/plan.ts';
import type { Asking } from '../../requests/asking.ts';
import type { CellName, DiffHeader } from '../../results/schema.ts';
import { type Share, shareText } from '../../results/shares.ts';
import { sideNames } from '../../results/side-names.ts';
import { type Measuring, measurePlan } from '../measure-plan.ts';

export interface DiffMeasuring extends Measuring {
  /** The time spent of the budget, in ms. */
  spentMs(): number;
}

export interface MeasuredSides {
  /** A reader's service is started from where its side lies by whoever has put it there. */
  checkouts: Pick<Checkouts, 'place'> & Partial<Pick<Checkouts, 'sourceOf'>>;
  /** What a reader's service is asked. */
  asking?: Asking;
}

/**
 * Measures until everything is decided, a regression is certain, all blocks are measured, or the time budget holds no more.
 * What an earlier session has measured is not measured again. Where the budget is used up, invalid trials are not repeated.
 */
export async function measureBlocks(
  header: DiffHeader,
  measuring: DiffMeasuring,
  { checkouts, asking }: MeasuredSides,
): Promise<Ended> {
  const { samples, phases, spentMs } = measuring;
  const phasesOf = diffPhasesOf(header, asking);
  const blocks: CellName[][] = [];
  for (;;) {
    const next = nextBlock(header, samples, blocks.length);
    if (typeof next === 'string') return next;
    blocks.push(next);
    const plan = planDiff(header, blocks, phasesOf);
    let isLate = false;
    const isOver = () => leftMs(header, { spentMs: spentMs() }) <= 0;
    await measurePlan(plan, measuring, {
      sizes: header.sizes,
      onBusyMachine: 'invalid',
      label: '',
      sideNames: sideNames(header),
      laterMs: atMostLaterMs(header, next, blocks.length, leftMs(header, { spentMs: spentMs() })),
      phasesOf,
      ...(checkouts.sourceOf === undefined ? {} : { sourceOf: checkouts.sourceOf }),
      goesOn(first) {
        isLate = !hasTimeFor(lifetimeOf(first, plan, measuring), header, { plan, phases, samples, spentMs: spentMs() });
        return !isLate;
      },
      mayRepeat: () => !isOver(),
      isWorthRepeating: worthRepeating(
        header,
        samples.filter((sample) => sample.block < blocks.length - 1),
      ),
      // A machine that stalls in the middle of a block: what of it is measured pairs, window by window.
      isOver() {
        isLate ||= isOver();
        return isLate;
      },
      // Whatever a path is worth, base and head have each of them equally often.
      beforePhase: ({ block }) => checkouts.place(block % 2 === 0),
    });
    if (isLate) return 'time';
  }
}

/**
 * Measures all of a share, however long it takes, for what ends early by what it shows is no fixed number of blocks. What an
 * earlier session has measured is not measured again.
 */
export async function measureShare(
  header: DiffHeader,
  { shard, shards }: Share,
  measuring: DiffMeasuring,
  { checkouts, asking }: MeasuredSides,
): Promise<void> {
  const phasesOf = diffPhasesOf(header, asking);
  await measurePlan(planOfShare(header, phasesOf), measuring, {
    sizes: header.sizes,
    onBusyMachine: 'invalid',
    label: `shard ${shareText({ shard, shards })}  `,
    phasesOf,
    ...(checkouts.sourceOf === undefined ? {} : { sourceOf: checkouts.sourceOf }),
    beforePhase: ({ block }) => checkouts.place(block % 2 === 0),
  });
}

/** After this block, were none of its cells decided before the end of the plan or of the budget. */
function atMostLaterMs(header: DiffHeader, cells: CellName[], block: number, budgetMs: number): number {
  const ms = blockMs(header, cells);
  return Math.max(0, Math.min(((header.plan.sequential?.most_blocks ?? block) - block) * ms, budgetMs - ms));
}

/** All that is left for the processes that a phase starts. */
function lifetimeOf(first: PlannedPhase, plan: readonly PlannedPhase[], { phases }: Measuring): PlannedPhase[] {
  const lifetimes = lifetimesOf(remainingPhases(plan, phases));
  const isFirst = ([one]: PlannedPhase[]) =>
    one?.block === first.block && one.pattern === first.pattern && one.phase === first.phase;
  return lifetimes.find(isFirst) ?? [first];
}
