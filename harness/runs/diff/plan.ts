/** What a diff is going to do, in words: before it starts, and instead of starting it. */

import { inWords } from '../../duration.ts';
import { diffSizes } from '../../patterns/diff/index.ts';
import { patterns as allPatterns } from '../../patterns/index.ts';
import { comparedVariants, variantsOf } from '../../patterns/pattern.ts';
import { shapes } from '../../patterns/shape/index.ts';
import type { Ended } from '../../protocol/diff/blocks.ts';
import { type PlannedShare, planShare } from '../../protocol/diff/share.ts';
import { costsOf, type Planned, planBlocks, refuseTooShort } from '../../protocol/diff/time-budget.ts';
import { powerRows } from '../../report/diff/power.ts';
import { counted, listed } from '../../report/kit/format.ts';
import { share } from '../../report/kit/percent.ts';
import { numbersFrom } from '../../report/kit/tables.ts';
import { tableLines } from '../../report/kit/terminal.ts';
import { weightsOf } from '../../requests/mix.ts';
import { cellPath, isImproved, shapedCells } from '../../results/cell-name.ts';
import type { CellName, DiffHeader, FixedPlan, Sample } from '../../results/schema.ts';
import { shareOf } from '../../results/shares.ts';
import type { SideNames } from '../../results/side-names.ts';
import type { ReadService } from '../../service/read-config.ts';
import { ownScope, type RequestedDiffHeader } from './header.ts';

/** Starting the lab, checking out, asking and counting; more where dependencies have to be installed. In ms. */
const USUAL_SETUP_MS = 4_500;
/** The time of a cell on both sides: one that is timed is also looked at while it is counted. */
const USUAL_COUNTING_MS = { timed: 600, counted: 250 };

/** The blocks, the time and the expected power. */
export function describeDiffPlan(header: Planned & Pick<DiffHeader, 'plan' | 'power'>): string {
  const { cells, plan, power, thresholds, budget_ms } = header;
  const { sequential, fixed } = plan;
  if (fixed?.look !== undefined) return describeShare(header, fixed);
  if (cells.length === 0 || sequential === undefined)
    return 'base and head have no cell in common: there is nothing to measure';
  const { most_blocks, looks } = sequential;
  const block = inWords(costsOf(header, 0).blockMs);
  return [
    `blocks of ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} (about ${block} each), until it is decided: looks after ${listed(looks.map(({ blocks }) => `${blocks}`))} blocks, at most ${most_blocks} of a cell, within ${inWords(budget_ms)}`,
    `expected power: how often a slower cell is found, by how far CPU errs from block to block (δ ${share(thresholds.cost)})`,
    ...powerTable(power).map((line) => `  ${line}`),
  ].join('\n');
}

/** The blocks of a share, their time, and the power of all shares together. */
function describeShare(header: Planned & Pick<DiffHeader, 'power'>, fixed: FixedPlan): string {
  const { cells, power, thresholds } = header;
  const { blocks, shards, shard = 1 } = fixed;
  const { from, to } = shareOf(blocks, { shard, shards });
  const { blockMs } = costsOf(header, 0);
  return [
    `shard ${shard} of ${shards}: blocks ${from + 1} to ${to} of ${blocks}, of ${counted(cells.length, 'cell')} (about ${inWords(blockMs)} each, ${inWords((to - from) * blockMs)} together), all of which are measured; duet merge judges all shards`,
    `expected power of all shards together: how often a slower cell is found, by how far CPU errs from block to block (δ ${share(thresholds.cost)})`,
    ...powerTable(power).map((line) => `  ${line}`),
  ].join('\n');
}

function powerTable(power: DiffHeader['power']): string[] {
  const changes = [...new Set(power.map(({ change }) => change))];
  const rows = powerRows(power).map(({ label, found }) => [
    `${label} per block`,
    ...changes.map(found).map((of) => (of === undefined ? '–' : share(of))),
  ]);
  const header = ['', ...changes.map((change) => `+${share(change)}`)];
  return tableLines([header, ...rows], { numbers: numbersFrom(1, header) });
}

/**
 * The plan to expect, before anything is checked out: of the cells that this harness knows.
 * @throws DuetError (exit 2) for a budget that is too short; a share has none.
 * @param planned the share that is measured, where it is not all.
 */
export function expectPlan(requested: RequestedDiffHeader, planned?: PlannedShare): ExpectedPlan {
  const { patterns, stacks } = ownScope(requested);
  const judged = patterns.flatMap((pattern) =>
    stacks.flatMap((stack) =>
      variantsOf(allPatterns[pattern], stack)
        .filter(isImproved)
        .map((variant) => ({ pattern, stack, variant })),
    ),
  );
  const [cells = [], counted = []] = [true, false].map((timed) =>
    judged.filter(({ pattern, variant }) => comparedVariants(allPatterns[pattern]).includes(variant) === timed),
  );
  const header = { ...requested, cells, sizes: { ...diffSizes } };
  const shapesMs = shapedCells({ cells, counted }).reduce((sum, { pattern }) => sum + shapes[pattern].expectedMs, 0);
  const countingMs = cells.length * USUAL_COUNTING_MS.timed + counted.length * USUAL_COUNTING_MS.counted + shapesMs;
  const setupMs = USUAL_SETUP_MS + countingMs;
  if (planned !== undefined) return { planned: header, counted, setupMs, share: planned };
  refuseTooShort(header, setupMs);
  return { planned: header, counted, setupMs };
}

interface ExpectedPlan {
  planned: Planned;
  /** Where only one is measured. */
  share?: PlannedShare;
  /** Cells that are only counted. */
  counted: CellName[];
  setupMs: number;
}

/** `--dry-run` */
export function printDiffPlan({ planned, counted, setupMs, share: shared }: ExpectedPlan): void {
  const { cells } = planned;
  const names = (some: CellName[]) => some.map(cellPath).join(', ');
  console.log(`cells that both sides have: ${names(cells)}`);
  if (counted.length > 0) console.log(`counted, not timed: ${names(counted)}`);
  console.log(`set-up and counting on both sides: about ${inWords(setupMs)}`);
  if (planned.counts_only) return;
  console.log(describeDiffPlan({ ...planned, ...planOf(planned, setupMs, shared) }));
}

/** A share of fixed blocks, or as many as the time budget holds. */
export const planOf = (
  header: Planned,
  setupMs: number,
  shared: PlannedShare | undefined,
): Pick<DiffHeader, 'plan' | 'power'> =>
  shared === undefined ? planBlocks(header, setupMs) : planShare(header, shared);

/** `--dry-run` for a reader's service, whose requests nobody has sent yet. */
export function printServicePlan(
  { name, requests }: ReadService,
  { counts_only, budget_ms }: RequestedDiffHeader,
  { base }: SideNames,
  shared?: PlannedShare,
): void {
  console.log(`${name} is asked for ${requests.map((one) => `${one.name} (${one.shown.request})`).join(', ')}`);
  const mix = counts_only ? undefined : weightsOf(requests);
  if (mix !== undefined) console.log(`in one load more, for all of these at once: ${Object.keys(mix).join(', ')}`);
  console.log(
    counts_only
      ? 'only counts are compared'
      : `how many of each are sent is chosen once ${base} has answered some; ${shared === undefined ? `blocks until it is decided, within ${inWords(budget_ms)}` : blocksOfShare(shared)}`,
  );
}

function blocksOfShare({ shard, shards, blocks }: PlannedShare): string {
  const { from, to } = shareOf(blocks, { shard, shards });
  return `blocks ${from + 1} to ${to} of ${blocks}, which duet merge judges with those of the other shards`;
}

/** With why measuring ended, which a last look may depend on. */
export const withEnding = (header: DiffHeader, ended: Ended): DiffHeader => {
  const { sequential } = header.plan;
  if (sequential === undefined) return header;
  return { ...header, plan: { ...header.plan, sequential: { ...sequential, ended } } };
};

/** e.g. "all cells are decided after 6 blocks". */
export function describeEnding(ended: Ended, samples: readonly Sample[]): string {
  const blocks = counted(new Set(samples.map(({ block }) => block)).size, 'block');
  if (ended === 'decided') return `all cells are decided after ${blocks}`;
  if (ended === 'regression') return `a regression is certain after ${blocks}: the gate fails in any case`;
  return ended === 'blocks' ? `all ${blocks} are measured` : `the time budget allows no more than ${blocks}`;
}
