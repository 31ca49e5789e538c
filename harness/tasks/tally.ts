/** How many tests passed, and which ones did not, whatever ran them. */

/** A test that failed or did not run, and why. */
export interface NotPassed {
  name: string;
  reason: string;
}

/** What one runner (a linter, vitest, pytest) reports. */
export interface Tally {
  passed: number;
  failed: NotPassed[];
  skipped: NotPassed[];
  /** Passed, but only when it was run once more: why it failed at first. */
  flaky?: NotPassed[];
}

/** Everything together. */
export function total(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.flatMap((tally) => tally.failed),
    skipped: tallies.flatMap((tally) => tally.skipped),
    flaky: tallies.flatMap((tally) => tally.flaky ?? []),
  };
}

/**
 * What a runner's report and its exit code say together. A runner that reports nothing, ran nothing, or ends badly
 * without a failed test has failed: a gate must not pass on nothing.
 */
export function settle(runner: string, report: Tally | undefined, exitCode: number | null): Tally {
  const tally = report ?? { passed: 0, failed: [], skipped: [] };
  if (tally.failed.length > 0 || (exitCode === 0 && tally.passed > 0)) return tally;
  const reason = exitCode === 0 ? 'no test ran' : `ended with exit code ${exitCode} and named no failed test`;
  return { ...tally, failed: [{ name: runner, reason }] };
}

/** "12 passed, 0 failed", and ", 1 skipped" when there are any: the last line of `make test`. */
export function countsLine({ passed, failed, skipped }: Tally): string {
  const skips = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return `${passed} passed, ${failed.length} failed${skips}`;
}

/** Where a skip is not allowed, it is a failure. */
export function withoutSkips({ skipped, ...tally }: Tally): Tally {
  const mustRun = skipped.map(({ name, reason }) => ({ name, reason: `skipped, which CI does not allow: ${reason}` }));
  return { ...tally, failed: [...tally.failed, ...mustRun], skipped: [] };
}

/** One line for each, so that the end of a long log says what to look for. */
export function listNotPassed(word: 'failed' | 'skipped' | 'flaky', tests: readonly NotPassed[]): string[] {
  return tests.map(({ name, reason }) => `${word}: ${name} (${reason.trim().split('\n', 1)[0]})`);
}
