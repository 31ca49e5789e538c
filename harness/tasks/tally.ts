/** How many tests passed, and which ones did not, whatever ran them. */

/** A test that did not run, and why. */
export interface Skipped {
  name: string;
  reason: string;
}

/** What one runner (a linter, vitest, pytest) reports. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: Skipped[];
}

/** Everything together. */
export function total(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
    skipped: tallies.flatMap((tally) => tally.skipped),
  };
}

/**
 * What a runner's report and its exit code say together. A runner that reports nothing, ran nothing, or ends badly
 * without a failed test has failed: a gate must not pass on nothing.
 */
export function settle(report: Tally | undefined, exitCode: number | null): Tally {
  const { passed, failed, skipped } = report ?? { passed: 0, failed: 0, skipped: [] };
  const fine = failed > 0 || (exitCode === 0 && passed > 0);
  return { passed, failed: fine ? failed : 1, skipped };
}

/** "12 passed, 0 failed", and ", 1 skipped" when there are any: the last line of `make test`. */
export function countsLine({ passed, failed, skipped }: Tally): string {
  const skips = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return `${passed} passed, ${failed} failed${skips}`;
}

/** Where a skip is not allowed, it is a failure. */
export function withoutSkips({ passed, failed, skipped }: Tally): Tally {
  return { passed, failed: failed + skipped.length, skipped: [] };
}
