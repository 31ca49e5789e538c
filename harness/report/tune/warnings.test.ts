import { expect, test } from 'vitest';
import type { Trust, TuneResults } from '../../results/schema.ts';
import { goldenTune, goldenTunePartial } from '../../tests/golden/golden-tune.ts';
import { tuneView } from './view.ts';
import { banners, placedWindows } from './warnings.ts';

const windowsOf = (results: TuneResults) => placedWindows(results).map(({ window }) => window);

test('a run that nothing speaks against has no warnings', () => {
  expect(banners(goldenTune())).toEqual([]);
  expect(tuneView(goldenTune()).tone).toBe('good');
});

test('windows that cannot be believed are counted by what is wrong with them, and the answer is no good news', () => {
  const results = goldenTune();
  const [first, second, third] = windowsOf(results);
  const late = { rule: 'driver-late' as const, detail: 'it was late' };
  Object.assign(first ?? {}, { invalid: [late] });
  Object.assign(second ?? {}, { invalid: [late] });
  Object.assign(third ?? {}, { invalid: [{ rule: 'process-died', detail: 'it died' }] });
  const [banner] = banners(results);
  expect(banner?.title).toBe(`3 windows of ${windowsOf(results).length} cannot be trusted`);
  expect(banner?.lines).toEqual([
    'In 2 the load driver sent late, for example in the search, 8 + 0: it was late.',
    'In 1 a process died, for example in the search, 11 + 0: it died.',
  ]);
  expect(tuneView(results).tone).toBe('warning');
});

test('a recommendation that is not to be trusted says so', () => {
  const results = goldenTune();
  const searched = results.search.flatMap(({ windows }) => windows);
  for (const window of searched) Object.assign(window, { invalid: [{ rule: 'driver-late', detail: 'it was late' }] });
  const advice = /do not rely on it/;
  expect(banners(results)[0]?.lines.at(-1)).not.toMatch(advice);
  results.trust = { ...(results.trust as Trust), trusted: false, windows: 18, invalid: searched.length };
  expect(banners(results)[0]?.lines.at(-1)).toBe(
    `The recommendation rests on 18 windows, ${searched.length} of which are invalid: do not rely on it, and tune again on an idle machine.`,
  );
});

test('requests that failed are shown with an example, and no more of them than anybody reads', () => {
  const results = goldenTune();
  for (const window of windowsOf(results)) Object.assign(window, { failures: 2, failure_example: 'status 500' });
  const [banner] = banners(results);
  expect(banner?.lines[0]).toMatch(/^In the search, 8 \+ 0: 2 of \d+ requests, for example: status 500$/);
  expect(banner?.lines).toHaveLength(5);
  expect(banner?.lines.at(-1)).toMatch(/^And \d+ more lines in tune.json\.$/);
});

test('a run cut short says why', () => {
  expect(banners(goldenTunePartial())[0]).toMatchObject({
    kind: 'partial',
    lines: [expect.stringContaining('Interrupted by SIGINT during the probe')],
  });
});
