/** Two shares of one diff measured on this machine, one after the other, and merged. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDiffResults } from '../../results/diff-folder.ts';
import type { DiffResults, Sample } from '../../results/schema.ts';
import { makeSide } from './diff-sides.ts';
import { duet, startDuet, until } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders, sampleLines } from './place.ts';
import { preloading, QUIET } from './preloading.ts';
import { makeServiceHistory } from './service-history.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

const resultsIn = (dir: string) => readDiffResults(join(dir, 'diff.json')) as DiffResults;
const samplesIn = (dir: string) =>
  readFileSync(join(dir, 'samples.jsonl'), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Sample);
const blocksOf = (samples: readonly Sample[]) => [...new Set(samples.map(({ block }) => block))];

/** A machine that does other things may make trials invalid, and with them a share. */
const OF_A_SHARE = [0, 5];
/** Whatever this machine does: within that everything is the same. */
const WIDE = ['--threshold', '90%', '--blocks', '6'];

test('each measures its blocks, one of them after Ctrl-C, and merge makes one diff of them', async () => {
  const env = preloading(place, QUIET);
  // Its blocks are the shortest.
  const one = ['--pattern', 'streaming', '--stack', 'node', '--even-if-equal', ...WIDE];
  const sides = [makeSide(place, 'base'), makeSide(place, 'head')];
  const share = (which: string) => ['diff', ...sides, ...one, '--shard', which];

  const first = await duet(place, share('1/2'), { env });
  expect(OF_A_SHARE, first.stderr).toContain(first.exitCode);
  expect(first.stderr).toContain('shard 1 of 2: blocks 1 to 3 of 6');

  await using run = startDuet(place, share('2/2'), { env });
  await until(
    run,
    'a sample of the second share',
    () => runFolders(place).length === 2 && sampleLines(place).length >= 1,
  );
  const family = run.family();
  run.interrupt();
  const stopped = await run.ended;
  expect(stopped.exitCode, stopped.stderr).toBe(130);
  expect(await leftovers(place, family)).toEqual([]);
  const [earlier = '', later = ''] = runFolders(place);
  expect(resultsIn(later)).toMatchObject({ status: 'partial', verdict: 'invalid' });

  const early = await duet(place, ['merge', earlier, later]);
  expect([early.exitCode, early.stderr]).toEqual([2, expect.stringContaining('shard 2 did not finish')]);
  const other = await duet(place, ['diff', '--resume', later, '--shard', '1/2']);
  expect([other.exitCode, other.stderr]).toEqual([2, expect.stringContaining('--shard 1/2 (it has 2/2)')]);
  const resumed = await duet(place, ['diff', '--resume', later], { env });
  expect(OF_A_SHARE, resumed.stderr).toContain(resumed.exitCode);
  expect(existsSync(join(later, 'lock'))).toBe(false);

  expect([earlier, later].map((dir) => blocksOf(samplesIn(dir)))).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
  // Every trial of the plan has its number in one of them, also where what Ctrl-C cut off was measured again.
  const trials = [...new Set([earlier, later].flatMap((dir) => samplesIn(dir).map(({ trial }) => trial)))];
  expect(trials.sort((one, another) => one - another)).toEqual(trials.map((_, index) => index));

  const merged = await duet(place, ['merge', later, earlier]);
  expect(OF_A_SHARE, merged.stderr).toContain(merged.exitCode);
  const whole = resultsIn(join(place.out, 'latest'));
  expect(whole.run.machines?.map(({ id }) => id)).toEqual([earlier, later].map((dir) => resultsIn(dir).run.id));
  expect(whole.trials).toBe(resultsIn(earlier).trials + resultsIn(later).trials);
  const isValid = [earlier, later].every((dir) => resultsIn(dir).exit_code === 0);
  if (isValid) {
    expect(whole).toMatchObject({ verdict: 'no change', exit_code: 0 });
    const cpu = whole.rows.find(({ metric }) => metric.id === 'cpu');
    expect(cpu?.blocks?.base).toHaveLength(6);
    expect(cpu?.machines?.values.map(({ shard, blocks }) => [shard, blocks])).toEqual([
      [1, 3],
      [2, 3],
    ]);
  }
});

test('a service of the reader is shared in the same way, and one of three shares is judged as what it is', async () => {
  const { dir } = makeServiceHistory(place, { requests: { order: { request: 'GET /orders/{n:1-500}' } } });
  const share = await duet(place, ['diff', 'HEAD', '--even-if-equal', ...WIDE, '--shard', '2/3', '--out', place.out], {
    cwd: dir,
    env: preloading(place, QUIET),
  });
  expect(OF_A_SHARE, share.stderr).toContain(share.exitCode);
  const [only = ''] = runFolders(place);
  expect(blocksOf(samplesIn(only))).toEqual([2, 3]);

  const { exitCode, stdout, stderr } = await duet(place, ['merge', only, '--partial']);
  expect(OF_A_SHARE, stderr).toContain(exitCode);
  expect(stdout.replace(/\s+/g, ' ')).toContain('Of 3 shards 1 and 3 are missing.');
  const whole = resultsIn(join(place.out, 'latest'));
  expect(whole.run.plan.fixed?.missing).toEqual([1, 3]);
  expect(whole.rows.map(({ metric }) => metric.id)).toEqual(expect.arrayContaining(['statements', 'cpu', 'growth']));
  expect(whole.rows.find(({ metric }) => metric.id === 'statements')?.verdict).toBe('no change');
});
