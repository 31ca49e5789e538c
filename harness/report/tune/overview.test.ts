import { expect, test } from 'vitest';
import { goldenTune } from '../../tests/golden/golden-tune.ts';
import { renderTuneOverview } from './overview.ts';

const options = { color: false, width: 200, out: 'out' };

test('a line for each service: its pool, what it was predicted, how it does, and where its report is', () => {
  const results = goldenTune();
  const node = { ...results, subject: { kind: 'own', stack: 'node', form: 'async', workload: 'cpu' } as const };
  const [header, ...lines] = renderTuneOverview([results, node], options).trimEnd().split('\n');
  expect(header).toMatch(/^service +pool +predicted +p95, ms/);
  expect(lines).toHaveLength(2);
  const { size, overflow } = results.recommendation?.setting ?? {};
  expect(lines[0]).toContain(`${size} + ${overflow}`);
  expect(lines[0]).toContain(`out/${results.id}/tune.html`);
  expect(lines[1]).toMatch(/^Node, cpu +\d+ /);
});

test('one that recommended nothing has dashes, and no line is wider than the terminal', () => {
  const nothing = { ...goldenTune(), recommendation: null, recommended: null, prediction: null };
  const lines = renderTuneOverview([nothing], { ...options, width: 60 })
    .trimEnd()
    .split('\n');
  expect(lines[1]).toContain('–');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
});
