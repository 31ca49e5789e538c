import { expect, it } from 'vitest';
import { profiles } from '../patterns/profiles.ts';
import { describePlan } from './describe-plan.ts';
import { makePlan } from './plan.ts';

it('shows every trial of the plan once, in its order', () => {
  const plan = makePlan({ patterns: ['pooling', 'workers'], stacks: ['node', 'python'], blocks: 2, seed: 7 });
  const lines = describePlan(plan, profiles.quick.sizes).split('\n');
  const shown = lines.flatMap(
    (line) =>
      line
        .match(/^ +(\d+) {2}(\S+)( \(A\/A control\))?$/)
        ?.slice(1, 3)
        .join(' ') ?? [],
  );
  const planned = plan.flatMap(({ trials }) => trials.map((one) => `${one.trial + 1} ${one.stack}/${one.variant}`));
  expect(shown).toEqual(planned);
  expect(lines.at(-1)).toMatch(new RegExp(`^${planned.length} trials, expected time \\d+ (s|min) with set-up$`));
});

it('says of a pilot what becomes of the rest of its budget', () => {
  const plan = makePlan({ patterns: ['pooling'], stacks: ['node'], blocks: 3, seed: 7 });
  const { sizes } = profiles.quick;
  expect(describePlan(plan, sizes, { budget_ms: 300_000 })).toContain('What it leaves of 5 min goes to the patterns');
  expect(describePlan(plan, sizes, { budget_ms: 300_000, blocks: { pooling: 3 } })).toBe(describePlan(plan, sizes));
});
