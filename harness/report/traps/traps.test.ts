import { expect, test } from 'vitest';
import type { TrapFinding, TrapsResults } from '../../results/traps.ts';
import { renderTrapsHtml } from './html.ts';
import { trapsMarkdown } from './markdown.ts';
import { trapsText } from './terminal.ts';

const finding: TrapFinding = {
  name: 'waiting',
  pattern: 'pooling',
  kind: 'behaviour',
  runs: [
    {
      stack: 'python',
      file: 'harness/traps/python/waiting.py',
      code: 'print("x")\n',
      took_ms: 900,
      cases: [
        { case: 'pool_timeout=0.5', waited_ms: 511.2, outcome: 'error', said: 'limit | reached' },
        { case: 'again', waited_ms: 1_500, outcome: 'error', said: 'limit | reached' },
      ],
      verdict: 'shown',
    },
    {
      stack: 'node',
      file: 'harness/traps/node/waiting.ts',
      code: 'log(1)\n',
      took_ms: 400,
      cases: [{ case: 'connectionTimeoutMillis: 0', waited_ms: 1_000 }],
      verdict: 'not-shown',
    },
  ],
  left_out: null,
};

const results: TrapsResults = {
  schema: 'duet-traps',
  duet_version: '1.0.0',
  started_at: '2026-01-14T09:30:12.000Z',
  machine: { cpu: 'A <fast> CPU', cores: 2, system: 'Linux x64' },
  versions: { CPython: '3.11.7', pg: '8.23.1' },
  traps: [finding],
};

const asText = (one: TrapFinding, width = 100) => trapsText(width).finding(one);

test('a terminal shows a row per case, each error once, what was not seen, and what follows', () => {
  expect(asText(finding, 60)).toBe(`waiting: How long a caller waits for a connection

  A pool of 1 whose connection is taken; a second caller
  asks, and is watched for a second.

                                      waited  outcome
  Python  pool_timeout=0.5            511 ms    error
          again                       1.50 s    error
  Node    connectionTimeoutMillis: 0  1.00 s

  Error    Python: limit | reached
  Not seen in Node: the numbers above are not those that
           this is about. Another version or machine may
           behave differently, and so may one that is busy.
  Why      QueuePool waits pool_timeout, 30 s by default.
           pg.Pool waits connectionTimeoutMillis, by default
           0: forever.
  So       Set both to the time that a caller would wait: a
           second or two. A client that has left no longer
           needs the answer.
  Code     harness/traps/python/waiting.py,
           harness/traps/node/waiting.ts
`);
});

test('a column that no case has a value for is left out', () => {
  const [run] = finding.runs;
  if (run === undefined) throw new Error('the finding lost its runs');
  const timeless = { ...finding, runs: [{ ...run, cases: [{ case: 'x', outcome: 'error' }] }] };
  expect(asText(timeless)).not.toContain('waited');
});

test('a demonstration that was left out says why', () => {
  const leftOut = { ...finding, kind: 'failure' as const, runs: [], left_out: 'exhausts-server' as const };
  expect(asText(leftOut)).toMatch(/^ {2}Not run {2}it would take every connection of the server in DATABASE_URL;/m);
  expect(asText(leftOut)).not.toContain('Instead');
  expect(trapsMarkdown.finding(leftOut)).toContain('**Not run:** it would take every connection of the server in');
});

test('when and where it ran stands above, and each pattern has a heading', () => {
  const text = trapsText(100);
  expect(text.environment(results)).toBe(
    '2026-01-14 09:30 UTC · 2 cores, A <fast> CPU · Linux x64\nCPython 3.11.7 · pg 8.23.1',
  );
  expect(text.pattern('pooling')).toContain('Connection pools (pooling)');
  expect(trapsMarkdown.pattern('pooling')).toBe('## Connection pools\n');
});

test('Markdown keeps what is said from becoming markup, and shows the code', () => {
  const markdown = trapsMarkdown.finding(finding);
  expect(markdown).toContain('| Python | pool\\_timeout=0.5 | 511 ms | error |');
  expect(markdown).toContain('**Error:** Python: limit \\| reached');
  expect(markdown).toContain('**So:** Set both');
  expect(markdown).toContain('```python\nprint("x")\n```');
});

test('the page has a section per pattern, and keeps what is said from becoming markup', async () => {
  const page = await renderTrapsHtml(results);
  expect(page).toContain('A &lt;fast&gt; CPU');
  expect(page).toMatch(/<section id="pooling">\s*<h2>Connection pools<\/h2>/);
  expect(page).toContain('<a href="#waiting">');
  expect(page).toContain('harness/traps/node/waiting.ts');
  expect(page).toMatch(/Not seen:<\/strong> in Node/);
});

test('what a control character in an error could do to a terminal, it does not', () => {
  const [run] = finding.runs;
  if (run === undefined) throw new Error('the finding lost its runs');
  const evil = { ...finding, runs: [{ ...run, cases: [{ case: 'x', waited_ms: 1, said: 'red \u001b[31m' }] }] };
  expect(asText(evil)).toContain('red  [31m');
});
