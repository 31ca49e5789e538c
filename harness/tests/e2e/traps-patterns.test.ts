/**
 * duet traps, of all patterns but pooling: what each demonstration counts, in both stacks. Not `saturated`, which compares
 * rates and wants an idle machine.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TRAP_WORDS } from '../../report/traps/words/index.ts';
import type { StackName } from '../../results/schema.ts';
import { TRAPS, type TrapName } from '../../results/trap-names.ts';
import type { TrapCase, TrapFinding, TrapsResults } from '../../results/traps.ts';
import { duet, root } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place } from './place.ts';

const BOTH = ['python', 'node'] as const;
/** Two runs at once, because most of the time they wait. */
const RUNS = [
  [...TRAPS.parallel.filter((name) => name !== 'saturated'), ...TRAPS.streaming],
  [...TRAPS.workers, ...TRAPS.batching],
] as const;

let place: Place;
let results: TrapsResults[];
let findings: TrapFinding[];
let left: string[];
beforeAll(async () => {
  place = makePlace();
  const ended = await Promise.all(RUNS.map((names) => duet(place, ['traps', '--only', names.join(), '--json'])));
  for (const { exitCode, stderr } of ended) expect(exitCode, stderr).toBe(0);
  results = ended.map(({ stdout }) => JSON.parse(stdout) as TrapsResults);
  findings = results.flatMap(({ traps }) => traps);
  left = noProc === undefined ? await leftovers(place, []) : [];
}, 240_000);
afterAll(() => place?.[Symbol.dispose]());

function cases(name: TrapName, stack: StackName): TrapCase[] {
  const found = findings.find((trap) => trap.name === name)?.runs.find((run) => run.stack === stack);
  return found?.cases as TrapCase[];
}
/** One value of every case, in their order. */
const valuesOf = (name: TrapName, stack: StackName, key: string) => cases(name, stack).map((one) => one[key]);
const numbersOf = (name: TrapName, stack: StackName, key: string) => valuesOf(name, stack, key) as number[];
const errors = (name: TrapName, stack: StackName) => cases(name, stack).map(({ said }) => said);

test('every demonstration has values in each of its stacks, and shows what it is about', () => {
  expect(findings.map(({ name }) => name)).toEqual(RUNS.flat());
  for (const { name, runs } of findings) {
    expect(runs.length, name).toBeGreaterThan(0);
    for (const { stack, cases, verdict } of runs) {
      // Whether two processes get two cores depends on who else wants them.
      if (name !== 'gil') expect(verdict, `${name}, ${stack}`).toBe('shown');
      const keys = Object.keys(TRAP_WORDS[name].columns);
      for (const one of cases) {
        expect(
          keys.some((key) => one[key] !== undefined),
          `${name}, ${one.case}`,
        ).toBe(true);
      }
    }
  }
});

test('it is said when, and on what', () => {
  for (const { started_at, machine, versions } of results) {
    expect(Date.parse(started_at)).toBeGreaterThan(0);
    expect(machine.cores).toBeGreaterThan(0);
    expect(Object.keys(versions)).toEqual(expect.arrayContaining(['psycopg', 'httpx', 'pg', 'undici', 'piscina']));
  }
});

test('nothing is left behind', () => {
  expect(left).toEqual([]);
  expect(existsSync(place.out)).toBe(false);
  expect(readdirSync(join(root, 'harness/traps/python')).filter((name) => name.startsWith('__'))).toEqual([]);
});

describe('parallel', () => {
  test('one connection runs its queries in a row, or refuses them', () => {
    expect(valuesOf('shared-client', 'node', 'at_once')).toEqual([1, 3]);
    expect(valuesOf('shared-client', 'node', 'backends')).toEqual([1, 3]);
    expect(valuesOf('shared-client', 'python', 'failed')).toEqual([2, 0, 0]);
    expect(valuesOf('shared-client', 'python', 'at_once')).toEqual([1, 1, 3]);
    expect(errors('shared-client', 'python')[0]).toMatch(/concurrent operations are not permitted/);
  });

  test.each(BOTH)('a pipeline is one round trip, in which one backend runs all (%s)', (stack) => {
    expect(valuesOf('one-pipeline', stack, 'round_trips')).toEqual([1, 3, 3]);
    expect(valuesOf('one-pipeline', stack, 'at_once')).toEqual([1, 1, 3]);
    expect(valuesOf('one-pipeline', stack, 'backends')).toEqual([1, 1, 3]);
  });

  test.each(BOTH)('queries run on when another has failed (%s)', (stack) => {
    expect(valuesOf('left-running', stack, 'running')).toEqual([2, 0, 0]);
    expect(valuesOf('left-running', stack, 'taken')).toEqual([2, 0, 0]);
  });

  test.each(BOTH)('a fan-out waits for connections, for ever inside a transaction (%s)', (stack) => {
    const [holding, ...others] = numbersOf('fan-out', stack, 'timed_out');
    expect(holding).toBeGreaterThan(0);
    expect(others).toEqual([0, 0, 0]);
    expect(valuesOf('fan-out', stack, 'waiting').slice(1)).toEqual([8, 0, 0]);
    expect(numbersOf('fan-out', stack, 'at_once')[1]).toBeLessThanOrEqual(4);
    expect(numbersOf('fan-out', stack, 'at_once')[3]).toBeGreaterThan(4);
  });
});

describe('streaming', () => {
  test('a string has a limit, and a Buffer all of the file', () => {
    const [size = 0] = numbersOf('string-limit', 'node', 'size_bytes');
    expect(valuesOf('string-limit', 'node', 'read_bytes')).toEqual([0, size, size]);
    expect(errors('string-limit', 'node')[0]).toMatch(/^Cannot create a string longer than/);
    const [, buffer = 0, stream = Number.NaN] = numbersOf('string-limit', 'node', 'peak_rss_bytes');
    expect(buffer).toBeGreaterThan(size);
    expect(stream).toBeLessThan(size);
  });

  test('what ends a line depends on who reads', () => {
    expect(valuesOf('line-ends', 'node', 'lines')).toEqual([7, 5, 5]);
    expect(valuesOf('line-ends', 'node', 'intact')).toEqual([3, 4, 5]);
    expect(valuesOf('line-ends', 'python', 'lines')).toEqual([7, 6, 5, 5]);
    expect(valuesOf('line-ends', 'python', 'intact')).toEqual([3, 4, 4, 5]);
  });

  test('characters that are cut in two are damaged, or raise', () => {
    const [perChunk, ...decoded] = numbersOf('cut-characters', 'node', 'damaged');
    expect(perChunk).toBeGreaterThan(0);
    expect(decoded).toEqual([0, 0]);
    const [, replaced, incremental] = numbersOf('cut-characters', 'python', 'damaged');
    expect([replaced, incremental]).toEqual([perChunk, 0]);
    expect(errors('cut-characters', 'python')[0]).toMatch(/^'utf-8' codec can't decode byte/);
  });

  test('an error of a piped stream ends the process, or is kept from the client', () => {
    expect(valuesOf('stream-error', 'node', 'client')).toEqual(['connection lost', 'still waiting', 'connection lost']);
    expect(valuesOf('stream-error', 'node', 'exit_code')).toEqual([1, 0, 0]);
    expect(errors('stream-error', 'node')[0]).toMatch(/^ENOENT/);
  });

  test.each(BOTH)('what is written faster than it is read is kept (%s)', (stack) => {
    const kept = numbersOf('ignored-backpressure', stack, 'kept_bytes');
    const [written = 0] = numbersOf('ignored-backpressure', stack, 'written_bytes');
    expect(kept[0]).toBeGreaterThan(written / 2);
    for (const drained of kept.slice(1)) expect(drained).toBeLessThan(written / 100);
  });
});

describe('workers', () => {
  test('threads share one core, and the event loop stands still for what runs in it', () => {
    const [, threads = Number.NaN] = numbersOf('gil', 'python', 'cores');
    expect(threads).toBeLessThan(1.1);
    const [inline = 0, ...elsewhere] = numbersOf('gil', 'python', 'stalled_ms');
    for (const stalled of elsewhere) expect(stalled).toBeLessThan(inline);
  });

  test('a message is a copy', () => {
    const [copied = 0, transferred = 0, shared = 0] = numbersOf('copied-buffer', 'node', 'added_bytes');
    const received = numbersOf('copied-buffer', 'node', 'received_bytes');
    expect(new Set(received).size).toBe(1);
    expect(valuesOf('copied-buffer', 'node', 'left_bytes')).toEqual([received[0], 0, received[0]]);
    expect(copied).toBeGreaterThanOrEqual(0.9 * (received[0] as number));
    expect(Math.max(transferred, shared)).toBeLessThan(copied / 2);
    const [pickled = 0, byName = Number.NaN] = numbersOf('copied-buffer', 'python', 'added_bytes');
    expect(byName).toBeLessThan(pickled / 2);
  });

  test('a killed worker breaks the pool for good, or is replaced', () => {
    expect(valuesOf('broken-pool', 'python', 'lost')).toEqual(['error', 'error']);
    expect(valuesOf('broken-pool', 'python', 'failed')).toEqual([5, 0]);
    expect(errors('broken-pool', 'python')[0]).toMatch(/^BrokenProcessPool/);
    expect(cases('broken-pool', 'node')).toMatchObject([{ lost: 'error', failed: 0 }]);
  });

  test('what cannot be cloned or pickled does not arrive', () => {
    for (const stack of BOTH) expect(valuesOf('does-not-cross', stack, 'answer')).toEqual(['error', 'error', '42']);
    expect(errors('does-not-cross', 'node')[0]).toMatch(/total is not a function/);
    expect(errors('does-not-cross', 'node')[1]).toMatch(/^DataCloneError/);
  });
});

describe('batching', () => {
  test.each(BOTH)('places in an answer are not those of the question (%s)', (stack) => {
    const [shuffled, shifted, byId] = numbersOf('by-index', stack, 'wrong');
    expect(shuffled).toBeGreaterThan(50);
    expect(shifted).toBeGreaterThan(0);
    expect(byId).toBe(0);
    expect(numbersOf('by-index', stack, 'missing')[0]).toBe(0);
  });

  test.each(BOTH)('what is missing again costs less than everything again (%s)', (stack) => {
    const [once, , missingAgain] = numbersOf('partial-failure', stack, 'missing');
    expect(once).toBeGreaterThan(0);
    expect(missingAgain).toBe(0);
    const [items = 0, all = 0, few = Number.NaN] = numbersOf('partial-failure', stack, 'items');
    expect(items).toBe(500);
    expect(few).toBeLessThan(600);
    expect(all).toBeGreaterThan(few);
  });

  test('both stacks lack the same items, and ask as often', () => {
    for (const name of ['by-index', 'partial-failure', 'batch-limit'] as const) {
      expect(cases(name, 'python').map(({ said, ...one }) => one)).toEqual(
        cases(name, 'node').map(({ said, ...one }) => one),
      );
    }
  });

  test.each(BOTH)('a batch beyond the limit is refused as a whole (%s)', (stack) => {
    expect(valuesOf('batch-limit', stack, 'answered')).toEqual([0, 250, 250]);
    expect(valuesOf('batch-limit', stack, 'calls')).toEqual([1, 7, 3]);
    expect(valuesOf('batch-limit', stack, 'refused')).toEqual([1, 3, 0]);
    expect(errors('batch-limit', stack)[0]).toMatch(/^HTTP 413/);
  });

  test.each(BOTH)('calls that are repeated soon are refused again (%s)', (stack) => {
    const [soon = 0, told = Number.NaN, paced] = numbersOf('retry-after', stack, 'refused');
    expect(valuesOf('retry-after', stack, 'answered')).toEqual([40, 40, 40]);
    expect(told).toBeGreaterThanOrEqual(20);
    expect(soon).toBeGreaterThan(told);
    expect(paced).toBe(0);
  });

  test('a thousand calls are under way at once, or fail before they are', () => {
    const [all, inClient, workers] = numbersOf('unbounded', 'node', 'at_once');
    expect(all).toBeGreaterThan(50);
    for (const bounded of [inClient, workers]) expect(bounded).toBeLessThanOrEqual(50);
    const [opened, inClientOpened, workersOpened] = numbersOf('unbounded', 'node', 'opened');
    expect([opened, inClientOpened]).toEqual([1_000, 50]);
    // A call may begin before the connection of the one before it is free again.
    expect(workersOpened).toBeLessThan(1_000);
    // 100 connections are taken when the others ask, and their calls take longer than these wait.
    expect(valuesOf('unbounded', 'python', 'failed')).toEqual([200, 0]);
    expect(errors('unbounded', 'python')[0]).toBe('PoolTimeout');
  });
});

test('one can be shown as a page', async () => {
  const { exitCode, stdout } = await duet(place, ['traps', '--only', 'line-ends', '--stack', 'node', '--html']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^<!doctype html>/);
  expect(stdout).toContain('id="line-ends"');
  expect(stdout).toContain('harness/traps/node/line-ends.ts');
});
