/** A made-up run of demonstrations: one that was shown, one that was not in a stack, and one that was left out. */
import type { TrapsResults } from '../../results/traps.ts';

const evil = '<script>document.title = "said"</script> a | b';

export function goldenTraps(): TrapsResults {
  return {
    schema: 'duet-traps',
    duet_version: '1.0.0',
    started_at: '2026-01-14T09:30:12.000Z',
    machine: { cpu: 'A <fast> CPU', cores: 2, system: 'Linux x64' },
    versions: { CPython: '3.11.7', SQLAlchemy: '2.1.9', 'Node.js': '24.21.0', pg: '8.23.1', PostgreSQL: '18.4' },
    traps: [
      {
        name: 'fan-out',
        pattern: 'parallel',
        kind: 'failure',
        runs: [
          {
            stack: 'python',
            file: 'harness/traps/python/fan_out.py',
            code: 'print("<b>code</b>")\n'.repeat(3),
            took_ms: 2_200,
            cases: [
              fanOut('at once, inside a transaction', {
                pool: 4,
                waiting: 12,
                at_once: 3,
                timed_out: 3,
                took_ms: 712.4,
              }),
              fanOut('in a row', { pool: 4, waiting: 0, at_once: 4, timed_out: 0, took_ms: 318 }),
            ],
            verdict: 'shown',
          },
          {
            stack: 'node',
            file: 'harness/traps/node/fan-out.ts',
            code: 'console.log("a line that is far wider than a telephone, which scrolls in a box of its own and not the page");\n',
            took_ms: 1_900,
            cases: [fanOut('at once', { pool: 4, waiting: 0, at_once: 4, timed_out: 0, took_ms: 305 })],
            verdict: 'not-shown',
          },
        ],
        left_out: null,
      },
      { name: 'transaction-pooling', pattern: 'pooling', kind: 'failure', runs: [], left_out: 'no-pooler' },
    ],
  };
}

function fanOut(name: string, values: Record<string, number>) {
  const said = (values.timed_out ?? 0) > 0 ? { said: evil } : {};
  return { case: name, requests: 4, ...values, ...said };
}
