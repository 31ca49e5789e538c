import { expect, test, vi } from 'vitest';
import type * as Verdict from '../../stats/verdict.ts';
import { goldenRegression } from '../../tests/golden/golden-diff.ts';
import { methodLines } from './method.ts';

/** A diff of two stages: its plan has no looks. */
function twoStages() {
  const results = goldenRegression();
  const { sequential: _, ...plan } = results.run.plan;
  return { ...results, run: { ...results.run, plan } };
}

test('a diff of two stages says by which p a change is found, and within which interval there is none', () => {
  const text = methodLines(twoStages()).join(' ');
  expect(text).toContain('with p < 0.01 after Holm. No change means that the 90 % interval lies within that threshold');
});

test('both are printed from the rule in use', async () => {
  vi.resetModules();
  vi.doMock('../../stats/verdict.ts', async (original) => {
    const { verdictRule, ...rest } = await original<typeof Verdict>();
    const anew = (delta: number) => {
      const rule = verdictRule(delta);
      return { ...rule, confirmation: { ...rule.confirmation, p: 0.002 }, equivalenceP: 0.1 };
    };
    return { ...rest, verdictRule: anew };
  });
  const changed = await import('./method.ts');
  vi.doUnmock('../../stats/verdict.ts');
  const text = changed.methodLines(twoStages()).join(' ');
  expect(text).toContain('with p < 0.002 after Holm. No change means that the 80 % interval');
});
