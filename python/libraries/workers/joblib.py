"""joblib: made for many jobs in one call; here each call brings one. It blocks, so each report
holds one of FastAPI's threads."""

import os

from joblib import Parallel, delayed
from joblib.externals.loky import get_reusable_executor

from duet_service.patterns.revenue import RevenueReport, revenue_report

PACKAGES = ("joblib",)


class Joblib:
    def __init__(self, workers: int) -> None:
        self._workers = workers

    def report(self, size: int) -> RevenueReport:
        reports: list[RevenueReport] = Parallel(n_jobs=self._workers)(
            [delayed(revenue_report)(size)]
        )
        return reports[0]

    def die(self) -> object:
        return Parallel(n_jobs=self._workers)([delayed(os._exit)(1)])

    def close(self) -> None:
        # Its workers would outlive the process until they have been idle for 300 s.
        get_reusable_executor().shutdown(kill_workers=True)


def open(workers: int) -> Joblib:
    return Joblib(workers)
