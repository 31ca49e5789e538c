import { expect, test } from 'vitest';
import { fill } from '../../service/command-placeholders.ts';
import { settingValues, toldBy } from './setting-values.ts';

test('every placeholder of a setting has its value', () => {
  const values = { port: 4711, ...settingValues({ size: 6, overflow: 2, timeout_ms: 500 }) };
  expect(fill('{pool_size} {max_overflow} {pool_max} {pool_timeout_ms} {pool_timeout_s} {port}', values)).toBe(
    '6 2 8 500 0.5 4711',
  );
});

test('whole seconds are rounded up, and the service is known to be told no others', () => {
  const whole = (timeout_ms: number) =>
    fill('{pool_timeout_whole_s}', settingValues({ size: 1, overflow: 0, timeout_ms }));
  expect([500, 1_000, 2_500].map(whole)).toEqual(['1', '1', '3']);
  expect(toldBy(new Set(['pool_max', 'pool_timeout_whole_s']))).toEqual({ untold: ['overflow'], timeoutStepMs: 1_000 });
  expect(toldBy(new Set(['pool_max', 'pool_timeout_s']))).toEqual({ untold: ['overflow'] });
});
