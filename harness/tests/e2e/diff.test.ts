/** `duet diff` as a CI job meets it: exit codes, files, and nothing left behind. Counts only, where time says nothing. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { upToDate } from '../../diff/older-results.ts';
import { readDiffResults } from '../../results/diff-folder.ts';
import type { DiffResults } from '../../results/schema.ts';
import { BROKEN_CONTRACT, makeBranches, makeSide, NO_START, ONE_MORE_STATEMENT } from './diff-sides.ts';
import { duet, type Outcome, startDuet, until } from './duet-process.ts';
import { leasedProcesses, leftovers, noProc } from './leftovers.ts';
import { type OneProcess, startOne } from './one-process.ts';
import { makePlace, type Place, runFolders, sampleLines } from './place.ts';
import { preloading, QUIET } from './preloading.ts';

const ONE_CELL = ['--pattern', 'parallel', '--stack', 'node'];
const COUNTS = [...ONE_CELL, '--counts-only'];

let one: OneProcess;
beforeAll(() => {
  one = startOne();
});
afterAll(() => one?.[Symbol.dispose]());

let place: Place;
const folder = () => runFolders(place)[0] as string;
const read = (name: string) => readFileSync(join(folder(), name), 'utf8');
const isAccepted = (dir: string) => readDiffResults(join(dir, 'diff.json')).verdict === 'accepted';
const diff = (...args: string[]) => duet(place, ['diff', ...args]);

describe('one more statement per request', () => {
  let base: string;
  let head: string;
  let outcome: Outcome;
  let results: DiffResults;

  beforeAll(async () => {
    place = makePlace();
    [base, head] = [makeSide(place, 'base'), makeSide(place, 'head', [ONE_MORE_STATEMENT])];
    outcome = await diff(base, head, ...ONE_CELL, '--time-budget', '75s');
    results = upToDate(readDiffResults(join(folder(), 'diff.json')));
  });
  afterAll(() => place[Symbol.dispose]());

  test('is a regression of that cell, and ends with exit code 1', () => {
    expect(outcome.exitCode, outcome.stderr).toBe(1);
    expect(results).toMatchObject({ status: 'complete', verdict: 'regression', exit_code: 1, trials: 0 });
    const row = results.rows.find(({ metric }) => metric.id === 'statements');
    expect(row).toMatchObject({ pattern: 'parallel', stack: 'node', variant: 'after', base: 3, head: 4 });
    const regressions = results.rows.filter(({ verdict }) => verdict === 'regression');
    expect(new Set(regressions.map(({ metric }) => metric.kind))).toEqual(new Set(['count']));
  });

  test('is certain, so that the diff ends before anything is timed', () => {
    expect(outcome.stderr).toContain('a regression is certain after 0 blocks');
    expect(results.run.plan.sequential).toMatchObject({ ended: 'regression' });
    expect(new Set(results.rows.map(({ metric }) => metric.kind))).not.toContain('cost');
  });

  test('is said as soon as it is counted, and at the end', () => {
    expect(outcome.stderr).toContain('duet: regression: parallel/node/after: 3 → 4 statements per request');
    expect(outcome.stdout).toMatch(/regression/i);
    expect(outcome.stdout).toContain(`${relative(place.dir, folder())}/diff.html`);
  });

  test('stands in every file, which report writes again byte for byte', async () => {
    const files = () =>
      readdirSync(folder(), { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
    const written = files().filter((name) => !name.endsWith('.log'));
    for (const name of ['run.json', 'diff.json', 'diff.md', 'diff.html', 'junit.xml']) expect(written).toContain(name);
    const before = written.map((name) => [name, read(name)]);
    const { exitCode, stdout } = await one.duet(place, ['report', relative(place.dir, folder())]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(outcome.stdout);
    expect(written.map((name) => [name, read(name)])).toEqual(before);
  });

  test('has nothing left to resume', async () => {
    const { exitCode, stderr } = await one.duet(place, ['diff', '--resume', 'latest']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/nothing to resume: diff \S+ is finished/);
  });

  test('is green with the lines that the report says to paste, and lines that accept nothing are named', async () => {
    const [, lines = ''] = read('diff.md').match(/```text\n(.*?)\n```/s) ?? [];
    expect(lines).toContain('parallel/node/after: statements 3 → 4');

    // The option takes one of them, the file in head the others and what an earlier change left there.
    const [line = '', ...others] = lines.split('\n');
    writeFileSync(
      join(head, '.duet-accept'),
      ['# This is intended.', ...others, 'parallel/node/after: cpu 2'].join('\n'),
    );
    const torn = await one.duet(place, ['diff', base, head, ...COUNTS]);
    expect(torn.exitCode, torn.stderr).toBe(2);
    expect(torn.stderr).toContain(
      `.duet-accept, line ${others.length + 2}: "parallel/node/after: cpu 2" accepts no change`,
    );

    writeFileSync(join(head, '.duet-accept'), [...others, 'parallel/node/after: sessions 3 → 4'].join('\n'));
    const green = await diff(base, head, ...COUNTS, '--accept', line);
    expect(green.exitCode, green.stderr).toBe(0);
    expect(green.stdout).toMatch(/^PASS: accepted\n.*3 → 4/);
    expect(green.stderr).toMatch(/sessions 3 → 4 \(\.duet-accept, line \d\) accepts nothing: /);
    const newest = runFolders(place).find((dir) => existsSync(join(dir, 'diff.json')) && isAccepted(dir)) as string;
    expect(readDiffResults(join(newest, 'diff.json')).run.accepted).toHaveLength(others.length + 2);
    expect(readFileSync(join(newest, 'diff.md'), 'utf8')).toContain('**accepted**');
  });
});

describe('a diff', () => {
  beforeEach(() => {
    place = makePlace();
  });
  afterEach(() => place[Symbol.dispose]());

  test('of equal services is green without running anything, and written to the job summary', async () => {
    const summary = join(place.dir, 'summary.md');
    const env = { GITHUB_STEP_SUMMARY: summary };
    const args = ['diff', makeSide(place, 'base'), makeSide(place, 'head')];
    const { exitCode, stderr } = await duet(place, args, { env });
    expect(exitCode, stderr).toBe(0);
    expect(readDiffResults(join(folder(), 'diff.json'))).toMatchObject({
      verdict: 'no change',
      run: { same_services: true },
    });
    expect(readdirSync(join(folder(), 'logs'))).toEqual([]);
    expect(readFileSync(summary, 'utf8')).toBe(`${read('diff.md')}\n`);
  });

  test.each([
    ['without a base', [], 'there is no base to compare with'],
    ['of a ref that is not there', ['no-such-branch'], '"no-such-branch" is not a folder'],
    ['with a budget that holds no verdict', ['HEAD', '--time-budget', '10s'], 'a budget of 10 s is too short'],
    ['with an alert above its threshold', ['HEAD', '--alert', 'cpu=4%'], 'is above --threshold'],
  ])('%s is refused: exit 2', async (_, args, message) => {
    const { exitCode, stderr } = await one.duet(place, ['diff', ...args]);
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain('duet: try: ');
  });

  test.each([
    ['whose service does not start', 4, NO_START, /node service of head.*\n.*no start today/s],
    ['that does not follow the contract', 3, BROKEN_CONTRACT, /parallel\/node\/after of head \(check\).*answered 500/],
  ])('with a side %s names it: exit %i, nothing is left', async (_, code, edit, message) => {
    const sides = [makeSide(place, 'base'), makeSide(place, 'head', [edit])];
    await using run = startDuet(place, ['diff', ...sides, ...COUNTS]);
    const { exitCode, stderr } = await run.ended;
    expect(exitCode, stderr).toBe(code);
    expect(stderr).toMatch(message);
    if (noProc === undefined) expect(await leftovers(place, [])).toEqual([]);
  });

  test('under which PostgreSQL dies says so, keeps what it measured and leaves nothing: exit 4', async ({ skip }) => {
    skip(noProc !== undefined, noProc);
    const sides = [makeSide(place, 'base'), makeSide(place, 'head')];
    await using run = startDuet(place, ['diff', ...sides, ...ONE_CELL, '--even-if-equal']);
    await until(run, 'the third sample', () => sampleLines(place).length >= 3);
    const family = run.family();
    process.kill(-(leasedProcesses(place).get('PostgreSQL') as number), 'SIGKILL');
    const { exitCode, stderr } = await run.ended;

    expect(exitCode, stderr).toBe(4);
    // Both sides are asked in turns, and neither is to blame.
    expect(stderr).toMatch(/^duet: parallel\/node\/after \(.+\): PostgreSQL was ended by SIGKILL/m);
    expect(stderr).toContain(`duet diff --resume ${relative(place.dir, folder())} goes on where it stopped`);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(await leftovers(place, family)).toEqual([]);
    expect(readDiffResults(join(folder(), 'diff.json'))).toMatchObject({ status: 'partial', verdict: 'invalid' });
    expect(sampleLines(place).filter((line) => JSON.parse(line).failure !== undefined)).toEqual([]);
  });

  test('that is interrupted keeps what it measured, leaves nothing, and goes on with the same commits', async ({
    skip,
  }) => {
    skip(noProc !== undefined, noProc);
    // A threshold of 90 % is decided at the first look, whatever else this machine does: the time budget is not used up.
    const rules = ['--even-if-equal', '--threshold', '90%', '--time-budget', '90s', '--seed', '3'];
    const env = preloading(place, QUIET);
    const accepted = ['--accept', 'streaming/node/after: cpu +8 %'];
    // Its blocks are the shortest.
    const one = ['--pattern', 'streaming', '--stack', 'node'];
    const { dir: checkout, moveMainOn } = makeBranches(place);
    moveMainOn(ONE_MORE_STATEMENT);
    await using run = startDuet(place, ['diff', 'main', ...one, ...rules, ...accepted], { checkout, env });
    await until(run, 'the third sample', () => sampleLines(place).length >= 3);
    const family = run.family();
    run.interrupt();
    const { exitCode, stderr } = await run.ended;
    expect(exitCode).toBe(130);
    const [base] = stderr.match(/^duet: base: .*$/m) ?? [];
    expect(base).toMatch(/main at \w{7}, merge base \w{7}; main has 1 commit that head does not have/);
    expect(stderr).toContain(`duet diff --resume ${relative(place.dir, folder())} goes on where it stopped`);
    expect(await leftovers(place, family)).toEqual([]);
    expect(existsSync(join(folder(), 'lock'))).toBe(false);
    const partial = readDiffResults(join(folder(), 'diff.json'));
    expect(partial).toMatchObject({ status: 'partial', status_reason: 'stopped by SIGINT', verdict: 'invalid' });
    expect(read('diff.md')).toContain('stopped by SIGINT');
    const before = sampleLines(place);

    const others = ['--seed', '4', ...accepted];
    const other = await duet(place, ['diff', '--resume', 'latest', ...others], { checkout });
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toContain('--seed 4 (it has 3), --accept (it keeps its own)');

    moveMainOn({ ...ONE_MORE_STATEMENT, from: 'SELECT 1', to: 'SELECT 2' });
    const resumed = await duet(place, ['diff', '--resume', 'latest'], { checkout, env });
    expect(resumed.stderr).toContain(base);
    // A driver that waits for its core may still not be believed.
    expect([0, 5], resumed.stderr).toContain(resumed.exitCode);
    const results = readDiffResults(join(folder(), 'diff.json'));
    expect(results.status).toBe('complete');
    expect(['decided', 'time']).toContain(results.run.plan.sequential?.ended);
    expect(results.run.resumed_at).toHaveLength(1);
    expect(results.run.sides).toEqual(partial.run.sides);
    expect(results.run.accepted).toEqual([{ line: accepted[1], from: '--accept' }]);
    expect(sampleLines(place).slice(0, before.length)).toEqual(before);
    const blocks = sampleLines(place).map((line) => JSON.parse(line).block);
    expect(new Set(blocks)).toEqual(new Set(Array.from({ length: Math.max(...blocks) + 1 }, (_, n) => n)));
  });
});
