/** What a diff is going to do, in words: before it starts, and instead of starting it. */
import { gateSizes } from '../patterns/gate/index.ts';
import { patterns as allPatterns } from '../patterns/index.ts';
import { variantsOf } from '../patterns/pattern.ts';
import { inWords } from '../progress.ts';
import { cellPath, isImproved } from '../results/cell-name.ts';
import type { CellName, DiffHeader } from '../results/schema.ts';
import { costsOf, type Planned, planBlocks, refuseTooShort } from './diff-budget.ts';
import type { DiffCommission } from './diff-header.ts';

/** Starting the lab, checking out, asking and counting; more where dependencies have to be installed. In ms. */
const USUAL_SETUP_MS = 4_500;
/** Of a cell on both sides: one that is timed is also looked at while it is counted. */
const USUAL_COUNTING_MS = { timed: 600, counted: 250 };

/** The blocks, the time and the expected power. */
export function describeDiffPlan(header: Planned & Pick<DiffHeader, 'plan' | 'power'>): string {
  const { cells, plan, power, thresholds, budget_ms } = header;
  if (cells.length === 0) return 'base and head have no cell in common: there is nothing to measure';
  const { screeningMs, suspectMs } = costsOf(header, 0);
  const screening = inWords(plan.screening_blocks * screeningMs);
  const fresh = inWords(plan.fresh_blocks * Math.max(...suspectMs));
  return [
    `${plan.screening_blocks} blocks of ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} (about ${screening}), then ${plan.fresh_blocks} fresh blocks of each suspect (up to ${fresh}), within ${inWords(budget_ms)}`,
    `expected power: how often a slower cell is found, by how far CPU errs from block to block (δ ${percent(thresholds.cost)})`,
    ...powerTable(power).map((line) => `  ${line}`),
  ].join('\n');
}

function powerTable(power: DiffHeader['power']): string[] {
  const changes = [...new Set(power.map(({ change }) => change))];
  const row = (first: string, others: string[]) =>
    `${first.padEnd(14)}${others.map((one) => one.padStart(7)).join('')}`;
  return [
    row(
      '',
      changes.map((change) => `+${percent(change)}`),
    ),
    ...[...Map.groupBy(power, ({ sd }) => sd)].map(([sd, some]) =>
      row(
        `${percent(sd)} per block`,
        some.map(({ found }) => percent(found)),
      ),
    ),
  ];
}

const percent = (share: number) => `${Number((share * 100).toPrecision(3))} %`;

/**
 * The plan to expect, before anything is checked out: of the cells that this harness knows.
 * @throws DuetError (exit 2) for a budget that is too short.
 */
export function expectPlan(commission: DiffCommission): ExpectedPlan {
  const judged = commission.patterns.flatMap((pattern) =>
    commission.stacks.flatMap((stack) =>
      variantsOf(allPatterns[pattern], stack)
        .filter(isImproved)
        .map((variant): CellName => ({ pattern, stack, variant })),
    ),
  );
  const [cells = [], counted = []] = [true, false].map((timed) =>
    judged.filter(({ pattern, variant }) => allPatterns[pattern].variants.includes(variant) === timed),
  );
  const planned = { ...commission, cells, sizes: { ...gateSizes } };
  const countingMs = cells.length * USUAL_COUNTING_MS.timed + counted.length * USUAL_COUNTING_MS.counted;
  const setupMs = USUAL_SETUP_MS + countingMs;
  refuseTooShort(planned, setupMs);
  return { planned, counted, setupMs };
}

interface ExpectedPlan {
  planned: Planned;
  /** Cells that are only counted. */
  counted: CellName[];
  setupMs: number;
}

/** `--dry-run` */
export function printDiffPlan({ planned, counted, setupMs }: ExpectedPlan): void {
  const { cells } = planned;
  const names = (some: CellName[]) => some.map(cellPath).join(', ');
  console.log(`cells, where both sides have them: ${names(cells)}`);
  if (counted.length > 0) console.log(`counted and not timed: ${names(counted)}`);
  console.log(`set-up and counting on both sides: about ${inWords(setupMs)}`);
  if (planned.counts_only) return;
  console.log(describeDiffPlan({ ...planned, ...planBlocks(planned, setupMs) }));
}
