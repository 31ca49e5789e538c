import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patterns } from '../patterns/index.ts';
import { profiles } from '../patterns/profiles.ts';
import { PATTERNS, STACKS } from '../results/schema.ts';
import { seededRandom } from '../stats/random.ts';
import { balancedOrder, expectedMs, makePlan, type PlannedTrial } from './plan.ts';

const options = { patterns: [...PATTERNS], stacks: [...STACKS], blocks: 3, seed: 1 };
const selections = fc.record({
  patterns: fc.subarray([...PATTERNS], { minLength: 1 }),
  stacks: fc.subarray([...STACKS], { minLength: 1 }),
  blocks: fc.integer({ min: 1, max: 10 }),
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
});

describe('balancedOrder', () => {
  const cells = fc.uniqueArray(fc.record({ name: fc.nat(), trials: fc.constantFrom(1 as const, 2 as const) }), {
    selector: ({ name }) => name,
    maxLength: 12,
  });

  test('every cell stands as often as asked', () => {
    fc.assert(
      fc.property(cells, fc.nat(), (all, seed) => {
        const order = balancedOrder(seededRandom(seed), all, ({ trials }) => trials);
        for (const cell of all) expect(order.filter((one) => one === cell)).toHaveLength(cell.trials);
        expect(order).toHaveLength(all.reduce((sum, { trials }) => sum + trials, 0));
      }),
    );
  });

  test('cells with two trials all have the same mean position: a linear drift cancels', () => {
    fc.assert(
      fc.property(cells, fc.nat(), (all, seed) => {
        const order = balancedOrder(seededRandom(seed), all, ({ trials }) => trials);
        for (const cell of all.filter(({ trials }) => trials === 2)) {
          expect(order.indexOf(cell) + order.lastIndexOf(cell)).toBe(order.length - 1);
        }
      }),
    );
  });

  test('cells with one trial stand between the halves of the others', () => {
    fc.assert(
      fc.property(cells, fc.nat(), (all, seed) => {
        const order = balancedOrder(seededRandom(seed), all, ({ trials }) => trials);
        const doubled = all.filter(({ trials }) => trials === 2).length;
        expect(order.slice(doubled, order.length - doubled).every(({ trials }) => trials === 1)).toBe(true);
      }),
    );
  });

  test('every order of two cells is drawn', () => {
    const drawn = new Set(
      Array.from({ length: 40 }, (_, seed) => balancedOrder(seededRandom(seed), ['A', 'B'], () => 2).join('')),
    );
    expect([...drawn].sort()).toEqual(['ABBA', 'BAAB']);
  });
});

describe('makePlan', () => {
  test('every block has every pattern with all its phases, stacks and variants', () => {
    fc.assert(
      fc.property(selections, (selection) => {
        const plan = makePlan(selection);
        for (let block = 0; block < selection.blocks; block++) {
          for (const pattern of selection.patterns) {
            const phases = plan.filter((planned) => planned.block === block && planned.pattern === pattern);
            expect(phases.map(({ phase }) => phase)).toEqual([...patterns[pattern].phases.keys()]);
            for (const { phase, trials } of phases) {
              const wanted = selection.stacks.flatMap((stack) =>
                patterns[pattern].variants.flatMap((variant) =>
                  Array(patterns[pattern].phases[phase]?.trialsPerBlock(variant)).fill(`${stack}/${variant}`),
                ),
              );
              const measured = trials.filter(({ arm }) => arm === undefined);
              expect(measured.map(cellOf).sort()).toEqual(wanted.sort());
            }
          }
        }
      }),
    );
  });

  test('one phase of each block also measures one cell of each stack against itself', () => {
    fc.assert(
      fc.property(selections, (selection) => {
        for (let block = 0; block < selection.blocks; block++) {
          const phases = makePlan(selection).filter((planned) => planned.block === block);
          const controlled = phases.filter(({ trials }) => trials.some(({ arm }) => arm === 'control'));
          expect(controlled).toHaveLength(1);
          const trials = controlled[0]?.trials ?? [];
          const count = (arm: 'control' | undefined, cell: string) =>
            trials.filter((trial) => trial.arm === arm && cellOf(trial) === cell).length;
          const cells = new Set(trials.filter(({ arm }) => arm === 'control').map(cellOf));
          expect(cells.size).toBe(selection.stacks.length);
          for (const cell of cells) expect(count('control', cell)).toBe(count(undefined, cell));
        }
      }),
    );
  });

  test('trials are numbered from 0 in their order', () => {
    const numbers = makePlan(options).flatMap(({ trials }) => trials.map(({ trial }) => trial));
    expect(numbers).toEqual([...numbers.keys()]);
  });

  test('blocks go round: no pattern starts its next block before all have had this one', () => {
    const blocks = makePlan(options).map(({ block }) => block);
    expect(blocks).toEqual(blocks.toSorted((a, b) => a - b));
  });

  test('the same seed gives the same plan, another seed another order', () => {
    fc.assert(
      fc.property(selections, (selection) => {
        expect(makePlan(selection)).toEqual(makePlan(selection));
      }),
    );
    const orders = [1, 2, 3, 4].map((seed) => JSON.stringify(makePlan({ ...options, seed })));
    expect(new Set(orders).size).toBe(4);
  });

  test('the expected time of every phase is a positive number in every profile', () => {
    for (const { sizes } of Object.values(profiles)) {
      for (const planned of makePlan(options)) expect(expectedMs(planned, sizes)).toBeGreaterThan(0);
    }
  });
});

const cellOf = ({ stack, variant }: PlannedTrial) => `${stack}/${variant}`;
