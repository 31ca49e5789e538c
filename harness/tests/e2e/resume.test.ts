/** A run that ended too early goes on in its own folder, or is refused where its samples would not belong together. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import type { RunHeader, Sample, StoredResults, Timeline } from '../../results/schema.ts';
import { type DuetProcess, duet, type Outcome, startDuet, until } from './duet-process.ts';
import { leasedProcesses, leftovers, noProc } from './leftovers.ts';
import { type OneProcess, openForFile } from './one-process.ts';
import { makePlace, type Place, runFolders, sampleLines } from './place.ts';

const COMPARE = ['compare', '--profile', 'smoke', '--pattern', 'batching', '--stack', 'node', '--seed', '3'];
/** One more than have an interval. */
const BLOCKS = 4;
/** Two of the A/A control among them. */
const TRIALS_A_BLOCK = 7;
const TRIALS = BLOCKS * TRIALS_A_BLOCK;

let place: Place;
let one: OneProcess;
openForFile((opened) => ({ place, one } = opened));

const folder = () => runFolders(place)[0] as string;
const read = (name: string) => readFileSync(join(folder(), name), 'utf8');
const linesOf = (name: string) => read(name).split('\n').slice(0, -1);
const samplesFrom = (first: number) =>
  sampleLines(place)
    .slice(first)
    .map((line) => JSON.parse(line) as Sample);

/** What ends the run too early, each in the middle of another block. */
const ENDS = ['SIGINT', 'SIGKILL', 'the end of PostgreSQL'] as const;
type End = (typeof ENDS)[number];

const ending: Record<End, (run: DuetProcess) => void> = {
  SIGINT: (run) => run.interrupt('SIGINT'),
  SIGKILL: (run) => process.kill(run.pid, 'SIGKILL'),
  'the end of PostgreSQL': () => process.kill(-(leasedProcesses(place).get('PostgreSQL') as number), 'SIGKILL'),
};

/** What was there after each end. */
const kept = {} as Record<End, { before: string[]; finishedPhases: number }>;

/** Waits until a session of the run has half measured a block, and ends it. */
async function endInBlock(block: number, end: End, run: DuetProcess, first: number): Promise<Outcome> {
  const measured = () => samplesFrom(first).filter((sample) => sample.block === block).length;
  await until(run, `the second sample of block ${block}`, () => measured() >= 2);
  ending[end](run);
  const outcome = await run.ended;
  kept[end] = { before: sampleLines(place), finishedPhases: linesOf('phases.jsonl').length };
  return outcome;
}

describe('an interrupted run', () => {
  let header: RunHeader;
  let pid: number;
  /** What a command to resume it said before it was interrupted: not asked where the run cannot be seen to go on. */
  let early: Outcome | undefined;

  beforeAll(async () => {
    await using run = startDuet(place, [...COMPARE, '--blocks', String(BLOCKS)]);
    pid = run.pid;
    await until(run, 'the first sample of the second block', () => sampleLines(place).length > TRIALS_A_BLOCK);
    if (noProc === undefined) {
      // It stands still meanwhile, and does not come to its end.
      process.kill(pid, 'SIGSTOP');
      early = await duet(place, ['compare', '--resume', 'latest']);
      process.kill(pid, 'SIGCONT');
    }
    const family = noProc === undefined ? run.family() : [];
    const { exitCode, stderr } = await endInBlock(1, 'SIGINT', run, 0);
    expect(exitCode).toBe(130);
    if (noProc === undefined) expect(await leftovers(place, family)).toEqual([]);
    expect(stderr).toContain(`duet compare --resume ${join('out', basename(folder()))} goes on where it stopped`);
    header = JSON.parse(read('run.json'));
  });
  const restore = () => writeFileSync(join(folder(), 'run.json'), JSON.stringify(header));
  beforeEach(restore);
  afterAll(restore);

  test('was left alone while it was still going on', ({ skip }) => {
    skip(noProc !== undefined, noProc);
    expect(early?.exitCode).toBe(2);
    expect(early?.stderr).toMatch(new RegExp(`run ${basename(folder())} is still running, in process ${pid}`));
  });

  /** Resumes, expects a refusal, and that nothing was measured. */
  async function refused(exitCode: number, args: string[] = []) {
    const before = sampleLines(place);
    const outcome = await one.duet(place, ['compare', '--resume', folder(), ...args]);
    expect(outcome.exitCode, outcome.stderr).toBe(exitCode);
    expect(outcome.stdout).toBe('');
    expect(sampleLines(place)).toEqual(before);
    expect(existsSync(join(folder(), 'lock'))).toBe(false);
    return outcome.stderr;
  }
  const rewrite = (change: Partial<RunHeader>) =>
    writeFileSync(join(folder(), 'run.json'), JSON.stringify({ ...header, ...change }));

  test('of another machine, runtime and code is refused, and each difference is named', async () => {
    const { environment, sources } = header;
    rewrite({
      environment: { ...environment, kernel: 'Linux 2.4.0', runtimes: { node: 'Node.js 8.0.0' } },
      sources: { ...sources, 'node service': 'abcdef012345' },
    });
    const stderr = await refused(4);
    expect(stderr).toContain(`kernel: was Linux 2.4.0, is ${environment.kernel}`);
    expect(stderr).toContain(`runtime of the node service: was Node.js 8.0.0, is ${environment.runtimes.node}`);
    expect(stderr).toContain(`sources: node service: was abcdef012345, is ${sources?.['node service']}`);
  });

  test.each<[string, Partial<RunHeader>, string]>([
    ['of another plan', { seed: 5 }, 'its plan differs: trial'],
    ['with fewer trials planned', { planned_trials: 19 }, `its header plans 19 trials, this duet would make ${TRIALS}`],
    ['of a newer format', { schema_version: 99 as 1 }, 'has schema version 99'],
  ])('%s is refused', async (_, change, message) => {
    rewrite(change);
    expect(await refused(2)).toContain(message);
  });

  test('is refused by name what its header contradicts', async () => {
    const given = ['--profile', 'quick', '--seed', '4', '--pattern', 'batching,pooling', '--stack', 'python'];
    const stderr = await refused(2, [...given, '--blocks', '5', '--curves']);
    expect(stderr).not.toContain('--no-curves');
    for (const text of [
      '--profile quick (the run has smoke)',
      '--seed 4 (the run has 3)',
      '--pattern batching,pooling (the run has batching)',
      '--stack python (the run has node)',
      `--blocks 5 (the run has ${BLOCKS})`,
      '--curves (the run has none)',
    ]) {
      expect(stderr).toContain(text);
    }
    expect(await refused(2, ['--time-budget', '5m'])).toContain('--time-budget 5 min 00 s (the run has none)');
  });

  test('shows what is left of its plan, options that agree beside it', async () => {
    const { exitCode, stdout } = await one.duet(place, [
      ...['compare', '--resume', folder(), '--profile', 'smoke', '--seed', '3', '--dry-run'],
    ]);
    expect(exitCode).toBe(0);
    const left = TRIALS_A_BLOCK * (BLOCKS - linesOf('phases.jsonl').length);
    expect(stdout).toContain(`${left} trials, expected time`);
    expect(stdout).not.toContain('block 1 ');
    expect(stdout).toContain(`block ${BLOCKS} `);
  });
});

const cellsOf = ({ patterns }: StoredResults) =>
  patterns.flatMap(({ stacks }) =>
    Object.values(stacks).flatMap(({ cells, gains }) => [
      ...cells.map(({ variant, status, metrics }) => [variant, status, metrics.time?.n]),
      ...gains.map(({ metric, estimate }) => [metric, estimate?.n, estimate?.low !== null]),
    ]),
  );

/** As a power cut leaves it. */
const cutOffLine = () => appendFileSync(join(folder(), 'samples.jsonl'), '{"block":2,"tri');

describe('that run, resumed after every end', () => {
  const RESUME = ['compare', '--resume', 'latest'];

  beforeAll(async () => {
    for (const [block, end] of [[2, 'SIGKILL'] as const, [3, 'the end of PostgreSQL'] as const]) {
      const before = sampleLines(place).length;
      cutOffLine();
      await using run = startDuet(place, RESUME);
      await endInBlock(block, end, run, before);
    }
    cutOffLine();
  });

  test('ends as one that was never interrupted', async () => {
    const { exitCode, stdout, stderr } = await duet(place, RESUME);

    expect(exitCode, stderr).toBe(0);
    expect(runFolders(place)).toHaveLength(1);
    const results = readResults(join(folder(), 'results.json'));
    expect(results).toMatchObject({ status: 'complete', status_reason: null, trials: TRIALS });
    expect(results.run.resumed_at).toHaveLength(ENDS.length);
    expect(cellsOf(results)).toEqual([
      ['before', 'measured', BLOCKS],
      ['after', 'measured', BLOCKS],
      ['after-best', 'measured', BLOCKS],
      ...['time', 'calls', 'cpu'].flatMap((metric) => Array.from({ length: 2 }, () => [metric, BLOCKS, true])),
    ]);
    expect(stdout).toContain(`${basename(folder())}/report.html`);
    expect(read('report.md')).toContain('resumed at');
  });

  test('has one timeline for each cell, of its first session', () => {
    const { resumed_at = [] } = JSON.parse(read('run.json')) as RunHeader;
    const timelines = linesOf('timelines.jsonl').map((line) => JSON.parse(line) as Timeline);
    expect(timelines.map(({ stack, variant }) => [stack, variant])).toEqual([
      ['node', 'before'],
      ['node', 'after'],
    ]);
    for (const { at } of timelines) expect(Date.parse(at)).toBeLessThan(Date.parse(resumed_at[0] ?? ''));
  });

  test.each(ENDS)('what was measured before %s stays, and only the phase that it cut off is measured again', (end) => {
    const { before, finishedPhases } = kept[end];
    const samples = sampleLines(place);
    expect(samples.slice(0, before.length)).toEqual(before);
    const trials = samplesFrom(0).map(({ trial }) => trial);
    expect(new Set(trials).size).toBe(TRIALS);
    const again = [...new Set(trials.slice(before.length))];
    expect(again.sort((a, b) => a - b)).toEqual(
      Array.from({ length: TRIALS }, (_, n) => n).slice(finishedPhases * TRIALS_A_BLOCK),
    );
    expect(linesOf('phases.jsonl')).toHaveLength(BLOCKS);
  });

  test('has nothing left to resume', async () => {
    const { exitCode, stdout, stderr } = await one.duet(place, ['compare', '--resume', basename(folder())]);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/nothing to resume: run \S+ is finished/);
  });
});

test.each(['latest', '20260101-000000-quick-abcd', 'nowhere/at/all'])('there is no run %s to resume', async (given) => {
  using empty = makePlace();
  const { exitCode, stderr } = await one.duet(empty, ['compare', '--resume', given]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`there is no run ${given} in out`);
});
