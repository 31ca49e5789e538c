import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { golden, goldenFailure, goldenPartial } from '../../tests/golden/golden.ts';
import { renderSummary } from './terminal.ts';

test('the summary has the row of every stack', () => {
  const text = renderSummary(golden(), { color: false, width: 120 });
  expect(text).toMatch(/Independent queries in parallel, median latency\n {2}Claimed +1\.5 s → 600 ms +2\.5×\n/);
  expect(text).toMatch(/ {2}Node +153 ms → 62\.8 ms +2\.44× {2}\[2\.38–2\.51\] +claim held +1\.04× limit\n/);
});

test('one line says whether the trials count and what no change looks like', () => {
  const lines = renderSummary(golden(), { color: false, width: 120 }).trimEnd().split('\n');
  const floors = 'Node ± [\\d.]+ %, Python ± [\\d.]+ %';
  expect(lines.slice(-2).join(' ')).toMatch(
    new RegExp(
      `^102 trials: 2 repeated because invalid, 1 left out\\. A/A noise: batching ${floors}; pooling ${floors}\\.$`,
    ),
  );
});

test.each([40, 60, 80, 100, 120])('no line is wider than a terminal of %d columns', (width) => {
  for (const results of [golden(), goldenPartial()]) {
    const lines = renderSummary(results, { color: false, width }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  }
});

test('the files stand at the end, the one that people open first under its name', () => {
  const text = renderSummary(golden(), { color: false, width: 100, files: ['out/1/report.html', 'out/1/report.md'] });
  expect(text.endsWith('\n\n\nReport: out/1/report.html\n        out/1/report.md\n')).toBe(true);
});

test('colour changes nothing but colour', () => {
  const plain = renderSummary(golden(), { color: false, width: 100 });
  const colored = renderSummary(golden(), { color: true, width: 100 });
  expect(colored).not.toBe(plain);
  expect(stripVTControlCharacters(colored)).toBe(plain);
});

test('a partial run and a failed cell are announced', () => {
  expect(renderSummary(goldenPartial(), { color: false, width: 80 })).toContain('This report is partial');
  expect(renderSummary(goldenFailure(), { color: false, width: 80 })).toContain('Failures in 1 cell');
});

test('control characters in data do not reach the terminal', () => {
  expect(renderSummary(goldenFailure('\u001b[2Jgone'), { color: false, width: 80 })).not.toContain('\u001b');
});
