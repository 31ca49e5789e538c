/** Break-even curves from the option to the report: measured, kept when a run ends early, rebuilt, resumed. */
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import { type Curve, type CurveSample, STACKS, type StoredResults } from '../../results/schema.ts';
import { duet, startDuet, until } from './duet-process.ts';
import { type OneProcess, startOne } from './one-process.ts';
import { makePlace, type Place, runFolders } from './place.ts';

const COMPARE = ['compare', '--curves', '--profile', 'smoke', '--pattern', 'batching', '--seed', '7'];

/** Two services, two variants of each, at two sizes that the blocks do not have. */
const TRIALS = 8;

let place: Place;
let one: OneProcess;
let folder: string;
/** What was written when it was interrupted. */
let early: { results: StoredResults; samples: CurveSample[]; page: string };
beforeAll(async () => {
  place = makePlace();
  one = startOne();
  await using run = startDuet(place, COMPARE);
  const dir = () => runFolders(place)[0] ?? place.out;
  await until(run, 'the fourth trial of a curve', () => curveSamples(dir()).length >= 4);
  run.interrupt();
  expect((await run.ended).exitCode).toBe(130);
  folder = dir();
  early = {
    results: readResults(join(folder, 'results.json')),
    samples: curveSamples(folder),
    page: readFileSync(join(folder, 'report.md'), 'utf8'),
  };

  const { exitCode, stderr } = await duet(place, ['compare', '--resume', 'latest']);
  expect(exitCode, stderr).toBe(0);
}, 240_000);
afterAll(() => {
  one?.[Symbol.dispose]();
  place?.[Symbol.dispose]();
});

function curveSamples(dir: string): CurveSample[] {
  const file = join(dir, 'curves.jsonl');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  return lines.map((line) => JSON.parse(line));
}
const curvesIn = ({ patterns }: StoredResults): Curve[] => patterns[0]?.curves ?? [];
const curvesOf = (dir: string): Curve[] => curvesIn(readResults(join(dir, 'results.json')));

describe('compare --curves', () => {
  test('keeps the finished points of an interrupted run', () => {
    const { results, samples, page } = early;
    expect(results).toMatchObject({ status: 'partial', curve_trials: samples.length });
    expect(page).toContain(`${samples.length} of ${TRIALS} trials of the curves were finished`);
    expect(samples.map(({ trial }) => trial)).toEqual([...Array(samples.length).keys()]);
    const points = curvesIn(results).flatMap(({ series }) => series.flatMap((one) => one.points));
    expect(points.filter(({ source, gain }) => source === 'curve' && gain !== null)).not.toEqual([]);
  });

  test('writes a line per planned trial, the finished ones first, and a gain per point, stack and variant', () => {
    const { run, status } = readResults(join(folder, 'results.json'));
    expect(status).toBe('complete');
    expect(run.curves?.planned_trials).toBe(TRIALS);
    expect(curveSamples(folder).slice(0, early.samples.length)).toEqual(early.samples);
    const again = curveSamples(folder).slice(early.samples.length);
    expect(again.map(({ trial }) => trial)).toEqual([...Array(TRIALS).keys()]);
    const [curve, ...others] = curvesOf(folder);
    expect(others).toEqual([]);
    expect(curve?.series.map(({ stack, variant }) => [stack, variant])).toEqual(STACKS.map((name) => [name, 'after']));
    for (const { points } of curve?.series ?? []) {
      expect(points.map(({ x }) => x)).toEqual([1, 30, 100]);
      expect(points.at(-1)?.source).toBe('blocks');
    }
    // How much a batch is worth, a busy machine blurs; but thirty calls in a row take thirty times as long as one.
    const timeOf = (users: number) =>
      again
        .filter(({ x, variant }) => x === users && variant === 'before')
        .map(({ metrics }) => metrics.time as number);
    expect(Math.max(...timeOf(1))).toBeLessThan(Math.min(...timeOf(30)));
  });

  test('shows them in both reports', () => {
    for (const name of ['report.md', 'report.html']) {
      const text = readFileSync(join(folder, name), 'utf8');
      expect(text).toContain('Where it pays');
      expect(text).toContain('cannot be judged: too few rounds for an interval');
    }
  });

  test('duet report rebuilds them from the samples', async () => {
    const copy = join(place.dir, 'copy');
    cpSync(folder, copy, { recursive: true });
    rmSync(join(copy, 'results.json'));
    expect((await one.duet(place, ['report', copy])).exitCode).toBe(0);
    expect(curvesOf(copy)).toEqual(curvesOf(folder));
  });

  test.each([
    [['--profile', 'standard'], /^curve batch-size {2}batching: about \d+ s$/m],
    [['--profile', 'quick', '--curves'], /\d+ trials for the curves, expected time \d+ s besides/],
  ])('--dry-run %j shows them', async (args, expected) => {
    const { stdout } = await one.duet(place, ['compare', '--dry-run', '--pattern', 'batching', ...args]);
    expect(stdout).toMatch(expected);
  });

  test.each([
    [['--profile', 'standard', '--no-curves']],
    [['--profile', 'quick']],
    [['--profile', 'standard', '--curves', '--pattern', 'pooling']],
  ])('--dry-run %j has none', async (args) => {
    const { stdout } = await one.duet(place, ['compare', '--dry-run', ...args]);
    expect(stdout).toMatch(/trials, expected time/);
    expect(stdout).not.toMatch(/^curve /m);
  });
});
