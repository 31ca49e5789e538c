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

test('requests that failed are counted by what they were answered with', () => {
  const results = goldenTune();
  const counts = { after_wait: 0, pool_timeouts: 0 };
  const unexpected = [
    { problem: 'wrong-status', status: 500, count: 8, after_wait: 5, pool_timeouts: 5 },
    { problem: 'wrong-body', count: 2, ...counts },
    { problem: 'reset', count: 1, ...counts },
  ];
  Object.assign(windowsOf(results)[0] ?? {}, { failures: 6, failure_example: '500 x', unexpected });
  expect(banners(results)[0]?.lines[0]).toContain(
    'requests (3 with status 500, 2 with a body other than expected and 1 with a reset connection), for example: 500 x',
  );
});

test.each([
  [40, 'Requests failed, perhaps for lack of a connection', '40 of them when the wait for a connection was just over.'],
  [null, 'Requests failed, perhaps for lack of a connection', 'where the service is told how long to wait'],
])(
  'failures that may be pool timeouts come with the option that says so (%s after the wait)',
  (after_wait, title, words) => {
    const results = goldenTune();
    Object.assign(windowsOf(results)[0] ?? {}, { failures: 50, failure_example: '500 x' });
    const kind = { problem: 'wrong-status', status: 500, count: 50, after_wait };
    results.pool_timeout_answers = [{ ...kind, verdict: 'suspected' }];
    const [banner] = banners(results);
    expect(banner?.title).toBe(title);
    expect(banner?.lines[0]).toContain('50 requests ended with status 500 under load alone');
    expect(banner?.lines[0]).toContain('--timeout-status 500 counts them as that');
    expect(banner?.lines[0]).toContain(words);
  },
);

test('failures that were recognized as pool timeouts are a note, and no warning', () => {
  const results = goldenTune();
  const kind = { problem: 'wrong-status', status: 500, count: 50, after_wait: 50 };
  results.pool_timeout_answers = [{ ...kind, verdict: 'recognized' }];
  expect(banners(results)).toEqual([]);
  const { notes, tone } = tuneView(results);
  expect(tone).toBe('good');
  expect(notes).toEqual([expect.stringContaining('count as requests that got no connection in time')]);
  expect(notes[0]).toContain('--timeout-status 500 says that of all of them');
});

test('answers of another kind are shown with an example, and with the rule that tells them apart', () => {
  const results = goldenTune();
  const difference = { code: 'names', added: ['errors'], missing: ['data'] };
  const strange = { looked_at: 200, strange: 12, difference, answer_example: '200 {"errors":[]}' };
  Object.assign(windowsOf(results)[0] ?? {}, { strange });
  const [banner] = banners(results);
  expect(banner?.lines).toEqual([
    'In the search, 8 + 0: 12 of 200 answers that were looked at have "errors", which the idle service never answers with, and lack "data", for example: 200 {"errors":[]}',
    'If these are errors, say what a body must match: --expect json:errors=',
  ]);
});

test.each([
  [
    { code: 'names', added: [], missing: ['data'] },
    'lack "data", which the idle service always answers with',
    'json:data',
  ],
  [{ code: 'names', added: ['a b'], missing: [] }, 'have "a b"', 'contains:<text>'],
  [
    { code: 'form', form: 'markup', idle: ['object', 'array'] },
    'are markup, where the idle service answers with a JSON object and a JSON list',
    'contains:<text>',
  ],
  [
    { code: 'length', bytes: 20, least_bytes: 900, most_bytes: 950 },
    'have another length (20 bytes), where the idle service answers with 900 to 950',
    'contains:<text>',
  ],
])('%o is put into words', (difference, words, rule) => {
  const results = goldenTune();
  const strange = { looked_at: 200, strange: 12, difference, answer_example: '200' };
  Object.assign(windowsOf(results)[0] ?? {}, { strange });
  const [banner] = banners(results);
  expect(banner?.lines[0]).toContain(words);
  expect(banner?.lines.at(-1)).toMatch(new RegExp(`--expect ${rule}$`));
});

test('a run cut short says why', () => {
  expect(banners(goldenTunePartial())[0]).toMatchObject({
    kind: 'partial',
    lines: [expect.stringContaining('Interrupted by SIGINT during the probe')],
  });
});

test.each([
  [
    { processes: 4, said: 1, warning: 'more-processes-than-said' as const },
    ['--processes says 1, and 4 processes serve', /^All of them together got the 200 .*, and .* counted for 4\./],
  ],
  [
    { processes: 1, said: 4, warning: 'fewer-processes-than-said' as const },
    ['--processes says 4, and one process serves', /share, 50 of the 200 .*, and .* counted for 4: /],
  ],
] as const)('what --processes says and what was seen: %j', (seen, [title, line]) => {
  const golden = goldenTune();
  const target = { ...golden.target, processes: 4 };
  const [banner] = banners({ ...golden, target, measured: { ...seen, pools: seen.processes, extra: 0 } });
  expect(banner?.title).toBe(title);
  expect(banner?.lines).toEqual([expect.stringMatching(line)]);
  expect(banners({ ...golden, target, measured: { processes: 4, said: 4, pools: 4, extra: 0 } })).toEqual([]);
});
