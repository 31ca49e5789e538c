/** duet traps, of pooling: every demonstration runs, its numbers are what the guide says, and nothing is left. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TRAP_WORDS } from '../../report/traps/words/index.ts';
import type { StackName } from '../../results/schema.ts';
import { TRAPS } from '../../results/trap-names.ts';
import type { TrapCase, TrapFinding, TrapsResults } from '../../results/traps.ts';
import { ensurePgbouncer } from '../../tasks/pgbouncer.ts';
import { ALL_TRAPS } from '../../traps/index.ts';
import { duet, root } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place } from './place.ts';

/** The failures and the behaviours: two runs at once, because most of the time they wait. */
const RUNS = (['failure', 'behaviour'] as const).map((kind) =>
  ALL_TRAPS.filter((trap) => trap.pattern === 'pooling' && trap.kind === kind).map(({ name }) => name),
);

let place: Place;
let results: TrapsResults[];
let findings: TrapFinding[];
let left: string[];
beforeAll(async () => {
  await ensurePgbouncer();
  place = makePlace();
  const ended = await Promise.all(RUNS.map((names) => duet(place, ['traps', '--only', names.join(), '--json'])));
  for (const { exitCode, stderr } of ended) expect(exitCode, stderr).toBe(0);
  results = ended.map(({ stdout }) => JSON.parse(stdout) as TrapsResults);
  findings = results.flatMap(({ traps }) => traps);
  left = noProc === undefined ? await leftovers(place, []) : [];
}, 240_000);
afterAll(() => place?.[Symbol.dispose]());

function cases(name: string, stack: StackName): TrapCase[] {
  const found = findings.find((trap) => trap.name === name)?.runs.find((run) => run.stack === stack);
  return found?.cases as TrapCase[];
}
/** One value of every case, in their order. */
const valuesOf = (name: string, stack: StackName, key: string) => cases(name, stack).map((one) => one[key]);
const errors = (name: string, stack: StackName) => cases(name, stack).map(({ said }) => said);

test('every demonstration has values and the code that made them', () => {
  expect(findings.map(({ name }) => name)).toEqual(TRAPS.pooling);
  for (const { name, runs } of findings.filter(({ left_out }) => left_out !== 'no-pooler')) {
    expect(runs.length, name).toBeGreaterThan(0);
    for (const { cases, code, file, verdict } of runs) {
      expect(verdict, name).toBe('shown');
      expect(cases.length, name).toBeGreaterThan(0);
      expect(existsSync(join(root, file))).toBe(true);
      expect(code).not.toBe('');
      const keys = Object.keys(TRAP_WORDS[name].columns);
      for (const one of cases) expect(keys.some((key) => one[key] !== undefined)).toBe(true);
    }
  }
  for (const { versions } of results)
    expect(Object.keys(versions)).toEqual(expect.arrayContaining(['SQLAlchemy', 'pg', 'PostgreSQL']));
});

test('nothing is left behind', () => {
  expect(left).toEqual([]);
  expect(existsSync(place.out)).toBe(false);
  expect(readdirSync(join(root, 'harness/traps/python')).filter((name) => name.startsWith('__'))).toEqual([]);
});

describe('failures', () => {
  test('what is not closed stays open in PostgreSQL', () => {
    const [python, node] = [
      valuesOf('engine-per-request', 'python', 'left'),
      valuesOf('engine-per-request', 'node', 'left'),
    ];
    // When the garbage collector comes is its own business.
    expect(python[0]).toBeGreaterThan(1);
    expect(python.slice(1)).toEqual([0, 1]);
    expect(node).toEqual([30, 0, 1]);
    expect(valuesOf('engine-per-request', 'python', 'opened')).toEqual([30, 30, 1]);
    expect(valuesOf('engine-per-request', 'node', 'opened')).toEqual([30, 30, 1]);
  });

  test.each(['python', 'node'] as const)('pools of four processes meet max_connections (%s)', (stack) => {
    expect(valuesOf('too-many-clients', stack, 'opened')).toEqual([36, 39, 36]);
    expect(valuesOf('too-many-clients', stack, 'refused')).toEqual([4, 1, 0]);
    expect(errors('too-many-clients', stack)).toEqual([
      'remaining connection slots are reserved for roles with the SUPERUSER attribute',
      'sorry, too many clients already',
      undefined,
    ]);
  });

  test.each(['python', 'node'] as const)('a held connection serves nobody else (%s)', (stack) => {
    const [held, givenBack] = cases('held-connection', stack);
    // Twenty calls of 100 ms, five at a time; the clocks of timers differ by a millisecond.
    expect(held?.held_ms).toBeGreaterThan(95);
    expect(held?.took_ms).toBeGreaterThan(390);
    expect(givenBack?.held_ms).toBeLessThan(held?.held_ms as number);
  });

  test.each(['python', 'node'] as const)('nested checkouts lock each other out (%s)', (stack) => {
    const [nested, ...others] = cases('nested-checkout', stack);
    // Who fails gives its connection back, which may save another.
    expect(nested?.timed_out).toBeGreaterThan(0);
    expect(nested?.first_ms).toBeGreaterThan(990);
    expect(others.map((one) => one.timed_out)).toEqual([0, 0]);
    expect(errors('nested-checkout', stack)[0]).toMatch(
      /^(QueuePool limit of size 5 overflow 0 reached|timeout exceeded when trying to connect)/,
    );
  });

  test('ten of 40 threads wait for a connection, and a light request for a thread', () => {
    expect(valuesOf('threads', 'python', 'busy').slice(0, 2)).toEqual([40, 40]);
    expect(valuesOf('threads', 'python', 'waiting')).toEqual([10, 10, 30]);
    const [starved, inTheLoop, moreThreads] = valuesOf('threads', 'python', 'light_ms') as number[];
    expect(starved).toBeGreaterThan(100);
    expect(inTheLoop).toBeLessThan(starved as number);
    expect(moreThreads).toBeLessThan(starved as number);
  });

  test('sessions from a dependency lock each other out', () => {
    const [dependency, functionScope, ...others] = valuesOf('session-dependency', 'python', 'timed_out');
    expect(dependency).toBeGreaterThan(0);
    expect(functionScope).toBeGreaterThan(0);
    expect(others).toEqual([0, 0]);
  });

  test('SQLAlchemy 2 takes neither strings nor %s', () => {
    expect(valuesOf('plain-sql', 'python', 'answer')).toEqual(['error', 'error', 'User 7', 'User 7']);
    expect(errors('plain-sql', 'python')[0]).toMatch(/^sqlalchemy\.exc\.ObjectNotExecutableError: Not an executable/);
    expect(errors('plain-sql', 'python')[1]).toMatch(/^sqlalchemy\.exc\.ArgumentError: List argument must consist/);
  });

  test('connections that the server closed fail, or end the process', () => {
    expect(valuesOf('stale-connections', 'python', 'failed')).toEqual([3, 1, 0, 0]);
    expect(valuesOf('stale-connections', 'node', 'failed')).toEqual([undefined, 0]);
    expect(valuesOf('stale-connections', 'node', 'exit_code')).toEqual([1, 0]);
  });

  test('a forked child talks on its parent’s connection', () => {
    expect(valuesOf('fork', 'python', 'backends')).toEqual([1, 2]);
  });

  test('what belongs to a session is lost in transaction mode', ({ skip }) => {
    const found = findings.find(({ name }) => name === 'transaction-pooling');
    skip(found?.left_out === 'no-pooler', 'there is no pgbouncer on PATH');
    const [byDefault, autocommit, unprepared] = cases('transaction-pooling', 'python');
    expect([byDefault?.wrong, unprepared?.wrong]).toEqual([0, 0]);
    expect(autocommit?.wrong).toBe(10);
    expect(autocommit?.said).toMatch(/^prepared statement "_pg3_\d+" (already exists|does not exist)/);
    const node = cases('transaction-pooling', 'node');
    expect(node.map(({ requests }) => requests)).toEqual([20, 20, 10, 10, 10]);
    expect(node[0]?.wrong).toBe(0);
    expect(node.slice(1).map(({ wrong }) => wrong)).toEqual([10, 10, 10, 10]);
    expect(node[1]?.said).toMatch(/^prepared statement "number" (already exists|does not exist)/);
  });
});

describe('behaviours', () => {
  test('connections open when they are needed', () => {
    expect(valuesOf('lazy-opening', 'python', 'connections')).toEqual([0, 1, 8, 8, 8, 0]);
    expect(valuesOf('lazy-opening', 'node', 'connections')).toEqual([0, 1, 8, 0]);
  });

  test('overflow is closed when the idle queue is full', () => {
    expect(valuesOf('overflow-churn', 'python', 'opened')).toEqual([15 + 4 * 10, 15, 15]);
  });

  test('waiters of QueuePool are overtaken, those of pg.Pool are not', () => {
    const [threads, tasks] = valuesOf('overtaken', 'python', 'overtaken') as number[];
    // A thread that wakes in time is luck.
    expect(threads).toBeGreaterThan(0);
    expect(tasks).toBe(100);
    expect(valuesOf('overtaken', 'node', 'overtaken')).toEqual([0]);
  });

  test('round trips', () => {
    expect(valuesOf('round-trips', 'python', 'round_trips')).toEqual([15, 6, 3, 4, 1, 0]);
    expect(valuesOf('round-trips', 'node', 'round_trips')).toEqual([4, 1, 3, 0]);
  });

  test('the order of idle connections', () => {
    expect(valuesOf('idle-order', 'python', 'used')).toEqual([5, 1]);
    expect(valuesOf('idle-order', 'node', 'used')).toEqual([1]);
  });

  test('how long is waited', () => {
    expect(valuesOf('waiting', 'python', 'outcome')).toEqual(['error']);
    expect(valuesOf('waiting', 'node', 'outcome')).toEqual(['still waiting, waitingCount 1', 'error']);
  });

  test('what unlimited means', () => {
    expect(valuesOf('unlimited', 'python', 'open')).toEqual([15, 15]);
    expect(valuesOf('unlimited', 'python', 'kept')).toEqual([5, 15]);
    expect(valuesOf('unlimited', 'node', 'open')).toEqual([10]);
  });

  test('what renews a connection', () => {
    expect(valuesOf('renewal', 'python', 'opened')).toEqual([1, 2]);
    expect(valuesOf('renewal', 'node', 'opened')).toEqual([1, 4, 2, 2]);
  });
});

test('one can be picked, in one stack, as text', async () => {
  const { exitCode, stdout } = await duet(place, ['traps', '--only', 'plain-sql', '--stack', 'python']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^CPython \S+ · SQLAlchemy \S+ · .* · PostgreSQL \S+$/m);
  expect(stdout).toContain('plain-sql: A plain string and %s under SQLAlchemy 2');
  expect(stdout).toMatch(/exec_driver_sql\("… = %s", \(7,\)\) +User 7$/m);
  expect(stdout).toContain('harness/traps/python/plain_sql.py');
});

test('all can be listed', async () => {
  const { stdout } = await duet(place, ['traps', '--pattern', 'workers', '--list']);
  expect(stdout).toMatch(/^Work for the CPU \(workers\)\n {2}gil +Threads for work/);
  expect(stdout).not.toContain('pooling');
});

test('a demonstration that cannot run ends with 4 and what the script said', async () => {
  const { exitCode, stderr } = await duet(place, ['traps', '--only', 'plain-sql'], {
    env: { DUET_PYTHON: '/bin/false' },
  });
  expect(exitCode).toBe(4);
  expect(stderr).toContain('/bin/false');
});
