/** `duet merge` with made-up shares on disk: what it writes, and what it refuses. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readDiffResults } from '../../results/diff-folder.ts';
import { toJson } from '../../results/run-folder.ts';
import type { DiffHeader, DiffResults } from '../../results/schema.ts';
import { ONE_CELL, type Shared, simulateDiff, simulateShards } from '../simulated/simulated-diff.ts';
import { duet } from './duet-process.ts';
import { type OneProcess, startOne } from './one-process.ts';
import { makePlace, type Place, runFolders } from './place.ts';

const SHARED: Shared = { shards: 4, blocks: 20, cells: [ONE_CELL], sd: 0.01 };

let one: OneProcess;
beforeAll(() => {
  one = startOne();
});
afterAll(() => one?.[Symbol.dispose]());

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place[Symbol.dispose]());

/** As a job that downloaded the results of others finds them. */
function store(name: string, results: DiffResults): string {
  const dir = join(place.dir, 'shares', name);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'diff.json'), toJson(results));
  return relative(place.dir, dir);
}
const storeAll = (some: Partial<Shared> = {}) =>
  simulateShards({ ...SHARED, ...some }).map((results, index) => store(`${index + 1}`, results));
const merge = (...args: string[]) => one.duet(place, ['merge', ...args]);

test('a slowdown that all shares show fails, with one report of all of them that can be written again', async () => {
  const [first = '', ...others] = storeAll({ ratios: { cpu: 1.1 } });
  const summary = join(place.dir, 'summary.md');
  const given = [join(first, 'diff.json'), ...others];
  const outcome = await duet(place, ['merge', ...given], { env: { GITHUB_STEP_SUMMARY: summary } });
  expect(outcome.exitCode, outcome.stderr).toBe(1);
  expect(outcome.stdout).toMatch(/^FAIL: regression\n/);
  const [dir = ''] = runFolders(place);
  expect(runFolders(place)).toHaveLength(1);
  expect(readDiffResults(join(dir, 'diff.json'))).toMatchObject({ verdict: 'regression', exit_code: 1 });
  const read = (name: string) => readFileSync(join(dir, name), 'utf8');
  expect(readFileSync(summary, 'utf8')).toBe(`${read('diff.md')}\n`);

  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  expect(names).toEqual(expect.arrayContaining(['diff.html', 'diff.json', 'diff.md', 'junit.xml']));
  const before = names.map(read);
  const again = await one.duet(place, ['report', relative(place.dir, dir)]);
  expect([again.exitCode, again.stdout]).toEqual([0, outcome.stdout]);
  expect(names.map(read)).toEqual(before);
});

test('shares without a change are green, and the shares stay as they are', async () => {
  const shares = storeAll();
  const { exitCode, stdout, stderr } = await merge(...shares, '--json');
  expect(exitCode, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'no change', run: { plan: { fixed: { shards: 4 } } } });
  expect(shares.map((dir) => readdirSync(join(place.dir, dir)))).toEqual(shares.map(() => ['diff.json']));
});

describe('shares', () => {
  test.for<[string, (run: DiffHeader) => Partial<DiffHeader>, RegExp]>([
    ['seed', () => ({ seed: 99 }), /seed is 1 in shares\/1, and 99 in shares\/4/],
    [
      'commit',
      ({ sides }) => ({ sides: { ...sides, head: { ...sides.head, commit: 'fedcba' } } }),
      /commit of head is \w+ in .*, and fedcba in /,
    ],
  ])('of another %s are refused, with both values', async ([, change, message]) => {
    const [one, two, three] = storeAll();
    const last = simulateShards(SHARED)[3] as DiffResults;
    const other = store('4', { ...last, run: { ...last.run, ...change(last.run) } });
    const { exitCode, stderr } = await merge(...([one, two, three] as string[]), other, '--partial');
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(runFolders(place)).toEqual([]);
  });

  test('that are named twice, or missing, are refused by their numbers', async () => {
    const [one = '', two = '', three = ''] = storeAll();
    const twice = await merge(one, two, three, one);
    expect([twice.exitCode, twice.stderr]).toEqual([2, expect.stringMatching(/shard 1 is there 2 times: /)]);
    const some = await merge(one, three);
    expect([some.exitCode, some.stderr]).toEqual([2, expect.stringContaining('2 shares of 4 are missing: 2 and 4')]);
    expect(some.stderr).toContain('--partial');
    const partial = await merge(one, three, '--partial');
    expect(partial.exitCode, partial.stderr).toBe(0);
    expect(partial.stdout).toMatch(/^PASS: no change \(2 of 4 shards\)\n/);
  });

  test.each<[string, (text: string) => string, RegExp]>([
    ['empty', () => '', /is not valid JSON/],
    ['cut off', (text) => text.slice(0, 1_000), /is not valid JSON/],
    ['newer', (text) => text.replace(/"schema_version": \d+/, '"schema_version": 99'), /has schema version 99/],
    ['edited', (text) => text.replace('"status": "complete"', '"status": "fine"'), /does not fit the format: \/status/],
  ])('that are %s are refused, and named', async (_, damage, message) => {
    const shares = storeAll();
    const file = join(shares[1] as string, 'diff.json');
    const whole = join(place.dir, file);
    writeFileSync(whole, damage(readFileSync(whole, 'utf8')));
    const { exitCode, stderr } = await merge(...shares);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(stderr).toContain(file);
    expect(runFolders(place)).toEqual([]);
  });

  test('that did not finish are refused with how to go on', async () => {
    const [one = '', two = '', three = '', four = ''] = storeAll();
    const cut: DiffResults = {
      ...(simulateShards(SHARED)[3] as DiffResults),
      status: 'partial',
      status_reason: 'Ctrl-C',
    };
    store('4', cut);
    const refused = await merge(one, two, three, four);
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('shard 4 did not finish')]);
    expect(refused.stderr).toContain(`duet diff --resume ${four}`);
    expect((await merge(one, two, three, four, '--partial')).stdout).toContain('Shard 4 did not finish');
  });

  test('that are none, or nowhere, are refused', async () => {
    const ordinary = store('ordinary', simulateDiff({ cells: [ONE_CELL], sd: 0.002 }));
    const whole = await merge(ordinary);
    expect([whole.exitCode, whole.stderr]).toEqual([2, expect.stringContaining('it is a diff of one machine')]);
    expect((await merge(...storeAll())).exitCode).toBe(0);
    const again = await merge('out/latest');
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining('it is merged already')]);
    const none = await merge();
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('there are no shards to merge')]);
    const nowhere = await merge('nowhere');
    expect([nowhere.exitCode, nowhere.stderr]).toEqual([2, expect.stringContaining('there is no nowhere')]);
    expect(existsSync(join(place.dir, 'nowhere'))).toBe(false);
  });
});
