/** Reads the JUnit XML that pytest writes. */
import { DOMParser } from 'linkedom';
import type { Tally } from './tally.ts';

/** The counts of a JUnit report. A test whose body passed and whose teardown failed stands there once, as an error. */
export function tallyJunit(xml: string): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: [] };
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  for (const testcase of document.querySelectorAll('testcase')) {
    const skipped = testcase.querySelector('skipped');
    if (testcase.querySelector('failure, error')) tally.failed++;
    else if (skipped) {
      const name = `${testcase.getAttribute('classname')}.${testcase.getAttribute('name')}`;
      tally.skipped.push({ name, reason: skipped.getAttribute('message') ?? 'no reason given' });
    } else tally.passed++;
  }
  return tally;
}
