/** The numbers of harness/docs/traps.md, and the rules that judge them: both must be of the same demonstrations. */
import { expect, test } from 'vitest';
import { TRAPS } from '../../results/trap-names.ts';
import { ALL_TRAPS } from '../../traps/index.ts';
import { ON_THE_PAGE, readKeptTraps } from './traps-page.ts';

const kept = readKeptTraps()?.traps ?? [];

test('the page has every demonstration of its patterns, and no other', () => {
  expect(kept.map(({ name }) => name)).toEqual(ON_THE_PAGE.flatMap((pattern) => [...TRAPS[pattern]]));
});

const runs = kept.flatMap(({ name, runs }) => runs.map((run) => [`${name}, ${run.stack}`, name, run] as const));
const ruleOf = (name: string) => ALL_TRAPS.find((one) => one.name === name)?.isShown;

test.for(runs)('%s: its verdict is that of the rule', ([, name, { cases, stack, verdict }]) => {
  expect(verdict).toBe(ruleOf(name)?.(cases, stack) ? 'shown' : 'not-shown');
});

test.for(runs)('%s: is shown', ([, , { verdict }]) => {
  expect(verdict).toBe('shown');
});

test.for(runs.filter(([, , { cases }]) => cases.length > 1))(
  '%s: would not be shown, if the mistake came out as what to do instead',
  ([, name, { cases, stack }]) => {
    const instead = cases.map(() => cases.at(-1) ?? { case: 'none' });
    expect(ruleOf(name)?.(instead, stack)).toBe(false);
  },
);
