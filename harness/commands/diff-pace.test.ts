import { describe, expect, test } from 'vitest';
import { freshFor } from '../gate/budget.ts';
import { ONE_CELL, simulatedHeader, simulatedSamples } from '../gate/testing/simulated-diff.ts';
import { gateSizes } from '../patterns/gate/index.ts';
import { planDiff } from '../protocol/diff/plan.ts';
import { expectedMs } from '../protocol/plan.ts';
import type { DiffHeader, FinishedPhase } from '../results/schema.ts';
import { gatePhasesOf, planBlocks } from './diff-budget.ts';
import { asCarriedOut, describeOverrun, describeSuspects, hasTimeFor, spendOnSuspects } from './diff-pace.ts';

const SETUP_MS = 6_000;
const BUDGET_MS = 140_000;

const cells = [ONE_CELL];
const unplanned = simulatedHeader({
  cells,
  header: {
    stacks: ['node'],
    sizes: { ...gateSizes },
    budget_ms: BUDGET_MS,
    thresholds: { cost: 0.03, time: 0.05, memory: 0.05 },
  },
});
const planned: DiffHeader = { ...unplanned, ...planBlocks(unplanned, SETUP_MS) };

/** A diff of one cell on a machine on which the block takes so many times as long as planned for. */
function diffAt(pace: (block: number) => number, cpu = 1.2) {
  const phases: FinishedPhase[] = [];
  let spentMs = SETUP_MS;
  const measure = (header: DiffHeader) => {
    for (const phase of planDiff(header, gatePhasesOf)) {
      const { block, pattern } = phase;
      if (block < phases.length) continue;
      if (!hasTimeFor(block, header, { phases, spentMs })) return;
      const ms = expectedMs(phase, gateSizes, gatePhasesOf) * pace(block);
      phases.push({ block, pattern, phase: phase.phase, at: header.started_at, ms });
      spentMs += ms;
    }
  };
  measure(planned);
  const samples = simulatedSamples({ cells, sd: 0.001, ratios: { cpu } }, cells, 0, phases.length);
  const chosen = spendOnSuspects(planned, samples, { phases, spentMs });
  measure(chosen);
  return { chosen, header: asCarriedOut(chosen, phases), spentMs, phases, blocks: phases.length };
}

test('a machine as fast as planned for carries out the plan', () => {
  const { header, spentMs } = diffAt(() => 1);
  expect(header.plan).toMatchObject({ ...planned.plan, suspects: [{ metric: 'cpu' }] });
  expect(header.plan).not.toHaveProperty('planned');
  expect(header.power).toEqual(planned.power);
  expect(spentMs).toBeLessThanOrEqual(BUDGET_MS);
});

describe('on a machine of half the speed', () => {
  test('there are fewer blocks of both kinds, and the budget holds', () => {
    const { chosen, header, spentMs, blocks } = diffAt(() => 2);
    const { screening_blocks, fresh_blocks } = header.plan;
    expect(spentMs).toBeLessThanOrEqual(BUDGET_MS);
    expect(screening_blocks).toBeGreaterThanOrEqual(5);
    expect(screening_blocks).toBeLessThan(planned.plan.screening_blocks);
    expect(fresh_blocks).toBeGreaterThanOrEqual(12);
    expect(fresh_blocks).toBeLessThan(planned.plan.fresh_blocks);
    expect(blocks).toBe(screening_blocks + fresh_blocks);
    expect(describeSuspects(chosen)).toContain(
      `after ${screening_blocks} of ${planned.plan.screening_blocks} blocks, all that the budget holds here`,
    );
  });

  test('what was planned stays written down, with the power of what was carried out', () => {
    const { header } = diffAt(() => 2);
    const { screening_blocks, fresh_blocks } = planned.plan;
    expect(header.plan.planned).toEqual({ screening_blocks, fresh_blocks });
    expect(header.power).not.toEqual(planned.power);
  });

  test('from the first fresh block on, fresh ones end with the budget', () => {
    const { screening_blocks, fresh_blocks } = planned.plan;
    const { header, spentMs } = diffAt((block) => (block < screening_blocks ? 1 : 1.6));
    expect(header.plan).toMatchObject({ screening_blocks, planned: { fresh_blocks } });
    expect(header.plan.fresh_blocks).toBeLessThan(fresh_blocks);
    expect(spentMs).toBeLessThanOrEqual(BUDGET_MS);
  });

  test('the power of a diff that suspects nothing is that of the fresh blocks that go with its screening', () => {
    const { header, blocks } = diffAt(() => 2, 1);
    expect(header.plan).toMatchObject({ suspects: [], screening_blocks: blocks, fresh_blocks: freshFor(blocks) });
  });
});

test('the fewest blocks that a verdict rests on are measured, late or not, and it is said', () => {
  const { chosen, header, phases } = diffAt(() => 10);
  expect(header.plan).toMatchObject({ screening_blocks: 5, fresh_blocks: 12 });
  const screened = phases.slice(0, 5);
  expect(describeOverrun(chosen, { phases: screened, spentMs: BUDGET_MS })).toMatch(
    /^; this machine is slow: about \d min \d+ s more than the budget$/,
  );
  expect(describeOverrun(chosen, { phases: screened, spentMs: -1e9 })).toBe('');
});
