/** Reads the JUnit XML that pytest writes. */
import { DOMParser } from 'linkedom';
import type { Tally } from './tally.ts';

/** The counts of a JUnit report. A test whose body passed and whose teardown failed stands there once, as an error. */
export function tallyJunit(xml: string): Tally {
  const tally: Tally = { passed: 0, failed: [], skipped: [] };
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  for (const testcase of document.querySelectorAll('testcase')) {
    const name = `${testcase.getAttribute('classname')}.${testcase.getAttribute('name')}`;
    const failure = testcase.querySelector('failure, error');
    const skipped = testcase.querySelector('skipped');
    const reason = (failure ?? skipped)?.getAttribute('message') ?? 'no reason given';
    if (failure) tally.failed.push({ name, reason });
    else if (skipped) tally.skipped.push({ name, reason });
    else tally.passed++;
  }
  return tally;
}
