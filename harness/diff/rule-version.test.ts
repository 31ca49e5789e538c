import { expect, test } from 'vitest';
import { FACTS } from '../patterns/shape/facts.ts';
import { SEQUENTIAL_CONSTANTS as RULE } from '../stats/sequential.ts';
import { DELTAS } from '../stats/verdict.ts';
import { ruleVersion } from './rule-version.ts';

test('the version is that of the rule in use, and another one as soon as a constant of it is', () => {
  expect(ruleVersion()).toBe(ruleVersion({ rule: RULE, deltas: DELTAS, facts: FACTS }));
  expect(ruleVersion({ rule: RULE, deltas: { ...DELTAS, cost: 0.04 }, facts: FACTS })).not.toBe(ruleVersion());
  expect(ruleVersion({ rule: { ...RULE, falseAlarms: 0.01 }, deltas: DELTAS, facts: FACTS })).not.toBe(ruleVersion());
});
