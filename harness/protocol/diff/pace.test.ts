/** Diffs on machines of made-up speed: how many blocks there are, and that the time budget is a bound. */
import { describe, expect, test } from 'vitest';
import { diffSizes } from '../../patterns/diff/index.ts';
import type { CellName, DiffHeader, FinishedPhase, Sample } from '../../results/schema.ts';
import { ONE_CELL, simulatedHeader, simulatedSamples, TWELVE_CELLS } from '../../tests/simulated/simulated-diff.ts';
import { expectedMs, lifetimesOf, type PlannedPhase } from '../plan.ts';
import { nextBlock, planBegun } from './blocks.ts';
import { hasTimeFor } from './pace.ts';
import { planDiff } from './plan.ts';
import { diffPhasesOf, ENDING_MS, planBlocks } from './time-budget.ts';

const SETUP_MS = 6_000;

function planned(cells: CellName[], budget_ms: number): DiffHeader {
  const stacks = [...new Set(cells.map(({ stack }) => stack))];
  const thresholds = { cost: 0.03, time: 0.05, memory: 0.05 };
  const header = simulatedHeader({ cells, header: { stacks, sizes: { ...diffSizes }, budget_ms, thresholds } });
  return { ...header, ...planBlocks(header, SETUP_MS) };
}

const narrow = planned([ONE_CELL], 75_000);
const whole = planned(TWELVE_CELLS, 300_000);

interface Machine {
  /** How many times as long as planned a block takes. */
  pace?: (block: number) => number;
  sd?: number;
  cpu?: number;
}

/** Carries out a diff on a simulated clock. */
function diffAt(header: DiffHeader, { pace = () => 1, sd = 0.001, cpu = 1 }: Machine) {
  const { cells } = header;
  const all = simulatedSamples({ cells, sd, ratios: { cpu } }, cells, 0, header.plan.sequential?.most_blocks ?? 0);
  const phases: FinishedPhase[] = [];
  const blocks: CellName[][] = [];
  let spentMs = SETUP_MS;
  for (;;) {
    const samples = all.filter((sample) =>
      blocks[sample.block]?.some((cell) => cell.pattern === sample.pattern && cell.stack === sample.stack),
    );
    const next = nextBlock(header, samples, blocks.length);
    if (typeof next === 'string') return { ended: next, blocks, spentMs, samples };
    blocks.push(next);
    const plan = planDiff(header, blocks, diffPhasesOf({}));
    for (const lifetime of lifetimesOf(plan.filter(({ block }) => block === blocks.length - 1))) {
      if (!hasTimeFor(lifetime, header, { plan, phases, samples: [], spentMs }))
        return { ended: 'time', blocks, spentMs, samples };
      for (const phase of lifetime) {
        const { block, pattern } = phase;
        const ms = expectedMs(phase, diffSizes, diffPhasesOf({})) * pace(block);
        phases.push({ block, pattern, phase: phase.phase, at: header.started_at, ms });
        spentMs += ms;
      }
    }
  }
}

describe('a diff of one cell', () => {
  test('of a quiet machine ends at the first look when nothing changed', () => {
    const { ended, blocks, spentMs } = diffAt(narrow, {});
    expect([ended, blocks.length]).toEqual(['decided', 4]);
    expect(spentMs).toBeLessThan(narrow.budget_ms / 2);
  });

  test('ends as early with a regression, and with an improvement', () => {
    expect(diffAt(narrow, { cpu: 1.2 })).toMatchObject({ ended: 'regression' });
    expect(diffAt(narrow, { cpu: 1.2 }).blocks.length).toBeLessThanOrEqual(6);
    expect(diffAt(narrow, { cpu: 0.8 })).toMatchObject({ ended: 'decided' });
  });

  test('that nothing decides measures all blocks that were planned', () => {
    const { ended, blocks, spentMs } = diffAt(narrow, { sd: 0.3 });
    expect([ended, blocks.length]).toEqual(['blocks', narrow.plan.sequential?.most_blocks]);
    expect(spentMs).toBeLessThanOrEqual(narrow.budget_ms);
  });

  test.each([
    ['twice as slow', () => 2],
    ['ten times as slow', () => 10],
    ['ever slower', (block: number) => 1 + block / 10],
    ['slow for a while', (block: number) => (block === 3 ? 3 : 1)],
  ])('on a machine that is %s ends within its budget', (_, pace) => {
    const { ended, blocks, spentMs } = diffAt(narrow, { sd: 0.3, pace });
    expect(ended).toBe('time');
    expect(blocks.length).toBeLessThanOrEqual(narrow.plan.sequential?.most_blocks ?? 0);
    expect(spentMs).toBeLessThanOrEqual(narrow.budget_ms);
  });

  test('measures nothing where the set-up has used the budget up', () => {
    const late = { ...narrow, budget_ms: SETUP_MS };
    expect(diffAt(late, { sd: 0.3 })).toMatchObject({ ended: 'time', spentMs: SETUP_MS, samples: [] });
  });
});

test('a block is expected to take what the slowest took, but for what was repeated in it', () => {
  const plan = planDiff(narrow, [[ONE_CELL], [ONE_CELL]], diffPhasesOf({}));
  const [first, second] = plan as [PlannedPhase, PlannedPhase];
  const [ms, nextMs] = [first, second].map((phase) => expectedMs(phase, diffSizes, diffPhasesOf({}))) as [
    number,
    number,
  ];
  const phases = [{ block: 0, pattern: first.pattern, phase: 0, at: narrow.started_at, ms: 4 * ms }];
  const attempts = simulatedSamples({}, [ONE_CELL], 0, 1).slice(0, 1);
  const fits = (samples: Sample[], leftMs: number) =>
    hasTimeFor([second], narrow, { plan, phases, samples, spentMs: narrow.budget_ms - ENDING_MS - leftMs });
  expect([fits(attempts, 4 * nextMs), fits(attempts, 4 * nextMs - 1)]).toEqual([true, false]);
  const repeated = Array<Sample>(2 * first.trials.length).fill(attempts[0] as Sample);
  expect([fits(repeated, 2 * nextMs), fits(repeated, 2 * nextMs - 1)]).toEqual([true, false]);
});

describe('a diff of twelve cells', () => {
  test('measures ever fewer of them, and ends within its budget', () => {
    const { blocks, spentMs } = diffAt(whole, { sd: 0.02, cpu: 0.9 });
    const sizes = blocks.map(({ length }) => length);
    expect(sizes.slice(0, 4)).toEqual([12, 12, 12, 12]);
    expect(sizes).toEqual(sizes.toSorted((one, other) => other - one));
    expect(sizes.at(-1)).toBeLessThan(12);
    expect(spentMs).toBeLessThanOrEqual(whole.budget_ms);
  });

  test('ends at its first regression, unless regressions must not fail', () => {
    const early = diffAt(whole, { sd: 0.01, cpu: 1.2 });
    expect(early.ended).toBe('regression');
    const lenient = diffAt({ ...whole, fail_on: 'never' }, { sd: 0.01, cpu: 1.2 });
    expect(lenient.blocks.length).toBeGreaterThan(early.blocks.length - 1);
    expect(lenient.ended).not.toBe('regression');
  });

  test('is planned again from its samples as it was carried out', () => {
    const { samples, blocks } = diffAt(whole, { sd: 0.02 });
    expect(planBegun(whole, samples)).toEqual(planDiff(whole, blocks, diffPhasesOf({})));
  });
});
