import { expect, test } from 'vitest';
import type { Arrival } from '../../load/open-loop.ts';
import { outcomes } from './outcomes.ts';

const WAIT_MS = 500;

/** Requests that were broken off after so many ms. */
const brokenOff = (...ms: number[]): Arrival[] =>
  ms.map((settledMs) => ({ intendedMs: -5, sentMs: 0, settledMs, answeredMs: undefined, problem: 'reset' }));

const afterWait = (arrivals: Arrival[], waitMs: number | undefined) =>
  outcomes(arrivals, { timeouts: new Set(), statuses: new Map() }, waitMs).unexpected?.map((one) => one.after_wait);

test.each([
  ['those that come when the wait is over count', [499.2, 501, 560], 3],
  ['those of a service that is late itself, too', [520, 1_400, 2_100], 3],
  ['those that come sooner do not', [3, 480, 505], 1],
  ['those that come after a time of their own do not', [1_500, 1_501, 1_502], 0],
  ['nor beside those that come soon', [2, 1_500], 0],
])('%s', (_, ms, count) => expect(afterWait(brokenOff(...ms), WAIT_MS)).toEqual([count]));

test('where the service is not told how long to wait, nothing is known', () => {
  expect(afterWait(brokenOff(505), undefined)).toEqual([null]);
});
