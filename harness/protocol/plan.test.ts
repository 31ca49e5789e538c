import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patterns } from '../patterns/index.ts';
import type { Phase } from '../patterns/pattern.ts';
import { profiles } from '../patterns/profiles.ts';
import { type DiffPatternName, PATTERNS, SIDES, STACKS, type StackName } from '../results/schema.ts';
import {
  countTrials,
  expectedMs,
  expectedReadyMs,
  lifetimesOf,
  makePlan,
  ownPhases,
  type PlannedPhase,
  type PlannedTrial,
  planOf,
} from './plan.ts';

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
            expect(phases.map(({ phase }) => phase).sort()).toEqual([...patterns[pattern].phases.keys()]);
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
    const cheap: DiffPatternName[] = ['parallel', 'batching', 'pooling'];
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

  test('a control makes it as many trials of its variant as of the one that this is compared with', () => {
    const cheap = makePlan({ ...options, patterns: ['parallel', 'pooling'], blocks: 1 });
    for (const { trials } of cheap) {
      const count = (cell: string) => trials.filter((trial) => cellOf(trial) === cell).length;
      for (const stack of STACKS) expect(count(`${stack}/after`)).toBe(count(`${stack}/before`));
    }
  });

  test('phases with the same start share services in each block, in the same order; every other one has its own', () => {
    const name = ({ pattern, phase }: PlannedPhase) => `${pattern} ${ownPhases(pattern)[phase]?.name}`;
    const lifetimes = lifetimesOf(makePlan(options)).map((lifetime) => lifetime.map(name).join(', '));
    const wanted = [
      'parallel latency, batching enrichment, pooling capacity',
      ...['streaming file', 'workers report', 'pooling latency'],
    ];
    for (let block = 0; block < options.blocks; block++) {
      expect(lifetimes.slice(block * wanted.length, (block + 1) * wanted.length).sort()).toEqual(wanted.toSorted());
    }
  });

  test('services that are fresh for each phase are never shared', () => {
    const phasesOf = (pattern: DiffPatternName) =>
      ownPhases(pattern).map((one) => ({ ...one, fresh: 'per-phase' as const }));
    const plan = makePlan({ ...options, phasesOf });
    expect(lifetimesOf(plan)).toEqual(plan.map((planned) => [planned]));
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

  test('a sparing header has what a phase measures sparingly in the first block alone, and everything else as before', () => {
    const cellsIn = (plan: readonly PlannedPhase[]) =>
      plan.flatMap(({ block, pattern, phase, trials }) =>
        trials.map((trial) => ({ block, cell: cellOf(trial), ofPhase: ownPhases(pattern)[phase] })),
      );
    const [all, sparing] = [cellsIn(planOf(options)), cellsIn(planOf({ ...options, sparing: true }))];
    const left = all.filter(
      ({ block, cell, ofPhase }) => block === 0 || !ofPhase?.sparingly?.some((variant) => cell.endsWith(`/${variant}`)),
    );
    const named = (cells: typeof all) => cells.map(({ block, cell, ofPhase }) => `${block} ${ofPhase?.name} ${cell}`);
    expect(named(sparing).sort()).toEqual(named(left).sort());
    expect(left.length).toBeLessThan(all.length);
  });

  test('a quick run has 210 trials, and four lifetimes of services in a block but for those of workers alone', () => {
    const { blocks, fewerBlocks, sparing } = profiles.quick;
    const plan = planOf({ ...options, blocks, fewer_blocks: fewerBlocks ?? {}, sparing: sparing ?? true });
    expect(countTrials(plan)).toBe(210);
    expect(lifetimesOf(plan)).toHaveLength(3 * 4 + 2);
    expect(plan.filter(({ pattern }) => pattern === 'workers').map(({ trials }) => trials.length)).toEqual(
      Array(5).fill(6),
    );
  });

  test('the expected time of every phase is a positive number in every profile', () => {
    for (const { sizes } of Object.values(profiles)) {
      for (const planned of makePlan(options)) expect(expectedMs(planned, sizes)).toBeGreaterThan(0);
    }
  });
});

describe('makePlan of a diff', () => {
  const cell = (stack: StackName, variant = 'after') => ({ stack, variant });
  const ofDiff = {
    ...options,
    patterns: ['parallel' as const, 'workers' as const],
    sides: SIDES,
    cellsOf: () => [cell('node')],
  };
  const sided = ({ stack, variant, side, arm }: PlannedTrial) => `${stack}/${variant} ${side}${arm ? ' again' : ''}`;

  test('measures the cells that are asked for, on both sides, and base against itself', () => {
    for (const { pattern, phase, trials } of makePlan({ ...ofDiff, cellsOf: () => [cell('node'), cell('python')] })) {
      const each = ownPhases(pattern)[phase]?.trialsPerBlock('after') ?? 0;
      const sides = pattern === 'parallel' ? ['base', 'head', 'base again'] : ['base', 'head'];
      const wanted = STACKS.flatMap((stack) => sides.flatMap((side) => Array(each).fill(`${stack}/after ${side}`)));
      expect(trials.map(sided).sort()).toEqual(wanted.sort());
    }
  });

  test('puts the sides of a cell side by side, mirrored around the middle of a block', () => {
    const { control: _none, ...phase } = patterns.parallel.phases[0] as Phase;
    const cells = [cell('node'), cell('python'), cell('python', 'before')];
    const phasesOf = () => [{ ...phase, trialsPerBlock: () => 4 }];
    const [planned] = makePlan({ ...ofDiff, patterns: ['parallel'], cellsOf: () => cells, phasesOf });
    const order = planned?.trials.map(sided) ?? [];
    expect(order).toEqual(order.toReversed());
    for (let at = 0; at < order.length; at += 2) {
      const pair = order.slice(at, at + 2).map((one) => one.split(' '));
      expect(pair.map(([name]) => name)).toEqual([pair[0]?.[0], pair[0]?.[0]]);
      expect(pair.map(([, side]) => side).sort()).toEqual(['base', 'head']);
    }
  });

  test('leaves out phases in which nothing is measured, and controls another cell of a stack where the named one is not', () => {
    const plan = makePlan({
      ...ofDiff,
      cellsOf: (pattern, _phase, block) => (pattern === 'workers' && block > 0 ? [cell('python', 'after-pool')] : []),
    });
    expect(plan.map(({ block, pattern }) => `${block} ${pattern}`)).toEqual(['1 workers', '2 workers']);
    const again = plan.flatMap(({ trials }) => trials).filter(({ arm }) => arm === 'control');
    expect(new Set(again.map(sided))).toEqual(new Set(['python/after-pool base again']));
  });

  test('measures a control in as many blocks as its phase says, and there as often as what it repeats', () => {
    const phase = { ...(patterns.parallel.phases[0] as Phase), control: { variant: 'after', everyBlocks: 2 } };
    const plan = makePlan({ ...ofDiff, blocks: 5, patterns: ['parallel'], phasesOf: () => [phase] });
    const controls = plan.map(({ trials }) => trials.map(sided).filter((one) => one.endsWith('again')).length);
    const perBlock = phase.trialsPerBlock('after');
    expect(controls).toEqual([perBlock, 0, perBlock, 0, perBlock]);
  });

  test('controls all phases of a pattern that share their processes where no phase is cheap, and no other pattern', () => {
    const like = (pattern: DiffPatternName, more: Partial<Phase>): Phase => ({
      ...(ownPhases(pattern)[0] as Phase),
      start: {},
      control: { variant: 'after', ifAlone: true },
      ...more,
    });
    const phasesOf = (pattern: DiffPatternName) => [
      like(pattern, { name: 'load' }),
      like(pattern, { name: 'latency' }),
      like(pattern, { name: 'own', start: { via: 'proxy' } }),
    ];
    const plan = makePlan({ ...ofDiff, blocks: 1, patterns: ['parallel', 'pooling'], phasesOf });
    const controlled = plan.filter(({ trials }) => trials.some(({ arm }) => arm === 'control'));
    expect(controlled.map(({ pattern, phase }) => `${pattern} ${phase}`)).toEqual(['parallel 0', 'parallel 1']);
  });

  test('expects the start of every process, and its warm-up', () => {
    const phase = { ...(patterns.parallel.phases[0] as Phase), expectedWarmUpMs: () => 700 };
    const { control: _none, ...alone } = phase;
    const readyMs = (one: Phase) => {
      const phasesOf = () => [one];
      const [planned] = makePlan({ ...ofDiff, blocks: 1, patterns: ['parallel'], phasesOf });
      return expectedReadyMs(planned as PlannedPhase, phasesOf);
    };
    // The third process of a stack is the control.
    expect(readyMs(phase) / readyMs(alone)).toBeCloseTo(3 / 2, 10);
  });

  test('keeps its screening whatever is suspected afterwards', () => {
    const screened = makePlan({ ...ofDiff, blocks: 5 });
    const cellsOf = (pattern: DiffPatternName, _phase: unknown, block: number) =>
      block < 5 || pattern === 'parallel' ? [cell('node')] : [];
    expect(makePlan({ ...ofDiff, blocks: 12, cellsOf }).slice(0, screened.length)).toEqual(screened);
  });
});

const cellOf = ({ stack, variant }: PlannedTrial) => `${stack}/${variant}`;
