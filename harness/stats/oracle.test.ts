/** The statistics against scipy and numpy, over seeded cases (python/tests/stats_oracle.py answers them). */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { logGamma, regularizedIncompleteBeta } from './incomplete-beta.ts';
import { logRatioInterval, meanInterval } from './interval.ts';
import { geometricMean, quantile } from './quantiles.ts';
import { below, fraction, seededRandom } from './random.ts';
import { studentTCdf, studentTQuantile } from './student-t.ts';

type Answer = number | number[];
type Case = { function: string; arguments: unknown[]; ours: Answer };

const root = new URL('../../', import.meta.url);

function askScipy(cases: readonly Case[]): Answer[] {
  const answers = execFileSync('python/.venv/bin/python', ['python/tests/stats_oracle.py'], {
    cwd: root,
    input: JSON.stringify(
      cases.map(({ function: name, arguments: values }) => ({ function: name, arguments: values })),
    ),
    encoding: 'utf8',
  });
  return JSON.parse(answers) as Answer[];
}

/** The largest difference relative to scipy's answer, and the case that shows it. Below 1e-290 both are as good as zero. */
function worst(cases: readonly Case[], answers: readonly Answer[]): { error: number; of: string } {
  let found = { error: 0, of: '' };
  for (const [index, { function: name, arguments: values, ours }] of cases.entries()) {
    const theirs = [answers[index] ?? Number.NaN].flat();
    for (const [part, mine] of [ours].flat().entries()) {
      const scipy = theirs[part] ?? Number.NaN;
      const error = Math.abs(mine - scipy) / Math.max(Math.abs(scipy), 1e-290);
      if (!(error <= found.error)) found = { error, of: `${name}(${values.join(', ')}): ours ${mine}, scipy ${scipy}` };
    }
  }
  return found;
}

const random = seededRandom(1);
const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const between = (low: number, high: number): number => low + (high - low) * fraction(random);
const someValues = (): number[] => times(3 + below(random, 30), () => Math.exp(between(-3, 10)));

const families: Record<string, { tolerance: number; cases: Case[] }> = {
  student_t_cdf: {
    tolerance: 1e-9,
    cases: times(200, () => {
      const [t, df] = [between(-1, 1) * 10 ** between(-3, 2), 1 + below(random, 1000)];
      return { function: 'student_t_cdf', arguments: [t, df], ours: studentTCdf(t, df) };
    }),
  },
  student_t_quantile: {
    tolerance: 1e-9,
    cases: times(200, () => {
      const tail = 10 ** between(-12, Math.log10(0.5));
      const [p, df] = [below(random, 2) === 0 ? tail : 1 - tail, 1 + below(random, 1000)];
      return { function: 'student_t_quantile', arguments: [p, df], ours: studentTQuantile(p, df) };
    }),
  },
  'student_t_quantile, every df from 1 to 1000 at the levels in use': {
    tolerance: 1e-9,
    cases: [0.95, 0.975, 0.995].flatMap((p) =>
      Array.from({ length: 1000 }, (_, index) => {
        const df = index + 1;
        return { function: 'student_t_quantile', arguments: [p, df], ours: studentTQuantile(p, df) };
      }),
    ),
  },
  log_gamma: {
    tolerance: 1e-12,
    cases: times(200, () => {
      const z = 10 ** between(-3, 5);
      return { function: 'log_gamma', arguments: [z], ours: logGamma(z) };
    }),
  },
  incomplete_beta: {
    tolerance: 1e-9,
    cases: times(200, () => {
      const [a, b, x] = [10 ** between(-1, 3), 10 ** between(-1, 3), fraction(random)];
      return { function: 'incomplete_beta', arguments: [a, b, x], ours: regularizedIncompleteBeta(a, b, x, 1 - x) };
    }),
  },
  quantile: {
    tolerance: 1e-13,
    cases: times(200, () => {
      const [values, p] = [someValues(), fraction(random)];
      return { function: 'quantile', arguments: [values, p], ours: quantile(values, p) };
    }),
  },
  geometric_mean: {
    tolerance: 1e-13,
    cases: times(200, () => {
      const values = someValues();
      return { function: 'geometric_mean', arguments: [values], ours: geometricMean(values) };
    }),
  },
  mean_interval: {
    tolerance: 1e-9,
    cases: times(200, () => {
      const [values, level] = [someValues(), between(0.5, 0.999)];
      const { mean, low, high } = meanInterval(values, level);
      return { function: 'mean_interval', arguments: [values, level], ours: [mean, low as number, high as number] };
    }),
  },
  log_ratio_interval: {
    tolerance: 1e-9,
    cases: times(200, () => {
      const [before, level] = [someValues(), between(0.5, 0.999)];
      const after = before.map((value) => value * Math.exp(between(-1, 1)));
      const { value, low, high } = logRatioInterval(before, after, level);
      const ours = [value, low as number, high as number];
      return { function: 'log_ratio_interval', arguments: [before, after, level], ours };
    }),
  },
};

/** scipy's answers, in the order of the families: one process answers them all, for importing scipy takes a second. */
const answers = askScipy(Object.values(families).flatMap(({ cases }) => cases));

test.for(Object.entries(families))('%s agrees with scipy', ([, { tolerance, cases }]) => {
  const { error, of } = worst(cases, answers.splice(0, cases.length));
  expect(error, of).toBeLessThan(tolerance);
});
