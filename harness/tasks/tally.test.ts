import { expect, test } from 'vitest';
import { tallyJunit } from './junit.ts';
import { countsLine, listNotPassed, settle, total, withoutSkips } from './tally.ts';

const bad = { name: 'b', reason: 'expected 1 to be 2\n  at b.ts:3' };
const fine = { passed: 3, failed: [], skipped: [] };
const skipping = { passed: 1, failed: [], skipped: [{ name: 'a', reason: 'no /proc' }] };

test('the counts line names skips only when there are any', () => {
  expect(countsLine(fine)).toBe('3 passed, 0 failed');
  expect(countsLine(total([fine, skipping]))).toBe('4 passed, 0 failed, 1 skipped');
});

test('without skips, each is a failure', () => {
  const strict = withoutSkips(skipping);
  expect(countsLine(strict)).toBe('1 passed, 1 failed');
  expect(listNotPassed('failed', strict.failed)).toEqual(['failed: a (skipped, which CI does not allow: no /proc)']);
});

test.for([
  ['passed and ended well', fine, 0, '3 passed, 0 failed'],
  ['failed a test', { ...fine, failed: [bad, bad] }, 1, '3 passed, 2 failed'],
  ['ended badly without a failed test', fine, 1, '3 passed, 1 failed'],
  ['was killed', fine, null, '3 passed, 1 failed'],
  ['ran nothing', { passed: 0, failed: [], skipped: [] }, 0, '0 passed, 1 failed'],
  ['skipped everything', { ...skipping, passed: 0 }, 0, '0 passed, 1 failed, 1 skipped'],
  ['wrote no report', undefined, 0, '0 passed, 1 failed'],
] as const)('a runner that %s', ([, report, exitCode, line]) => {
  const copy = report && { ...report, failed: [...report.failed], skipped: [...report.skipped] };
  expect(countsLine(settle('vitest', copy, exitCode))).toBe(line);
});

test('a failed test is one line with the first line of its reason', () => {
  expect(listNotPassed('failed', [bad])).toEqual(['failed: b (expected 1 to be 2)']);
});

test('pytest: passed, skipped with its reason, failed, broken fixture', () => {
  const xml = `<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest">
    <testcase classname="tests.a" name="ok" time="0.000" />
    <testcase classname="tests.a" name="later"><skipped type="pytest.skip" message="no such thing">a.py:3</skipped></testcase>
    <testcase classname="tests.a" name="bad"><failure message="assert 0">def bad(): &gt; assert 0</failure></testcase>
    <testcase classname="tests.a" name="broken"><error message="failed on setup">RuntimeError</error></testcase>
    </testsuite></testsuites>`;
  expect(tallyJunit(xml)).toEqual({
    passed: 1,
    failed: [
      { name: 'tests.a.bad', reason: 'assert 0' },
      { name: 'tests.a.broken', reason: 'failed on setup' },
    ],
    skipped: [{ name: 'tests.a.later', reason: 'no such thing' }],
  });
});
