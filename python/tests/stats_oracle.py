"""What scipy and numpy say, for the harness's own statistics (harness/stats/oracle.test.ts).

Reads a JSON array of cases, {"function": name, "arguments": [...]}, from stdin and writes a JSON
array of the answers to stdout, in the same order.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence

import numpy as np
from scipy import special, stats


def student_t_cdf(t: float, df: float) -> float:
    return float(stats.t.cdf(t, df))


def student_t_quantile(p: float, df: float) -> float:
    return float(stats.t.ppf(p, df))


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
    """By the interval that scipy's paired t-test gives for the logarithms."""
    test = stats.ttest_rel(np.log(before), np.log(after))
    low, high = test.confidence_interval(level)
    return [float(np.exp(x)) for x in (np.mean(np.log(before) - np.log(after)), low, high)]


FUNCTIONS: dict[str, Callable[..., float | list[float]]] = {
    function.__name__: function
    for function in (
        student_t_cdf,
        student_t_quantile,
        log_gamma,
        incomplete_beta,
        quantile,
        geometric_mean,
        mean_interval,
        log_ratio_interval,
    )
}


def main() -> None:
    cases = json.load(sys.stdin)
    answers = [FUNCTIONS[case["function"]](*case["arguments"]) for case in cases]
    json.dump(answers, sys.stdout, allow_nan=False)


if __name__ == "__main__":
    main()
