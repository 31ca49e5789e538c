import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patterns } from '../patterns/index.ts';
import { profiles } from '../patterns/profiles.ts';
import { PATTERNS, type PatternName, STACKS } from '../results/schema.ts';
import { expectedMs, makePlan, type PlannedTrial, planOf } from './plan.ts';

const options = { patterns: [...PATTERNS], stacks: [...STACKS], blocks: 3, seed: 1 };
const selections = fc.record({
  patterns: fc.subarray([...PATTERNS], { minLength: 1 }),
  stacks: fc.subarray([...STACKS], { minLength: 1 }),
  blocks: fc.integer({ min: 1, max: 10 }),
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
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

  test('phases with a cheap cell also measure it against itself, in each stack; one phase does in any case', () => {
    const cheap: PatternName[] = ['parallel', 'batching', 'pooling'];
    fc.assert(
      fc.property(selections, (selection) => {
        for (let block = 0; block < selection.blocks; block++) {
          const phases = makePlan(selection).filter((planned) => planned.block === block);
          const controlled = phases.filter(({ trials }) => trials.some(({ arm }) => arm === 'control'));
          const expected = phases.filter(({ pattern }) => cheap.includes(pattern));
          if (expected.length > 0) expect(controlled).toEqual(expected);
          else expect(controlled).toHaveLength(1);
          for (const { trials } of controlled) {
            const count = (arm: 'control' | undefined, cell: string) =>
              trials.filter((trial) => trial.arm === arm && cellOf(trial) === cell).length;
            const cells = new Set(trials.filter(({ arm }) => arm === 'control').map(cellOf));
            expect(cells.size).toBe(selection.stacks.length);
            for (const cell of cells) expect(count('control', cell)).toBe(count(undefined, cell));
          }
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

  test('with more blocks of some patterns, the plan begins as it did: a pilot stays what it was', () => {
    const more = fc.record(Object.fromEntries(PATTERNS.map((name) => [name, fc.integer({ min: 0, max: 5 })])));
    fc.assert(
      fc.property(selections, more, (selection, added) => {
        const pilot = makePlan(selection);
        const blocks = Object.fromEntries(
          selection.patterns.map((name) => [name, selection.blocks + (added[name] ?? 0)]),
        );
        const longer = makePlan({ ...selection, blocks });
        expect(longer.slice(0, pilot.length)).toEqual(pilot);
        for (const name of selection.patterns) {
          const found = new Set(longer.filter(({ pattern }) => pattern === name).map(({ block }) => block));
          expect(found.size).toBe(blocks[name]);
        }
      }),
    );
  });

  test('a header may give some patterns fewer blocks, unless a time budget was spread', () => {
    const header = { ...options, patterns: ['batching' as const, 'pooling' as const], fewer_blocks: { batching: 2 } };
    const blocksOf = (name: string, run: Parameters<typeof planOf>[0]) =>
      new Set(planOf(run).flatMap(({ pattern, block }) => (pattern === name ? [block] : []))).size;
    expect([blocksOf('batching', header), blocksOf('pooling', header)]).toEqual([2, 3]);
    const spread = { ...header, time_budget: { budget_ms: 1, blocks: { batching: 4, pooling: 5 } } };
    expect([blocksOf('batching', spread), blocksOf('pooling', spread)]).toEqual([4, 5]);
  });

  test('the expected time of every phase is a positive number in every profile', () => {
    for (const { sizes } of Object.values(profiles)) {
      for (const planned of makePlan(options)) expect(expectedMs(planned, sizes)).toBeGreaterThan(0);
    }
  });
});

const cellOf = ({ stack, variant }: PlannedTrial) => `${stack}/${variant}`;
