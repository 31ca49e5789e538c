/** Stored results on the command line: duet baseline, duet diff --baseline, duet history. Nothing is measured. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Results } from '../../results/schema.ts';
import { duet, root } from './duet-process.ts';
import { type OneProcess, openForFile } from './one-process.ts';
import type { Place } from './place.ts';

let place: Place;
let one: OneProcess;
openForFile((opened) => ({ place, one } = opened));

const golden = (): Results => JSON.parse(readFileSync(join(root, 'harness/tests/golden/pages/results.json'), 'utf8'));

/** A run in out/, as compare leaves it. */
function storeRun(id: string, change: (results: Results) => void = () => undefined): string {
  const results = golden();
  results.run.id = id;
  results.finished_at = `${id.slice(0, 4)}-${id.slice(4, 6)}-${id.slice(6, 8)}T10:00:00.000Z`;
  change(results);
  const dir = join(place.out, id);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'run.json'), JSON.stringify(results.run));
  writeFileSync(join(dir, 'results.json'), JSON.stringify(results));
  return dir;
}

function oneMoreRoundTrip(results: Results): void {
  const cells = results.patterns.find(({ pattern }) => pattern === 'pooling')?.stacks.node?.cells ?? [];
  const counts = cells.find(({ variant }) => variant === 'after')?.inspection?.counts;
  if (counts === undefined) throw new Error('the golden run lost its counts');
  counts.round_trips = 2;
  results.run.environment.cpu = 'another';
}

test('a run is saved, shown, and held to later ones', async () => {
  storeRun('20260101-100000-quick-0001');
  const saved = await one.duet(place, ['baseline', 'save', '--name', 'main']);
  expect(saved).toMatchObject({ exitCode: 0, stdout: 'baselines/main.json: run 20260101-100000-quick-0001\n' });
  const shown = await one.duet(place, ['baseline', 'show', 'main']);
  expect(shown.stdout).toMatch(/^count +pooling +Node +after +round trips to PostgreSQL per request +1 +exact$/m);

  const same = await one.duet(place, ['diff', '--baseline', 'main']);
  expect(same).toMatchObject({ exitCode: 0, stderr: '' });
  expect(same.stdout).toMatch(/^no change\n/);

  const dir = storeRun('20260102-100000-quick-0002', oneMoreRoundTrip);
  const summary = join(place.dir, 'summary.md');
  const worse = await duet(place, ['diff', '--baseline', 'main'], { env: { GITHUB_STEP_SUMMARY: summary } });
  expect(worse.exitCode).toBe(1);
  expect(worse.stdout).toMatch(/regression +pooling, Node, after +round trips to PostgreSQL per request +\+1/);
  expect(worse.stdout).toMatch(/other environment:\s+cpu\s+\(/);
  expect(worse.stderr).toContain('duet: regression: 1 metric is worse: pooling, Node, after');
  expect(readdirSync(dir)).toContain('baseline-diff.json');
  expect(readFileSync(summary, 'utf8').trimEnd()).toBe(readFileSync(join(dir, 'baseline-diff.md'), 'utf8').trimEnd());

  const passed = await one.duet(place, ['diff', '--baseline', 'main', '--fail-on', 'never', '--json']);
  expect(passed.exitCode).toBe(0);
  expect(JSON.parse(passed.stdout)).toMatchObject({
    schema: 'duet-baseline-diff',
    verdict: 'regression',
    exit_code: 0,
  });
});

test('results of another profile judge nothing: exit 5', async () => {
  const file = join(root, 'harness/tests/golden/pages/results-standard.json');
  const { exitCode, stderr } = await one.duet(place, [
    'diff',
    '--baseline',
    join(root, 'harness/tests/golden/pages/results.json'),
    '--results',
    file,
  ]);
  expect(exitCode).toBe(5);
  expect(stderr).toContain('Nothing could be judged: other work: profile (quick, now standard)');
});

test.each([
  [['diff', 'main', '--baseline', 'main', '--seed', '1'], 'cannot have main, --seed'],
  [['diff', '--baseline', 'mian'], 'there is no baseline mian'],
  [['diff', '--baseline', './'], 'is a folder, and no baseline'],
  [['diff', '--baseline', 'main', '--tolerance', '25'], 'such as 25%'],
  [['diff', 'main', '--tolerance', '10%'], '--tolerance can only stand beside --baseline'],
  [['diff', '--baseline', 'hyperfine.json'], 'no document of duet: it has no member "schema" (it has results)'],
  [['baseline', 'save', '--name', '../up'], 'cannot be the name of a baseline'],
  [['baseline', 'save'], "required option '--name <name>'"],
  [['history', 'nowhere.jsonl'], 'there is no history nowhere.jsonl'],
])('duet %s is refused with exit 2', async (args, message) => {
  writeFileSync(join(place.dir, 'hyperfine.json'), '{"results":[{"command":"sleep 1","mean":1}]}');
  const { exitCode, stderr } = await one.duet(place, args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('a history grows by a run at a time, and is drawn', async () => {
  const runs = ['20260105-100000-quick-0001', '20260106-100000-quick-0002'];
  for (const run of runs) {
    storeRun(run);
    expect((await one.duet(place, ['history', 'append', run])).stdout).toBe(`history.jsonl: run ${run}\n`);
  }
  const again = await one.duet(place, ['history', 'append', runs[0] as string]);
  expect(again).toMatchObject({ exitCode: 0, stdout: `history.jsonl: run ${runs[0]} was already there\n` });
  const { exitCode, stdout } = await one.duet(place, ['history']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('2 runs of the quick profile');
  expect(stdout).toContain('Page: history.html');
  expect(existsSync(join(place.dir, 'history.html'))).toBe(true);
});

test('a history of several services lists what moved, and draws the one that is named', async () => {
  const runs = ['20260205-100000-quick-0001', '20260206-100000-quick-0002'];
  for (const [index, run] of runs.entries()) {
    storeRun(run);
    const service = ['orders', 'users'][index] as string;
    const appended = await one.duet(place, ['history', 'append', run, '--file', 'many.jsonl', '--service', service]);
    expect(appended.exitCode).toBe(0);
  }
  const all = await one.duet(place, ['history', 'many.jsonl']);
  expect(all.stdout).toContain('2 runs of 2 services, quick profile');
  expect(all.stdout).toContain('Page: many.html');
  const single = await one.duet(place, ['history', 'many.jsonl', '--service', 'users']);
  expect(single.stdout).toContain('users: 1 run of the quick profile');
  expect(existsSync(join(place.dir, 'many-users.html'))).toBe(true);
  const unknown = await one.duet(place, ['history', 'many.jsonl', '--service', 'stock']);
  expect(unknown).toMatchObject({ exitCode: 2 });
  expect(unknown.stderr).toContain('it has those of orders and users');
  const unsafe = await one.duet(place, ['history', 'append', '--service', '../up']);
  expect(unsafe).toMatchObject({ exitCode: 2 });
});
