import { expect, test, vi } from 'vitest';
import type { TuneResults } from '../../results/schema.ts';
import { goldenTune } from '../../tests/golden/golden-tune.ts';
import { burstSection, loadSection } from './other-loads.ts';

test('the burst is described as it was made', async () => {
  const lead = 'The target rate, and three times as much for an eighth of the time';
  expect(burstSection(goldenTune())?.lead).toContain(lead);
  vi.resetModules();
  vi.doMock('../../results/tune-burst.ts', () => ({ BURST: { factor: 5, share: 0.25 } }));
  const changed = await import('./other-loads.ts');
  vi.doUnmock('../../results/tune-burst.ts');
  const text = changed.burstSection(goldenTune())?.lead;
  expect(text).toContain('The target rate, and five times as much for a quarter of the time');
});

test('a pool that does not bear the lowest rate of the curve is told of that rate', () => {
  const results: TuneResults = { ...goldenTune(), knee_per_s: null };
  const [lowest] = results.load_curve;
  const rate = results.target.rate_per_s / results.target.processes;
  Object.assign(lowest ?? {}, { rate_per_s: rate / 2 });
  expect(loadSection(results)?.lead).toContain('Not even half the target rate can be handled.');
  Object.assign(lowest ?? {}, { rate_per_s: rate / 4 });
  expect(loadSection(results)?.lead).toContain('Not even a quarter of the target rate can be handled.');
});
