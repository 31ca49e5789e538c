import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { framed } from './frame.ts';

/** What is drawn of both axes of a chart, whose labels say to which of them they belong. */
function drawn(domain: [number, number], width: number) {
  const axis = (name: string) => ({ domain, log: true, grid: true, format: (tick: number) => `${name}${tick}` });
  const chart = framed({ id: 'x', title: 't', description: 'd', width, x: axis('x'), y: axis('y') }, []);
  const { document } = parseHTML(`<body>${chart}</body>`);
  const labels = [...document.querySelectorAll('.axis text')].map(({ textContent }) => textContent ?? '');
  const of = (name: string) => labels.filter((label) => label.startsWith(name)).map((label) => Number(label.slice(1)));
  const lines = [...document.querySelectorAll('.grid line')];
  const across = lines.filter((line) => line.getAttribute('y1') === line.getAttribute('y2'));
  return { x: of('x'), y: of('y'), all: labels, across: across.length, down: lines.length - across.length };
}

const STARTS = [0.00015, 0.7, 1, 2.3, 900];
const DECADES = [0.2, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 9];
const domains = STARTS.flatMap((low) => DECADES.map((decades): [number, number] => [low, low * 10 ** decades]));

describe.each([960, 335])('a log axis of a chart that is %d pixels wide', (width) => {
  test.each(domains)('from %d to %d has a label for every line that it draws', (...domain) => {
    const { x, y, all, across, down } = drawn(domain, width);
    expect(all).not.toContain('');
    expect(x).toHaveLength(down);
    expect(y).toHaveLength(across);
    for (const ticks of [x, y]) {
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.every((tick) => tick >= domain[0] && tick <= domain[1])).toBe(true);
    }
  });
});

test('a small number far behind the point is no zero', () => {
  const axis = { domain: [0.0001, 0.1] as [number, number], log: true };
  const chart = framed({ id: 'x', title: 't', description: 'd', width: 960, x: axis, y: axis }, []);
  const { document } = parseHTML(`<body>${chart}</body>`);
  const labels = [...document.querySelectorAll('.axis text')].map(({ textContent }) => textContent);
  expect(labels).toEqual(expect.arrayContaining(['0.0001', '0.001', '0.01', '0.1']));
  expect(labels).not.toContain('0');
});
