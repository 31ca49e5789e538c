import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import type { Curve } from '../../../results/schema.ts';
import { goldenCurves } from '../../../tests/golden/golden-curves.ts';
import { curveChart } from './curve-chart.ts';

const [concurrency] = goldenCurves.parallel as [Curve];
const [light, report] = goldenCurves.workers as [Curve, Curve];

function drawn(curve: Curve, width = 960) {
  const { document } = parseHTML(`<body>${curveChart(curve, { width, id: 'x' })}</body>`);
  const all = (selector: string) => [...document.querySelectorAll(selector)];
  return { all, text: (selector: string) => all(selector).map((each) => each.textContent) };
}

describe.each([960, 335])('a curve %d pixels wide', (width) => {
  test('has a name and a description for screen readers', () => {
    const { all, text } = drawn(concurrency, width);
    expect(all('svg[role="img"]').map((svg) => svg.getAttribute('aria-labelledby'))).toEqual(['x-title x-desc']);
    expect(text('title')).toEqual([`${concurrency.title}: ${concurrency.gain}`]);
    expect(text('desc')[0]).toContain('Node pays up to 24 requests at once. (gain 0.990 to 2.48)');
  });

  test('draws a line, a band and a name per series, and the line of no gain once', () => {
    const { all, text } = drawn(light, width);
    expect(all('.line path, path.line')).toHaveLength(4);
    expect(all('.band path, path.band')).toHaveLength(4);
    expect(text('.line-name text').length + text('text.line-name').length).toBe(4);
    expect(all('.even line, line.even')).toHaveLength(1);
  });

  test('labels of the axis have room', () => {
    const labels = drawn(light, width).text('.axis text');
    expect(labels.filter((label) => label?.endsWith('s')).length).toBeLessThanOrEqual(width / 52);
  });
});

test('a ring stands where a pattern begins or ceases to pay, and at no end of the measured range', () => {
  const rings = (curve: Curve) => drawn(curve).all('.break-even circle, .break-even path, path.break-even').length;
  expect(rings(concurrency)).toBe(2);
  expect(rings(light)).toBe(4);
  expect(rings(report)).toBe(0);
});

test('landmarks stand inside the range alone', () => {
  expect(drawn(concurrency).text('.limit-label')).toEqual(['3 × 10 = the pool’s size']);
  const beyond = { ...concurrency, landmarks: [{ x: 100, label: 'beyond' }] };
  expect(drawn(beyond).text('.limit-label')).toEqual([]);
});

test('without a gain there is nothing to draw', () => {
  const series = concurrency.series.map((one) => ({ ...one, points: [] }));
  expect(curveChart({ ...concurrency, series }, { width: 960, id: 'x' })).toBeNull();
});
