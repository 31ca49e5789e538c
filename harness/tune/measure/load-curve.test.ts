import { expect, it } from 'vitest';
import type { TuneWindow } from '../../results/tune.ts';
import { fakeBench } from '../../tests/simulated/fake-bench.ts';
import { fakeSubject } from '../../tests/simulated/fake-subject.ts';
import { openArm } from './bench.ts';
import { leastDisturbed, measureLoadCurve } from './load-curve.ts';
import { measureOverload } from './overload.ts';

/** Four connections, each held for 20 ms and a little more: some 190 requests per second. */
const subject = fakeSubject({ holdMs: 20 });
const setting = { size: 4, overflow: 0, timeout_ms: 2_000 };

/** Other work that comes in the middle of one window makes it look as if the rate were too much. */
const AGAIN = { retry: { count: 5, delay: 500 } };

it('the knee lies between the target, which is borne, and what can be served', AGAIN, async () => {
  const bench = await fakeBench(subject, { ratePerS: 60, arrivals: 'steady' });
  await using arm = await openArm(setting, bench);
  const { windows, kneePerS, capacityPerS } = await measureLoadCurve(300, arm, bench);
  expect(windows.map(({ rate_per_s }) => rate_per_s)).toEqual(
    windows.map(({ rate_per_s }) => rate_per_s).toSorted((a, b) => a - b),
  );
  expect(windows[0]?.rate_per_s).toBe(30);
  expect(windows).toHaveLength(5);
  expect(capacityPerS).toBeGreaterThan(60);
  // 200, but that timers may end a little early and that the last answers come after the second.
  expect(capacityPerS).toBeLessThanOrEqual(220);
  expect(kneePerS).toBeGreaterThanOrEqual(60);
  expect(kneePerS).toBeLessThanOrEqual(1.2 * capacityPerS);
});

it('the target is not measured again where a window at it is known: the one with the least p95', AGAIN, async () => {
  const bench = await fakeBench(subject, { ratePerS: 60, arrivals: 'steady' });
  await using arm = await openArm(setting, bench);
  const at = (p95_ms: number | null) => ({ rate_per_s: 60, sent: 20, completed: 20, p95_ms, seed: 99 }) as TuneWindow;
  const known = leastDisturbed({ setting, windows: [at(null), at(31), at(24), at(40)] });
  expect(known?.p95_ms).toBe(24);
  const { windows } = await measureLoadCurve(300, arm, bench, known);
  expect(windows.filter(({ rate_per_s }) => rate_per_s === 60)).toEqual([known]);
  expect(windows).toHaveLength(5);
  expect(bench.windows).toHaveLength(4);
  expect(leastDisturbed({ setting, windows: [at(null)] })).toBeUndefined();
});

it('beyond what can be served, little patience refuses and much patience waits', async () => {
  const bench = await fakeBench(subject, { arrivals: 'steady' });
  await using arm = await openArm(setting, bench);
  const found = await measureOverload({ capacityPerS: 300, scale: 0.4 }, arm, bench);
  expect(found.map(({ setting }) => setting.timeout_ms)).toEqual([500, 2_000]);
  expect(found.map(({ window }) => window.rate_per_s)).toEqual([600, 600]);
  const [impatient, patient] = found.map(({ window }) => window);
  expect(impatient?.timeouts).toBeGreaterThan(20);
  expect(patient?.max_ms).toBeGreaterThan(impatient?.answered_p99_ms ?? 0);
});
