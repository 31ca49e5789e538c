import { expect, test } from 'vitest';
import { tallyJunit } from './junit.ts';
import { countsLine, settle, total, withoutSkips } from './tally.ts';

const fine = { passed: 3, failed: 0, skipped: [] };
const skipping = { passed: 1, failed: 0, skipped: [{ name: 'a', reason: 'no /proc' }] };

test('the counts line names skips only when there are any', () => {
  expect(countsLine(fine)).toBe('3 passed, 0 failed');
  expect(countsLine(total([fine, skipping]))).toBe('4 passed, 0 failed, 1 skipped');
});

test('without skips, each is a failure', () => {
  expect(countsLine(withoutSkips(skipping))).toBe('1 passed, 1 failed');
});

test.for([
  ['passed and ended well', fine, 0, '3 passed, 0 failed'],
  ['failed a test', { ...fine, failed: 2 }, 1, '3 passed, 2 failed'],
  ['ended badly without a failed test', fine, 1, '3 passed, 1 failed'],
  ['was killed', fine, null, '3 passed, 1 failed'],
  ['ran nothing', { passed: 0, failed: 0, skipped: [] }, 0, '0 passed, 1 failed'],
  ['skipped everything', { ...skipping, passed: 0 }, 0, '0 passed, 1 failed, 1 skipped'],
  ['wrote no report', undefined, 0, '0 passed, 1 failed'],
] as const)('a runner that %s', ([, report, exitCode, line]) => {
  const copy = report && { ...report, skipped: [...report.skipped] };
  expect(countsLine(settle(copy, exitCode))).toBe(line);
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
    failed: 2,
    skipped: [{ name: 'tests.a.later', reason: 'no such thing' }],
  });
});
