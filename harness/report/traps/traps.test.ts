import { expect, test } from 'vitest';
import type { TrapFinding } from '../../results/traps.ts';
import { renderTrapMarkdown } from './markdown.ts';
import { renderTrapText } from './terminal.ts';

const finding: TrapFinding = {
  name: 'waiting',
  title: 'How long a caller waits',
  kind: 'behaviour',
  done: 'A pool of 1 whose connection is taken; a second caller asks.',
  why: 'QueuePool waits pool_timeout, pg.Pool for ever.',
  instead: 'Set both.',
  columns: [
    { key: 'asked', title: 'asked' },
    { key: 'waited_ms', title: 'waited', unit: 'ms' },
    { key: 'exit_code', title: 'exit code' },
  ],
  runs: [
    {
      stack: 'python',
      file: 'harness/traps/python/waiting.py',
      code: 'print("x")\n',
      took_ms: 900,
      cases: [
        { case: 'pool_timeout=0.5', asked: 1_500, waited_ms: 511.2, said: 'limit | reached' },
        { case: 'again', asked: 2, waited_ms: 500, said: 'limit | reached' },
      ],
    },
    {
      stack: 'node',
      file: 'harness/traps/node/waiting.ts',
      code: 'log(1)\n',
      took_ms: 400,
      cases: [{ case: 'connectionTimeoutMillis: 0', waited_ms: 1_000 }],
    },
  ],
  left_out: null,
};

test('a terminal shows a row per case, each error once, and what follows', () => {
  expect(renderTrapText(finding, 60)).toBe(`waiting: How long a caller waits

  A pool of 1 whose connection is taken; a second caller
  asks.

                                      asked  waited
  Python  pool_timeout=0.5            1,500  511 ms
          again                           2  500 ms
  Node    connectionTimeoutMillis: 0         1.00 s

  Error    Python: limit | reached
  Why      QueuePool waits pool_timeout, pg.Pool for ever.
  So       Set both.
  Code     harness/traps/python/waiting.py,
           harness/traps/node/waiting.ts
`);
});

test('a demonstration that was left out says why', () => {
  const leftOut = { ...finding, kind: 'failure' as const, runs: [], left_out: 'exhausts-server' as const };
  expect(renderTrapText(leftOut, 100)).toMatch(
    /^ {2}Not run {2}it would take every connection of the server in DATABASE_URL;/m,
  );
  expect(renderTrapText(leftOut, 100)).not.toContain('Instead');
  expect(renderTrapMarkdown(leftOut)).toContain('Not run: it would take every connection of the server in DATABASE');
});

test('Markdown keeps what is said from becoming markup, and shows the code', () => {
  const markdown = renderTrapMarkdown(finding);
  expect(markdown).toContain('| Python | pool\\_timeout=0.5 | 1,500 | 511 ms |');
  expect(markdown).toContain('- Python: limit \\| reached');
  expect(markdown).toContain('**So:** Set both.');
  expect(markdown).toContain('```python\nprint("x")\n```');
});

test('what a control character in an error could do to a terminal, it does not', () => {
  const [run] = finding.runs;
  if (run === undefined) throw new Error('the finding lost its runs');
  const evil = { ...finding, runs: [{ ...run, cases: [{ case: 'x', asked: 1, said: 'red \u001b[31m' }] }] };
  expect(renderTrapText(evil, 100)).toContain('red  [31m');
});
