/** One smoke run of everything, looked at from every side a user has: exit code, terminal, files, numbers. */
import { cpSync, existsSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patterns } from '../../patterns/index.ts';
import { comparedVariants } from '../../patterns/pattern.ts';
import { profiles } from '../../patterns/profiles.ts';
import { readResults } from '../../results/run-folder.ts';
import {
  type Cell,
  type Inspection,
  PATTERNS,
  type PatternName,
  STACKS,
  type StackName,
  type StoredResults,
} from '../../results/schema.ts';
import { sentencesIn } from '../readers/sentences-in.ts';
import { duet, type Outcome } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { type OneProcess, startOne } from './one-process.ts';
import { makePlace, type Place, runFolders, sampleLines } from './place.ts';

const COUNTS = [
  'round_trips',
  'connections',
  'statements',
  'application_statements',
  'blocks',
  'sessions',
  'upstream_calls',
] satisfies (keyof Inspection['counts'])[];

let place: Place;
let run: Outcome;
let folder: string;
let results: StoredResults;

beforeAll(async () => {
  place = makePlace();
  run = await duet(place, ['compare', '--profile', 'smoke', '--seed', '7']);
  expect(run.exitCode, run.stderr).toBe(0);
  folder = runFolders(place)[0] as string;
  results = readResults(join(folder, 'results.json'));
}, 180_000);
afterAll(() => place?.[Symbol.dispose]());

function cell(pattern: PatternName, stack: StackName, variant: string): Cell {
  const found = results.patterns.find((one) => one.pattern === pattern)?.stacks[stack]?.cells;
  return found?.find((one) => one.variant === variant) as Cell;
}
const value = (pattern: PatternName, stack: StackName, variant: string, metric: string) =>
  cell(pattern, stack, variant).metrics[metric]?.value;
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('a smoke run of everything', () => {
  test('measures every metric of every variant of every pattern in both stacks', () => {
    const measured = PATTERNS.flatMap((name) =>
      STACKS.flatMap((stack) => patterns[name].variants.map((variant) => cell(name, stack, variant))),
    );
    expect(measured.filter((one) => one?.status !== 'measured')).toEqual([]);
    for (const name of PATTERNS) {
      for (const stack of STACKS) {
        for (const variant of patterns[name].variants) {
          for (const { id } of patterns[name].metrics) {
            const found = value(name, stack, variant, id);
            // The two that may be nothing: connections opened by a pool, requests served by a blocked loop.
            const least = ['connections', 'served'].includes(id) ? 0 : Number.MIN_VALUE;
            expect(found, `${name}/${stack}/${variant} ${id}`).toBeGreaterThanOrEqual(least);
            expect(found, `${name}/${stack}/${variant} ${id}`).toBeLessThan(Number.POSITIVE_INFINITY);
          }
        }
      }
    }
  });

  test('appends one sample per planned trial', () => {
    expect(results).toMatchObject({ status: 'complete', status_reason: null });
    expect(sampleLines(place)).toHaveLength(results.run.planned_trials);
    expect(results.trials).toBe(results.run.planned_trials);
  });

  test.each(STACKS)('counts the calls of batching in %s exactly', (stack) => {
    const { users } = profiles.smoke.sizes;
    expect(value('batching', stack, 'before', 'calls')).toBe(users);
    for (const variant of ['after', 'after-best']) {
      expect(value('batching', stack, variant, 'calls')).toBe(Math.ceil(users / 100));
    }
  });

  test('counts the round trips and the new connections of pooling exactly', () => {
    const counts = STACKS.flatMap((stack) =>
      ['before', 'after', 'after-best'].map((variant) => [
        `${stack} ${variant}`,
        value('pooling', stack, variant, 'round_trips'),
        value('pooling', stack, variant, 'connections'),
      ]),
    );
    expect(counts).toEqual([
      ['node before', 4, 1], // three to connect with SCRAM, and the SELECT
      ['node after', 1, 0],
      ['node after-best', 1, 0],
      ['python before', 15, 1], // the dialect's own questions, BEGIN and ROLLBACK besides
      ['python after', 3, 0], // BEGIN, SELECT, ROLLBACK
      ['python after-best', 1, 0],
    ]);
  });

  test('counts what a request causes in each variant that it does not time', () => {
    const pooling = results.patterns.find(({ pattern }) => pattern === 'pooling');
    for (const stack of STACKS) {
      const counted = pooling?.stacks[stack]?.counted;
      const trips = counted?.map(({ variant, inspection }) => [variant, inspection?.counts.round_trips]);
      expect(trips?.map(([variant]) => variant)).toEqual(patterns.pooling.counted?.[stack].map(({ name }) => name));
      expect(trips?.filter(([, count]) => !(Number(count) >= 1))).toEqual([]);
    }
    expect(run.stdout).toMatch(/nullpool\s+6/);
  });

  test('says of every cell what one request of it causes, in whole numbers', () => {
    for (const name of PATTERNS) {
      for (const stack of STACKS) {
        for (const variant of patterns[name].variants) {
          const { inspection } = cell(name, stack, variant);
          const where = `${name}/${stack}/${variant}`;
          // The stream of a small file may find all its memory there already.
          expect(inspection?.rss_over_idle_bytes, where).toBeGreaterThanOrEqual(0);
          const counts = Object.entries(inspection?.counts ?? {});
          expect(
            counts.map(([count]) => count),
            where,
          ).toEqual(COUNTS);
          expect(
            // Users have not all the same number of orders, and so of blocks.
            counts.filter(([name, count]) => name !== 'blocks' && !Number.isInteger(count)),
            where,
          ).toEqual([]);
        }
      }
    }
    const { users } = profiles.smoke.sizes;
    for (const stack of STACKS) {
      expect(cell('parallel', stack, 'after').inspection?.counts.application_statements).toBe(3);
      expect(cell('batching', stack, 'before').inspection?.counts.upstream_calls).toBe(users);
    }
  });

  test('has traced a request of every cell but those of the best way, and says on each report what that shows', ({
    skip,
  }) => {
    skip(noProc !== undefined, noProc);
    for (const { pattern, timelines } of results.patterns) {
      const traced = timelines?.map(({ stack, variant, facts }) => [stack, variant, facts?.about]);
      const about = traced?.[0]?.[2];
      expect(about).toBeDefined();
      expect(traced).toEqual(
        STACKS.flatMap((stack) => comparedVariants(patterns[pattern]).map((variant) => [stack, variant, about])),
      );
    }
    const orders = results.patterns
      .find(({ pattern }) => pattern === 'parallel')
      ?.timelines?.map(({ facts }) => facts?.about === 'queries' && facts.order);
    expect(orders).toEqual(STACKS.flatMap(() => ['in-a-row', 'at-once']));
    const said = /In Node a request ran three queries one after the other in [\d.]+ ms/;
    for (const text of [run.stdout, read('report.md')]) expect(text.replace(/\s+/g, ' ')).toMatch(said);
    expect(read('report.html').match(/data-timeline="/g)).toHaveLength(PATTERNS.length);
  });

  test('is stored in codes and numbers: no sentence but listed free text', () => {
    expect(sentencesIn(results)).toEqual([]);
  });

  test('names what held the capacity of pooling back, and of nothing else', () => {
    const named = PATTERNS.filter((name) => cell(name, 'node', 'after').bottleneck !== undefined);
    expect(named).toEqual(['pooling']);
    for (const stack of STACKS) {
      const parts = (cell('pooling', stack, 'after').bottleneck?.cores ?? []).flatMap((core) => Object.keys(core));
      expect(parts.slice(0, 2)).toEqual(['service', 'database']);
    }
  });

  test('shows in the parity table in which the stacks differ behind equal settings', () => {
    const fact = (name: string) => results.run.parity.find((one) => one.fact === name);
    expect(fact('round trips of the pooled SELECT')).toMatchObject({
      values: { node: '1', python: '3' },
      equal: false,
    });
    expect(fact('statements of the pooled SELECT')).toMatchObject({ values: { node: '1', python: '3' }, equal: false });
    expect(fact('cores of the service')).toMatchObject({ equal: true });
    for (const one of results.run.parity) expect(one.equal || one.note !== undefined, one.fact).toBe(true);
  });

  test('ends with the path of its report, and out/latest points to its folder', () => {
    const relative = join('out', basename(folder), 'report.html');
    expect(run.stdout).toContain(`Report: ${relative}\n`);
    expect(existsSync(join(place.dir, relative))).toBe(true);
    expect(read('report.md')).toMatch(/^# /);
    expect(readlinkSync(join(place.out, 'latest'))).toBe(basename(folder));
  });

  test('prints plain lines of progress on stderr, and no escape codes where there is no terminal', () => {
    const lines = run.stderr.trimEnd().split('\n');
    expect(lines.filter((line) => !line.startsWith('duet: '))).toEqual([]);
    expect(lines).toContainEqual(
      expect.stringMatching(/^duet: +\d+ % {2}block 1 {2}\w+\/(node|python)\/[a-z-]+ {2}\(.* left\)$/),
    );
    for (const text of [run.stdout, run.stderr]) expect(text).not.toMatch(/\p{Cc}(?<!\n)/u);
  });

  test('leaves no process, no port and no work folder behind', async ({ skip }) => {
    skip(noProc !== undefined, noProc);
    expect(await leftovers(place, [])).toEqual([]);
  });
});

describe('duet report', () => {
  let one: OneProcess;
  beforeAll(() => {
    one = startOne();
  });
  afterAll(() => one?.[Symbol.dispose]());
  const reports = () => Object.fromEntries(REPORTS.map((name) => [name, read(name)]));
  const REPORTS = [
    'results.json',
    'report.md',
    'report.html',
    'junit.xml',
    'interop/github-action-benchmark-smaller.json',
    'interop/github-action-benchmark-bigger.json',
    'interop/bencher.json',
    'interop/hyperfine.json',
  ];

  test('rebuilds every file of the run byte for byte', async () => {
    const before = reports();
    for (const name of REPORTS.slice(1)) rmSync(join(folder, name));
    const { exitCode, stdout } = await one.duet(place, ['report', join(folder, 'results.json')]);
    expect(exitCode).toBe(0);
    expect(reports()).toEqual(before);
    expect(run.stdout.startsWith(stdout.slice(0, stdout.lastIndexOf('\n\n')))).toBe(true);
  });

  test('takes the newest run when none is named', async () => {
    rmSync(join(folder, 'report.md'));
    const { exitCode, stdout } = await one.duet(place, ['report']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('out/latest/report.html');
    expect(existsSync(join(folder, 'report.md'))).toBe(true);
  });

  test('makes a partial report, which says so, of a folder without results.json', async () => {
    const copy = join(place.dir, 'copy');
    cpSync(folder, copy, { recursive: true });
    rmSync(join(copy, 'results.json'));
    const { exitCode, stdout } = await one.duet(place, ['report', copy]);
    expect(exitCode).toBe(0);
    expect(readResults(join(copy, 'results.json')).status).toBe('partial');
    for (const text of [stdout, readFileSync(join(copy, 'report.md'), 'utf8')]) {
      expect(text).toContain('The run did not come to its end');
    }
  });
});
