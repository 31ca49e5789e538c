/** Distributions, averages and intervals against scipy and numpy, over seeded cases. */

import { draws, testAgainstScipy } from '../tests/oracle/scipy.ts';
import { nominalLevels } from './alpha-spending.ts';
import { logGamma, regularizedIncompleteBeta } from './incomplete-beta.ts';
import { logRatioInterval, meanInterval } from './interval.ts';
import { normalTail } from './normal.ts';
import { normalQuantileAbove } from './normal-quantile.ts';
import { geometricMean, quantile } from './quantiles.ts';
import { below, fraction } from './random.ts';
import { studentTCdf, studentTQuantile } from './student-t.ts';

const { random, times, between, someValues } = draws(1);

testAgainstScipy({
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
  normal_tail: {
    tolerance: 1e-12,
    cases: times(200, () => {
      const z = between(-6, 12);
      return { function: 'normal_tail', arguments: [z], ours: normalTail(z) };
    }),
  },
  normal_quantile_above: {
    tolerance: 1e-9,
    absolute: 1e-9,
    cases: times(100, () => {
      const tail = 10 ** between(-12, Math.log10(0.5));
      return { function: 'normal_quantile_above', arguments: [tail], ours: normalQuantileAbove(tail) };
    }),
  },
  'crossing_probability, the last look of two': {
    tolerance: 1e-5,
    cases: times(50, () => {
      const first = 1 + below(random, 10);
      const second = first + 1 + below(random, 10);
      const spent = 10 ** between(-3, -1);
      const total = spent + 10 ** between(-3, -1);
      const levels = nominalLevels([
        { n: first, spent },
        { n: second, spent: total },
      ]);
      return { function: 'crossing_probability', arguments: [[first, second], levels], ours: total };
    }),
  },
  'crossing_probability, four looks': {
    tolerance: 2e-3,
    cases: times(12, () => {
      const looks = [4, 6, 9, 17].map((n) => ({ n, spent: 0.1 * (n / 17) ** between(1, 1.1) }));
      const ours = looks.at(-1)?.spent as number;
      return {
        function: 'crossing_probability',
        arguments: [looks.map(({ n }) => n), nominalLevels(looks)],
        ours,
      };
    }),
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
});
