/** What a diff says of memory that comes and goes between collections of garbage, and of leaks beneath it. */
import { describe, expect, test } from 'vitest';
import { type Heap, simulateSawTeeth } from '../../tests/builders/saw-teeth.ts';
import { planLooks } from '../sequential.ts';

const RUNS = 2_000;
const MB = 1e6;
/** 1,200 requests lie between the two halves of a load, so that 1.67 MB per 1,000 requests matter. */
const PER_WINDOW = 300;

/** Shares of all runs. */
function judge(base: Heap, head: Heap, { mostBlocks = 20, sd = 0.3 * MB } = {}) {
  const scenario = { base, head, looks: planLooks(mostBlocks, 1), perWindow: PER_WINDOW, sd };
  const { regression, improvement, 'no change': unchanged, undecided } = simulateSawTeeth(scenario, RUNS, 7);
  return {
    ...{ regression: regression / RUNS, improvement: improvement / RUNS },
    ...{ unchanged: unchanged / RUNS, undecided: undecided / RUNS },
  };
}

/** Teeth as high as 15 MB, by how many of the eight windows of a load lie between two collections. */
const teeth = (windows: number): Heap => {
  const collectedEvery = windows * PER_WINDOW;
  return { garbage: (15 * MB) / collectedEvery, collectedEvery };
};

describe.for([0.4, 1, 2.5, 6, 8, 20])('a heap that is collected every %d windows', (windows) => {
  test.for([6, 20])('is red beside itself no oftener than the rule says, within %d blocks', (mostBlocks) => {
    const { regression, improvement } = judge(teeth(windows), teeth(windows), { mostBlocks });
    expect(regression).toBeLessThanOrEqual(0.0025);
    expect(improvement).toBeLessThanOrEqual(0.0025);
  });
});

test.for([
  [2.5, 3, 0.7],
  [2.5, 5, 0.99],
  [6, 5, 0.9],
  [20, 10, 0.99],
] as const)('beneath teeth of %d windows a leak of %d kB of each request is found', ([windows, kilobytes, share]) => {
  const { regression, unchanged } = judge(teeth(windows), { ...teeth(windows), leak: kilobytes * 1_000 });
  expect(regression).toBeGreaterThanOrEqual(share);
  expect(unchanged).toBeLessThanOrEqual(0.01);
});

describe('where both heaps are filled', () => {
  const filled = (base: number, head: number, sd: number) =>
    judge({ leak: base * 1_000 }, { leak: head * 1_000 }, { sd });

  test.for([0.3 * MB, 3 * MB])(
    'a quarter more is called no change as rarely as any change that matters, SD %d',
    (sd) => {
      expect(filled(20, 25, sd).unchanged).toBeLessThanOrEqual(0.08);
      expect(filled(2, 4, sd).unchanged).toBeLessThanOrEqual(0.05);
    },
  );

  test('a tenth more is hardly ever red, and half as much again always', () => {
    expect(filled(20, 22, 0.3 * MB)).toMatchObject({ regression: 0, unchanged: 1 });
    expect(filled(20, 22, 3 * MB).regression).toBeLessThanOrEqual(0.005);
    for (const sd of [0.3 * MB, 3 * MB]) expect(filled(20, 30, sd).regression).toBeGreaterThanOrEqual(0.99);
  });
});
