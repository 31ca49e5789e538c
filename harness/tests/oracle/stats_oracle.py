"""What scipy and numpy say, for the harness's own statistics (harness/tests/oracle/scipy.ts).

Reads a JSON array of cases, {"function": name, "arguments": [...]}, from stdin and writes a JSON
array of the answers to stdout, in the same order.
"""

from __future__ import annotations

import bisect
import json
import sys
from collections.abc import Callable, Sequence

import numpy as np
from scipy import special, stats


def student_t_cdf(t: float, df: float) -> float:
    return float(stats.t.cdf(t, df))


def student_t_quantile(p: float, df: float) -> float:
    return float(stats.t.ppf(p, df))


def normal_tail(z: float) -> float:
    return float(stats.norm.sf(z))


def normal_quantile_above(p: float) -> float:
    return float(stats.norm.isf(p))


def crossing_probability(looks: Sequence[int], levels: Sequence[float]) -> float:
    """That the mean of independent normal values is above any of the looks' boundaries."""
    n = np.array(looks, dtype=float)
    correlation = np.sqrt(np.minimum.outer(n, n) / np.maximum.outer(n, n))
    inside = stats.multivariate_normal(cov=correlation, abseps=1e-7, releps=1e-7, maxpts=2_000_000)
    return 1 - float(inside.cdf(stats.norm.isf(levels)))


def log_gamma(z: float) -> float:
    return float(special.gammaln(z))


def incomplete_beta(a: float, b: float, x: float) -> float:
    return float(special.betainc(a, b, x))


def quantile(values: Sequence[float], p: float) -> float:
    return float(np.quantile(values, p))


def geometric_mean(values: Sequence[float]) -> float:
    return float(stats.gmean(values))


def mean_interval(values: Sequence[float], level: float) -> list[float]:
    center = float(np.mean(values))
    low, high = stats.t.interval(level, len(values) - 1, loc=center, scale=stats.sem(values))
    return [center, float(low), float(high)]


def log_ratio_interval(
    before: Sequence[float], after: Sequence[float], level: float
) -> list[float]:
    """By the interval of scipy's paired t-test for the logarithms or, from 8 blocks on, the wider
    one of that and the signed-rank interval.
    """
    logs = np.log(before) - np.log(after)
    test = stats.ttest_rel(np.log(before), np.log(after))
    low, high = test.confidence_interval(level)
    if len(logs) >= 8:
        _, rank_low, rank_high = signed_rank_interval(logs.tolist(), level)
        if rank_low is not None and rank_high is not None and rank_high - rank_low > high - low:
            low, high = rank_low, rank_high
    return [float(np.exp(x)) for x in (np.mean(logs), low, high)]


def t_test(values: Sequence[float], against: float, alternative: str) -> float:
    return float(stats.ttest_1samp(values, against, alternative=alternative).pvalue)


def welch(one: Sequence[float], other: Sequence[float], level: float) -> list[float]:
    test = stats.ttest_ind(one, other, equal_var=False)
    low, high = test.confidence_interval(level)
    return [float(np.mean(one) - np.mean(other)), float(low), float(high), float(test.pvalue)]


def prediction_interval(values: Sequence[float], level: float) -> list[float]:
    center, n = float(np.mean(values)), len(values)
    scale = float(np.std(values, ddof=1)) * np.sqrt(1 + 1 / n)
    low, high = stats.t.interval(level, n - 1, loc=center, scale=scale)
    return [center, float(low), float(high)]


def anova(strata: Sequence[Sequence[float]]) -> list[float]:
    test = stats.f_oneway(*strata)
    return [float(test.statistic), float(test.pvalue)]


def between_machines(strata: Sequence[Sequence[float]]) -> float:
    """DerSimonian and Laird's standard deviation between strata, with one variance within all:
    the estimate of an analysis of variance for groups of unequal size.
    """
    sizes = np.array([len(blocks) for blocks in strata], dtype=float)
    total, groups = sizes.sum(), len(strata)
    means = np.array([np.mean(blocks) for blocks in strata])
    grand = float(np.average(means, weights=sizes))
    mean_square_between = float((sizes * (means - grand) ** 2).sum()) / (groups - 1)
    within = sum(float(((np.array(b) - np.mean(b)) ** 2).sum()) for b in strata) / (total - groups)
    usual_size = (total - (sizes**2).sum() / total) / (groups - 1)
    return float(np.sqrt(max(0.0, (mean_square_between - within) / usual_size)))


def equivalence_test(values: Sequence[float], margin: float) -> float:
    above = t_test(values, -margin, "greater")
    below = t_test(values, margin, "less")
    return max(above, below)


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm by closed testing: a hypothesis falls when Bonferroni's test rejects every set of
    hypotheses that contains it. scipy has no Holm; this is its definition, not its algorithm.

    The set of size k that is hardest to reject holds the hypothesis and the k - 1 largest others.
    """
    p = np.asarray(p_values)
    adjusted = []
    for i, own in enumerate(p):
        others = np.sort(np.delete(p, i))[::-1]
        sets = [np.append(others[:k], own) for k in range(len(p))]
        adjusted.append(max(min(1.0, float(len(s) * s.min())) for s in sets))
    return adjusted


def beta_quantile(p: float, a: float, b: float) -> float:
    return float(stats.beta.ppf(p, a, b))


def clopper_pearson(successes: int, trials: int, level: float) -> list[float]:
    test = stats.binomtest(successes, trials)
    low, high = test.proportion_ci(level, method="exact")
    return [successes / trials, float(low), float(high)]


def signed_rank_p(n: int, rank_sum: int) -> float:
    """P(W+ <= rank_sum), from values whose positive ranks have that sum."""
    signs, left = np.full(n, -1), rank_sum
    for rank in range(n, 0, -1):
        if rank <= left:
            signs[rank - 1], left = 1, left - rank
    values = signs * np.arange(1, n + 1)
    return float(stats.wilcoxon(values, alternative="less", method="exact").pvalue)


def signed_rank_interval(values: Sequence[float], level: float) -> list[float | None]:
    """Every centre that scipy's exact two-sided test does not reject.

    The p value changes only at Walsh averages, so one centre between each two of them is asked;
    it falls away from the middle, so the outermost one accepted is found by bisection.
    """
    x = np.asarray(values)
    walsh = np.sort([(a + b) / 2 for i, a in enumerate(x) for b in x[i:]])
    between = np.concatenate(([walsh[0] - 1], (walsh[1:] + walsh[:-1]) / 2, [walsh[-1] + 1]))

    def accepted(index: int) -> bool:
        return bool(stats.wilcoxon(x - between[index], method="exact").pvalue > 1 - level)

    estimate = float(np.median(walsh))
    if accepted(0):
        return [estimate, None, None]
    middle = len(between) // 2
    first = bisect.bisect_left(range(middle), True, key=accepted)
    last = middle + bisect.bisect_left(
        range(middle, len(between)), True, key=lambda index: not accepted(index)
    )
    return [estimate, float(walsh[first - 1]), float(walsh[last - 1])]


def lag_one_autocorrelation(values: Sequence[float]) -> float:
    deviations = np.asarray(values) - np.mean(values)
    return float(deviations[1:] @ deviations[:-1] / (deviations @ deviations))


FUNCTIONS: dict[str, Callable[..., float | Sequence[float | None]]] = {
    function.__name__: function
    for function in (
        student_t_cdf,
        student_t_quantile,
        normal_tail,
        normal_quantile_above,
        crossing_probability,
        log_gamma,
        incomplete_beta,
        quantile,
        geometric_mean,
        mean_interval,
        log_ratio_interval,
        t_test,
        welch,
        prediction_interval,
        anova,
        between_machines,
        equivalence_test,
        holm,
        beta_quantile,
        clopper_pearson,
        signed_rank_p,
        signed_rank_interval,
        lag_one_autocorrelation,
    )
}


def main() -> None:
    cases = json.load(sys.stdin)
    answers = [FUNCTIONS[case["function"]](*case["arguments"]) for case in cases]
    json.dump(answers, sys.stdout, allow_nan=False)


if __name__ == "__main__":
    main()
