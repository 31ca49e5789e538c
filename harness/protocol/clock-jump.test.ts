import { expect, it } from 'vitest';
import { watchClock } from './clock-jump.ts';

/** Two clocks that go as the test says. */
function fakeClocks() {
  const at = { wallMs: 1_700_000_000_000, steadyMs: 5_000 };
  const pass = (wallMs: number, steadyMs = wallMs) => {
    at.wallMs += wallMs;
    at.steadyMs += steadyMs;
  };
  return { pass, clocks: { wallMs: () => at.wallMs, steadyMs: () => at.steadyMs } };
}

it('does not mind time passing', () => {
  const { pass, clocks } = fakeClocks();
  const jumped = watchClock(clocks);
  pass(60_000);
  expect(jumped()).toBe(0);
});

it.each([
  ['set forward', 61_000, 1_000, 60_000],
  ['set back', -59_000, 1_000, -60_000],
  ['asleep, in which the steady clock stands', 3_600_000, 800, 3_599_200],
])('notices that the machine was %s', (_what, wallMs, steadyMs, jump) => {
  const { pass, clocks } = fakeClocks();
  const jumped = watchClock(clocks);
  pass(wallMs, steadyMs);
  expect(jumped()).toBe(jump);
});

it('is not misled by a pause of its own between the two readings', () => {
  const { pass, clocks } = fakeClocks();
  let pauseMs = 0;
  const wallMs = () => {
    pass(pauseMs);
    pauseMs = 0;
    return clocks.wallMs();
  };
  const jumped = watchClock({ ...clocks, wallMs });
  pauseMs = 200;
  expect(jumped()).toBe(0);
});

it('finds that the clocks of this machine agree', () => {
  expect(Math.abs(watchClock()())).toBeLessThan(10);
});
