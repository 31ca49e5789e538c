/** Break-even curves from the option to the report: measured, kept when a run ends early, rebuilt, resumed. */
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import { type Curve, type CurveSample, STACKS } from '../../results/schema.ts';
import { duet, startDuet, until } from './duet-process.ts';
import { makePlace, type Place, runFolders } from './place.ts';

const COMPARE = ['compare', '--curves', '--profile', 'smoke', '--pattern', 'batching', '--seed', '7'];

let place: Place;
let folder: string;
beforeAll(async () => {
  place = makePlace();
  const { exitCode, stderr } = await duet(place, COMPARE);
  expect(exitCode, stderr).toBe(0);
  folder = runFolders(place)[0] as string;
}, 240_000);
afterAll(() => place?.[Symbol.dispose]());

function curveSamples(dir: string): CurveSample[] {
  const file = join(dir, 'curves.jsonl');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  return lines.map((line) => JSON.parse(line));
}
const curvesOf = (dir: string): Curve[] => readResults(join(dir, 'results.json')).patterns[0]?.curves ?? [];

describe('compare --curves', () => {
  test('writes a line per planned trial and a gain per point, stack and variant', () => {
    const { run } = readResults(join(folder, 'results.json'));
    expect(curveSamples(folder)).toHaveLength(run.curves?.planned_trials as number);
    const [curve, ...others] = curvesOf(folder);
    expect(others).toEqual([]);
    expect(curve?.series.map(({ stack, variant }) => [stack, variant])).toEqual(STACKS.map((name) => [name, 'after']));
    for (const { points } of curve?.series ?? []) {
      expect(points.map(({ x }) => x)).toEqual([1, 30, 100]);
      expect(points.at(-1)?.source).toBe('blocks');
      // A call for one user is as long in a batch; of thirty calls, one is left.
      expect(points[0]?.gain?.value).toBeLessThan(4);
      expect(points[1]?.gain?.value).toBeGreaterThan(4);
    }
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
    expect((await duet(place, ['report', copy])).exitCode).toBe(0);
    expect(curvesOf(copy)).toEqual(curvesOf(folder));
  });

  test.each([
    [['--profile', 'standard'], /^curve batch-size {2}batching: about \d+ s$/m],
    [['--profile', 'quick', '--curves'], /\d+ trials for the curves, expected time \d+ s besides/],
  ])('--dry-run %j shows them', async (args, expected) => {
    const { stdout } = await duet(place, ['compare', '--dry-run', '--pattern', 'batching', ...args]);
    expect(stdout).toMatch(expected);
  });

  test.each([
    [['--profile', 'standard', '--no-curves']],
    [['--profile', 'quick']],
    [['--profile', 'standard', '--curves', '--pattern', 'pooling']],
  ])('--dry-run %j has none', async (args) => {
    const { stdout } = await duet(place, ['compare', '--dry-run', ...args]);
    expect(stdout).toMatch(/trials, expected time/);
    expect(stdout).not.toMatch(/^curve /m);
  });
});

test('an interrupted run keeps the finished points, and goes on from there', async () => {
  using own = makePlace();
  await using run = startDuet(own, COMPARE);
  const dir = () => runFolders(own)[0] ?? own.out;
  await until(run, 'the fourth trial of a curve', () => curveSamples(dir()).length >= 4);
  run.interrupt();
  expect((await run.ended).exitCode).toBe(130);
  const interrupted = readResults(join(dir(), 'results.json'));
  const finished = curveSamples(dir()).length;
  expect(interrupted.status_reason).toContain(`${finished} of 8 trials of the curves were finished`);
  const points = curvesOf(dir()).flatMap(({ series }) => series.flatMap((one) => one.points));
  expect(points.filter(({ source, gain }) => source === 'curve' && gain !== null)).not.toEqual([]);

  const { exitCode, stderr } = await duet(own, ['compare', '--resume', 'latest']);
  expect(exitCode, stderr).toBe(0);
  expect(readResults(join(dir(), 'results.json')).status).toBe('complete');
  expect(curvesOf(dir()).flatMap(({ series }) => series.map((one) => one.points.map(({ x }) => x)))).toEqual([
    [1, 30, 100],
    [1, 30, 100],
  ]);
  expect(curveSamples(dir()).map(({ trial }) => trial)).toEqual([...Array(finished).keys(), ...Array(8).keys()]);
}, 240_000);
