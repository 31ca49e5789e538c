/** A run that is given a time: a pilot, then as many blocks as fit, and an end when it was asked for. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import type { Sample } from '../../results/schema.ts';
import { duet, startDuet, until } from './duet-process.ts';
import { startOne } from './one-process.ts';
import { makePlace, type Place, runFolders, sampleLines } from './place.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place[Symbol.dispose]());

const COMPARE = ['compare', '--profile', 'smoke', '--pattern', 'batching', '--stack', 'node'];
/** Its blocks, and the trials of each. */
const PILOT = 3;
const TRIALS = 7;

test('what the pilot leaves of the budget goes to more blocks', async () => {
  await using run = startDuet(place, [...COMPARE, '--time-budget', '10m']);
  const blockOf = (line: string) => (JSON.parse(line) as Sample).block;
  await until(run, 'a sample beyond the pilot', () => sampleLines(place).some((line) => blockOf(line) >= PILOT));
  run.interrupt();
  const { exitCode, stderr } = await run.ended;

  expect(exitCode, stderr).toBe(130);
  const { time_budget, planned_trials } = readResults(join(runFolders(place)[0] as string, 'results.json')).run;
  const blocks = time_budget?.blocks?.batching ?? 0;
  expect(blocks).toBeGreaterThan(PILOT);
  expect(planned_trials).toBe(blocks * TRIALS);
  expect(time_budget?.spread_ms).toBeLessThan(600_000);
  expect(stderr).toMatch(
    new RegExp(`^duet: spending .+ where intervals are widest: batching \\+${blocks - PILOT}$`, 'm'),
  );
});

test('a pilot that was interrupted is resumed, and decides then', async () => {
  await using run = startDuet(place, [...COMPARE, '--time-budget', '25s']);
  await until(run, 'the second sample of the second block', () => sampleLines(place).length >= TRIALS + 2);
  run.interrupt();
  const { stderr } = await run.ended;
  expect(stderr).toContain('pilot, block 2');

  const resumed = await duet(place, ['compare', '--resume', 'latest', '--time-budget', '25s']);

  expect(resumed.exitCode, resumed.stderr).toBe(0);
  expect(resumed.stderr).not.toContain('pilot, block 1 ');
  const results = readResults(join(runFolders(place)[0] as string, 'results.json'));
  const blocks = results.run.time_budget?.blocks?.batching;
  expect(blocks).toBeGreaterThanOrEqual(3);
  expect(results.patterns[0]?.stacks.node?.gains[0]?.estimate?.n).toBe(blocks);
});

test('--dry-run shows the pilot, and how the rest will be decided', async () => {
  const { exitCode, stdout } = await duet(place, [...COMPARE, '--time-budget', '5m', '--dry-run']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('block 3  batching');
  expect(stdout).not.toContain('block 4 ');
  expect(stdout).toContain('What it leaves of 5 min goes to the patterns whose gains have the widest intervals');
});

test('a budget that does not hold the pilot is refused with the least that would', async () => {
  using one = startOne();
  const { exitCode, stderr } = await one.duet(place, [...COMPARE, '--time-budget', '10s']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('a budget of 10 s is too short: with a pilot of 3 blocks the run takes');
  const least = stderr.match(/--time-budget (\d+s) or more/)?.[1] ?? '';
  const accepted = await one.duet(place, [...COMPARE, '--time-budget', least, '--dry-run']);
  expect(accepted.exitCode, accepted.stderr).toBe(0);
});
