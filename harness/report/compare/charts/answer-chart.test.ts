import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import type { Results } from '../../../results/schema.ts';
import { golden, goldenFailure, goldenPartial } from '../../../tests/golden/golden.ts';
import { contextOf } from '../run-context.ts';
import { ANSWER_WIDTHS, answerChart } from './answer-chart.ts';

function drawn(results: Results, width = ANSWER_WIDTHS.wide) {
  const markup = answerChart(results.patterns, contextOf(results), { width, id: 'x' });
  const { document } = parseHTML(`<body>${markup}</body>`);
  return (selector: string) => [...document.querySelectorAll(selector)];
}

const texts = (elements: readonly { textContent: string | null }[]) => elements.map(({ textContent }) => textContent);

describe.each(Object.values(ANSWER_WIDTHS))('the picture of all gains, %d pixels wide', (width) => {
  const all = drawn(golden(), width);

  test('has a mark, an interval and a limit for every pattern and stack', () => {
    expect(all('.mean.node circle').length).toBe(5);
    expect(all('.mean.python path').length).toBe(5);
    expect(all('.interval path').length).toBe(10);
    expect(all('.limit-end line').length).toBe(10);
  });

  test('has the claims that are gains of the headline as diamonds, and names each', () => {
    expect(all('.claimed path').length).toBe(4);
    expect(texts(all('.claim-label text'))).toEqual(
      expect.arrayContaining(['claim 2.5×', 'claim 67×', 'claim 20×', 'claim 8.5×']),
    );
  });

  test('tells screen readers what it shows', () => {
    expect(texts(all('desc'))[0]).toContain('Batching (faster; claim 20×): Node 21.4×, limit 22.7×; Python 24.0×');
  });
});

test('every line of a wide axis has its label', () => {
  const results = golden();
  const workers = results.verdicts.gains.find(({ pattern }) => pattern === 'workers');
  Object.assign(workers?.limit ?? {}, { gain: 900 });
  const labels = texts(drawn(results)('.axis text')).filter((text) => text?.endsWith('×'));
  expect(labels).toEqual(['1×', '10×', '100×', '2×', '20×', '200×', '5×', '50×', '500×']);
});

test('a stack without a gain says why', () => {
  expect(texts(drawn(goldenFailure())('.failed text'))).toEqual(['failed: no gain to compute']);
});

test('one block has marks without intervals', () => {
  const all = drawn(goldenPartial());
  expect(all('.mean circle, .mean path').length).toBe(2);
  expect(all('.interval path').length).toBe(0);
});

test('a limit that bounds nothing is not drawn', () => {
  const results = golden();
  for (const gain of results.verdicts.gains) if (gain.limit) gain.limit.binds = false;
  expect(drawn(results)('.limit-end line').length).toBe(0);
});
