/** The time budget of a diff once it measures: a machine can turn out slower than planned for. Decided by time alone. */
import { freshFor, hasTimeForFresh, hasTimeToScreen } from '../gate/budget.ts';
import { expectedPower } from '../gate/power.ts';
import { chooseSuspects } from '../gate/suspects.ts';
import { inWords } from '../progress.ts';
import { cellPath, isCell } from '../results/cell-name.ts';
import type { DiffHeader, DiffPlan, FinishedPhase, Sample, Suspect } from '../results/schema.ts';
import { blockMs, costsOf, ENDING_MS } from './diff-budget.ts';

/** What is behind a diff. */
export interface Spent {
  phases: readonly FinishedPhase[];
  /** Of the budget, in ms; of an earlier session of the diff, what its phases took. */
  spentMs: number;
}

const leftOf = ({ budget_ms }: DiffHeader, { spentMs }: Spent) => budget_ms - spentMs - ENDING_MS;

const blocksIn = (phases: readonly FinishedPhase[]) => new Set(phases.map(({ block }) => block)).size;

const msOf = (phases: readonly FinishedPhase[]) => phases.reduce((sum, { ms }) => sum + ms, 0);

/** How many times as long as expected the blocks of screening took: what the next ones take, too. */
const paceOf = (header: DiffHeader, screened: readonly FinishedPhase[]): number =>
  msOf(screened) / (blocksIn(screened) * blockMs(header, header.cells));

/** Whether the budget still holds this block of the plan. Those that a verdict rests on are measured, late or not. */
export function hasTimeFor(block: number, header: DiffHeader, spent: Spent): boolean {
  const { screening_blocks, suspects } = header.plan;
  const leftMs = leftOf(header, spent);
  if (suspects === undefined) {
    const pace = block === 0 ? 1 : paceOf(header, spent.phases);
    const { screeningMs, suspectMs } = costsOf(header, 0);
    const costs = { screeningMs: screeningMs * pace, suspectMs: suspectMs.map((ms) => ms * pace) };
    return hasTimeToScreen(block, costs, leftMs);
  }
  const fresh = spent.phases.filter((finished) => finished.block >= screening_blocks);
  return hasTimeForFresh(block - screening_blocks, msOf(fresh), leftMs);
}

/** Decides, once, which cells get fresh blocks. Blocks are expected to take what they took in screening. */
export function spendOnSuspects(planned: DiffHeader, samples: readonly Sample[], spent: Spent): DiffHeader {
  const header = withScreening(planned, blocksIn(spent.phases));
  const pace = paceOf(header, spent.phases);
  const { fresh_blocks, ...chosen } = chooseSuspects(header, samples, {
    leftMs: leftOf(header, spent),
    blockMs: (cell) => blockMs(header, [cell]) * pace,
  });
  const { plan, power } = withFewer(header, { fresh_blocks });
  return { ...header, plan: { ...plan, ...chosen }, power };
}

/** The header of a diff whose fresh blocks are over: there may be fewer than were planned. */
export function asCarriedOut(header: DiffHeader, phases: readonly FinishedPhase[]): DiffHeader {
  const { screening_blocks, suspects = [] } = header.plan;
  return suspects.length === 0 ? header : withFewer(header, { fresh_blocks: blocksIn(phases) - screening_blocks });
}

const withScreening = (header: DiffHeader, blocks: number): DiffHeader =>
  blocks === header.plan.screening_blocks
    ? header
    : withFewer(header, { screening_blocks: blocks, fresh_blocks: freshFor(blocks) });

/** With the power of as many, and with what was planned. */
function withFewer(header: DiffHeader, blocks: Partial<Blocks>): DiffHeader {
  const { screening_blocks, fresh_blocks, planned = { screening_blocks, fresh_blocks } } = header.plan;
  const fewer = { screening_blocks, fresh_blocks, ...blocks };
  if (fewer.screening_blocks === screening_blocks && fewer.fresh_blocks === fresh_blocks) return header;
  const power = expectedPower(fewer, header.cells.length, header.thresholds.cost);
  return { ...header, plan: { ...header.plan, ...fewer, planned }, power };
}

type Blocks = Pick<DiffPlan, 'screening_blocks' | 'fresh_blocks'>;

/** How long the fresh blocks will take beyond the budget: "" where they do not, or in words. */
export function describeOverrun(header: DiffHeader, spent: Spent): string {
  const { suspects = [], fresh_blocks } = header.plan;
  const cells = header.cells.filter((cell) => suspects.some((suspect) => isCell(suspect, cell)));
  const blocksMs = fresh_blocks * cells.reduce((sum, cell) => sum + blockMs(header, [cell]), 0);
  const beyondMs = blocksMs * paceOf(header, spent.phases) - leftOf(header, spent);
  return beyondMs < SHOWN_MS ? '' : `; this machine is slow: about ${inWords(beyondMs)} more than the budget`;
}
const SHOWN_MS = 5_000;

/** e.g. "screening suspects parallel/node/after (cpu): 12 fresh blocks decide". */
export function describeSuspects({ plan }: DiffHeader): string {
  const { suspects = [], out_of_time = [], screening_blocks, fresh_blocks, planned } = plan;
  const early = planned !== undefined && screening_blocks < planned.screening_blocks;
  const after = early
    ? ` after ${screening_blocks} of ${planned.screening_blocks} blocks, all that the budget holds here`
    : '';
  if (suspects.length === 0) return `screening suspects nothing${after}`;
  const late = out_of_time.length === 0 ? '' : `; no time is left for ${listed(out_of_time)}`;
  return `screening suspects ${listed(suspects)}${after}: ${fresh_blocks} fresh blocks decide${late}`;
}

function listed(suspects: Suspect[]): string {
  const byCell = Map.groupBy(suspects, cellPath);
  return [...byCell].map(([cell, of]) => `${cell} (${of.map(({ metric }) => metric).join(', ')})`).join(', ');
}
