import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { storedText } from '../../results/reason.ts';
import * as golden from '../../tests/golden/golden-tune.ts';
import { renderTuneSummary } from './terminal.ts';
import { tuneView } from './view.ts';

const plain = (width: number) => ({ color: false, width });

test('the answer comes first in three lines, then the lines to paste, then the values with their reasons', () => {
  const text = renderTuneSummary(golden.goldenTune(), plain(100));
  expect(text.split('\n').slice(0, 6)).toEqual([
    'duet tune pool: Python, hold',
    '11 connections per process: pool_size 11, max_overflow 0, pool_timeout 0.5',
    'Must handle: 200 requests per second over 2 processes, p99 at most 150 ms',
    'What limits it: a transaction that is held open',
    '',
    'SQLAlchemy, async:',
  ]);
  const order = ['create_async_engine', 'p99 is 69.4 ms at', 'pool_size        11', 'recommended: 11 + 0'];
  const places = order.map((words) => text.indexOf(words));
  expect(Math.min(...places)).toBeGreaterThan(0);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(text).toMatch(/^ {2}pool_size {8}11 {2}The fewest connections/m);
});

test('the lines to paste stand whole, however narrow the terminal', () => {
  const text = renderTuneSummary(golden.goldenTune(), plain(40));
  expect(text).toContain('    pool_timeout=0.5,  # seconds; longer than the waits of a burst\n');
});

test('the reading of the comparison is there at 80 columns, its interval at 140', () => {
  expect(renderTuneSummary(golden.goldenTune(), plain(80))).toMatch(/20 \+ 10 \(the original\).*no difference shown$/m);
  expect(renderTuneSummary(golden.goldenTune(), plain(140))).toMatch(/20 \+ 10 .*\+\d\.\d % \(.* to .* %\)/);
});

test('a reader’s service has its own variables, and is told where the other lines are', () => {
  const text = renderTuneSummary(golden.goldenTuneCommand(), plain(100));
  expect(text).toContain('  DB_POOL_SIZE=11\n');
  expect(text).toContain('To paste from tune.html: SQLAlchemy, async.');
  expect(text).not.toContain('create_async_engine');
});

test.each([40, 60, 80, 100, 140])('no line is wider than a terminal of %d columns, but for those to paste', (width) => {
  for (const build of Object.values(golden)) {
    const results = build();
    const code = tuneView(results).snippets.flatMap((snippet) => snippet.code.split('\n'));
    const lines = renderTuneSummary(results, { ...plain(width), files: ['out/golden-tune/tune.html'] })
      .split('\n')
      .filter((line) => !code.includes(line.slice(2)));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  }
});

test('colour changes nothing but colour', () => {
  const colored = renderTuneSummary(golden.goldenTune(), { color: true, width: 100 });
  expect(colored).not.toBe(renderTuneSummary(golden.goldenTune(), plain(100)));
  expect(stripVTControlCharacters(colored)).toBe(renderTuneSummary(golden.goldenTune(), plain(100)));
});

test('what could not be seen, and a run cut short, are said', () => {
  expect(renderTuneSummary(golden.goldenTuneCommand(), plain(200))).toContain(
    'Not seen: connections in use and max_connections',
  );
  expect(renderTuneSummary(golden.goldenTunePartial(), plain(80))).toContain('This report is partial');
});

test('control characters in data do not reach the terminal', () => {
  const results = golden.goldenTuneCommand();
  results.status = 'partial';
  results.status_reason = '\u001b[2Jgone';
  results.unseen = [storedText('\u001b[2Jgone')];
  for (const snippet of results.recommendation?.snippets ?? []) Object.assign(snippet, { text: 'a\u001b[2J\nb' });
  expect(renderTuneSummary(results, plain(80))).not.toContain('\u001b');
});
