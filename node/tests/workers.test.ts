import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { GOLDEN, testApp } from './test-app.ts';

const app = testApp();
afterAll(() => app.close());

test.each(['before', 'after', 'after-pool'])('%s gives the golden report', async (variant) => {
  const response = await app.inject({ method: 'POST', url: `/workers/${variant}`, payload: { size: 1_000 } });
  const { busy_ms, ...report } = response.json();
  expect(report).toEqual(JSON.parse(readFileSync(join(GOLDEN, 'report-1000.json'), 'utf8')));
  expect(busy_ms).toBeGreaterThan(0);
});

test.each(['after', 'after-pool'])('%s leaves the event loop free', async (variant) => {
  const report = app.inject({ method: 'POST', url: `/workers/${variant}`, payload: { size: 3_000_000 } });
  const finished = report.then(() => 'report');
  expect(await Promise.race([finished, app.inject('/light').then(() => 'light')])).toBe('light');
  await finished;
});
