/** Tests, corrections, exact and rank intervals against scipy and numpy, over seeded cases. */

import { draws, testAgainstScipy } from '../tests/oracle/scipy.ts';
import { lagOneAutocorrelation } from './autocorrelation.ts';
import { betaQuantile } from './beta-quantile.ts';
import { clopperPearson } from './clopper-pearson.ts';
import { equivalenceTest } from './equivalence.ts';
import { holm } from './holm.ts';
import { predictionInterval } from './prediction.ts';
import { below, fraction } from './random.ts';
import { signedRankDistribution, signedRankInterval } from './signed-rank.ts';
import { heterogeneity } from './strata.ts';
import { tTest } from './t-test.ts';
import { welch } from './welch.ts';

const { random, times, between, someLogs } = draws(2);
const someLevel = (): number => between(0.8, 0.995);

testAgainstScipy({
  t_test: {
    tolerance: 1e-9,
    cases: times(300, () => {
      const [values, against] = [someLogs(2), between(-0.5, 0.5)];
      const alternative = (['two-sided', 'greater', 'less'] as const)[below(random, 3)] ?? 'less';
      const ours = tTest(values, against, alternative);
      return { function: 't_test', arguments: [values, against, alternative], ours };
    }),
  },
  equivalence_test: {
    tolerance: 1e-9,
    cases: times(200, () => {
      const [values, margin] = [someLogs(), between(0.01, 1)];
      return { function: 'equivalence_test', arguments: [values, margin], ours: equivalenceTest(values, margin) };
    }),
  },
  holm: {
    tolerance: 1e-13,
    cases: times(200, () => {
      const pValues = times(1 + below(random, 20), () => 10 ** between(-4, 0));
      // Some equal ones.
      const some = pValues.map((p) => (fraction(random) < 0.2 ? (pValues[0] as number) : p));
      return { function: 'holm', arguments: [some], ours: holm(some) };
    }),
  },
  beta_quantile: {
    tolerance: 1e-9,
    cases: times(200, () => {
      const [p, a, b] = [10 ** between(-6, 0), 10 ** between(-0.5, 3), 10 ** between(-0.5, 3)];
      return { function: 'beta_quantile', arguments: [p, a, b], ours: betaQuantile(p, a, b) };
    }),
  },
  clopper_pearson: {
    tolerance: 1e-9,
    absolute: 1e-11, // where scipy's root finder stops
    cases: times(300, () => {
      const trials = 1 + below(random, 10 ** (1 + below(random, 4)));
      // The ends are rarely drawn by chance, and the first to go wrong.
      const successes = [0, trials, below(random, trials + 1)][below(random, 3)] as number;
      const level = someLevel();
      const { share, low, high } = clopperPearson(successes, trials, level);
      return { function: 'clopper_pearson', arguments: [successes, trials, level], ours: [share, low, high] };
    }),
  },
  'signed_rank_p, every sum of up to 12 ranks': {
    tolerance: 1e-12,
    cases: Array.from({ length: 12 }, (_, index) => index + 1).flatMap((n) => {
      let cumulative = 0;
      return [...signedRankDistribution(n)].map((probability, sum) => {
        cumulative += probability;
        return { function: 'signed_rank_p', arguments: [n, sum], ours: cumulative };
      });
    }),
  },
  'signed_rank_p, up to 50 ranks': {
    tolerance: 1e-12,
    cases: times(150, () => {
      const n = 13 + below(random, 38);
      const sum = below(random, (n * (n + 1)) / 2 + 1);
      const ours = signedRankDistribution(n).reduce((total, p, w) => (w <= sum ? total + p : total), 0);
      return { function: 'signed_rank_p', arguments: [n, sum], ours };
    }),
  },
  signed_rank_interval: {
    tolerance: 1e-9,
    absolute: 1e-12,
    cases: times(200, () => {
      const [values, level] = [someLogs(2), someLevel()];
      const { value, low, high } = signedRankInterval(values, level);
      return { function: 'signed_rank_interval', arguments: [values, level], ours: [value, low, high] };
    }),
  },
  lag_one_autocorrelation: {
    tolerance: 1e-9,
    absolute: 1e-13,
    cases: times(200, () => {
      const values = someLogs(5);
      const ours = lagOneAutocorrelation(values).value;
      return { function: 'lag_one_autocorrelation', arguments: [values], ours };
    }),
  },
  welch: {
    tolerance: 1e-9,
    absolute: 1e-12,
    cases: times(300, () => {
      const [one, other, level] = [someLogs(2), someLogs(2), someLevel()];
      const { difference, low, high, p } = welch(one, other, level);
      return { function: 'welch', arguments: [one, other, level], ours: [difference, low, high, p] };
    }),
  },
  prediction_interval: {
    tolerance: 1e-9,
    absolute: 1e-12,
    cases: times(200, () => {
      const [values, level] = [someLogs(2), someLevel()];
      const { center, low, high } = predictionInterval(values, level);
      return { function: 'prediction_interval', arguments: [values, level], ours: [center, low, high] };
    }),
  },
  anova: {
    tolerance: 1e-8,
    absolute: 1e-12,
    cases: times(200, () => {
      const strata = times(2 + below(random, 12), () => someLogs(2));
      const { q = 0, p = 1 } = heterogeneity(strata) ?? {};
      return { function: 'anova', arguments: [strata], ours: [q / (strata.length - 1), p] };
    }),
  },
  between_machines: {
    tolerance: 1e-8,
    absolute: 1e-10,
    cases: times(200, () => {
      const strata = times(2 + below(random, 12), () => someLogs(2).map((one) => one + between(-1, 1)));
      const shifted = strata.map((blocks) => blocks.map((one, _, all) => one + (all[0] as number)));
      return { function: 'between_machines', arguments: [shifted], ours: heterogeneity(shifted)?.sd ?? 0 };
    }),
  },
});
