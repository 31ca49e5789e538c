/** junit.xml: results as test cases, for the test view of a CI server. */
import type { DiffResults, Results } from '../results/schema.ts';
import { compareCases } from './junit-compare.ts';
import { diffCases } from './junit-diff.ts';
import { junitDocument } from './junit-document.ts';

/** One test case per gate metric of a diff, per gain of a comparison; red exactly when the command's exit code is. */
export function renderJunit(results: Results | DiffResults): string {
  return results.schema === 'duet-diff'
    ? junitDocument('duet diff', results.run.started_at, diffCases(results))
    : junitDocument('duet compare', results.run.started_at, compareCases(results));
}
