/** Ctrl-C and its relatives, at every moment of a run: the right exit code, what was measured kept, nothing left. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import { type DuetProcess, duet, startDuet, until } from './duet-process.ts';
import { makeFreshInstall } from './fresh-install.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders, sampleLines } from './place.ts';

let place: Place;
/** A checkout for runs that have no initdb of an earlier one to copy. */
let fresh: { place: Place; checkout: string } | undefined;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());
afterAll(() => fresh?.place[Symbol.dispose]());

function freshCheckout(): string {
  if (fresh === undefined) {
    const own = makePlace();
    fresh = { place: own, checkout: makeFreshInstall(own) };
  }
  rmSync(join(fresh.checkout, 'node_modules/.cache/postgres'), { recursive: true, force: true });
  return fresh.checkout;
}

/** Long enough to be interrupted, quick to begin. */
const COMPARE = ['compare', '--profile', 'smoke', '--pattern', 'batching', '--stack', 'node', '--blocks', '50'];
/** With every process that a run has. */
const BOTH = COMPARE.with(COMPARE.indexOf('node'), 'node,python');

type Moment = (run: DuetProcess) => Promise<unknown>;
const printed =
  (text: string): Moment =>
  (run) =>
    until(run, `"${text}"`, () => run.printed.stderr.includes(text));
const running =
  (command: RegExp): Moment =>
  (run) =>
    until(run, String(command), () => run.family().some((one) => command.test(one.command)));
const measuring: Moment = (run) => until(run, 'the third sample', () => sampleLines(place).length >= 3);

/** Sends a signal to a run that has come to a moment. */
async function stopAt(moment: Moment, signal: NodeJS.Signals, { args = COMPARE, again = false, first = false } = {}) {
  await using run = startDuet(place, args, first ? { checkout: freshCheckout() } : {});
  await moment(run);
  const family = run.family();
  run.interrupt(signal);
  if (again) {
    await printed('again to stop at once')(run);
    run.interrupt(signal);
  }
  const outcome = await run.ended;
  return { ...outcome, family, left: await leftovers(place, family) };
}

test('SIGINT while measuring keeps the finished samples in a partial report, and leaves nothing behind', async () => {
  const { exitCode, stdout, stderr, family, left } = await stopAt(measuring, 'SIGINT', { args: BOTH });

  expect(exitCode).toBe(130);
  expect(stderr).toContain('duet: stopped by SIGINT');
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(family.length).toBeGreaterThan(5);
  expect(left).toEqual([]);

  const samples = sampleLines(place);
  const folder = runFolders(place)[0] as string;
  const results = readResults(join(folder, 'results.json'));
  expect(results).toMatchObject({ status: 'partial', trials: samples.length });
  expect(results.status_reason).toBe('stopped by SIGINT');
  const files = ['report.md', 'report.html'].map((name) => readFileSync(join(folder, name), 'utf8'));
  const extent = `${samples.length} of ${results.run.planned_trials} planned trials`;
  for (const text of [stdout, ...files]) {
    expect(text).toContain('stopped by SIGINT');
    expect(text.replace(/\s+/g, ' ').split(extent)).toHaveLength(2);
  }
});

test('SIGINT while requests are traced, before the first trial, leaves a run that goes on', async () => {
  const args = COMPARE.with(COMPARE.indexOf('batching'), 'parallel,batching').with(-1, '1');
  const { exitCode, stderr, left } = await stopAt(printed('tracing a request of each variant of batching'), 'SIGINT', {
    args,
  });
  expect(exitCode, stderr).toBe(130);
  expect(stderr).toContain('duet compare --resume');
  expect(left).toEqual([]);
  const folder = runFolders(place)[0] as string;
  expect(sampleLines(place)).toEqual([]);
  const traced = () => readFileSync(join(folder, 'timelines.jsonl'), 'utf8').trim().split('\n');
  const [before, code] = [traced(), JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).inspections];
  expect(before.map((line) => JSON.parse(line).pattern)).toEqual(['parallel', 'parallel']);

  const resumed = await duet(place, ['compare', '--resume', 'latest']);
  expect(resumed.exitCode, resumed.stderr).toBe(0);
  expect(resumed.stderr).not.toContain('tracing a request of each variant of parallel');
  const results = readResults(join(folder, 'results.json'));
  expect(results).toMatchObject({ status: 'complete', trials: results.run.planned_trials });
  expect(results.run.inspections).toEqual(code);
  expect(traced().slice(0, before.length)).toEqual(before);
  expect(traced()).toHaveLength(4);
});

const CALIBRATE = ['compare', '--profile', 'original', '--pattern', 'workers', '--stack', 'python'];

test.each<[string, NodeJS.Signals, Moment, string[]]>([
  ['PostgreSQL starts', 'SIGTERM', running(/postgres -D \S+ -c/), COMPARE],
  ['the services are verified', 'SIGTERM', printed('verifying'), COMPARE],
  ['the report is calibrated', 'SIGINT', printed('calibrating'), CALIBRATE],
  ['duet verify starts', 'SIGHUP', printed('starting PostgreSQL'), ['verify']],
  ['duet doctor looks at PostgreSQL', 'SIGINT', printed('starting PostgreSQL'), ['doctor']],
])('while %s, %s ends the run with exit 130 and leaves nothing', async (_, signal, moment, args) => {
  const { exitCode, stderr, left } = await stopAt(moment, signal, { args });
  expect(exitCode).toBe(130);
  expect(stderr).toContain(`duet: stopped by ${signal}`);
  expect(left).toEqual([]);
});

test('while initdb works, in the first run of an install, SIGINT ends the run with exit 130 and leaves nothing', async () => {
  const { exitCode, stderr, left } = await stopAt(running(/initdb/), 'SIGINT', { first: true });
  expect(exitCode).toBe(130);
  expect(stderr).toContain('duet: stopped by SIGINT');
  expect(left).toEqual([]);
});

test.each([
  ['while initdb works', running(/initdb/), true],
  ['while measuring', measuring, false],
])('a second SIGINT %s does not wait: exit 130, nothing is left', async (_, moment, first) => {
  const { exitCode, signal, stderr, left } = await stopAt(moment, 'SIGINT', { again: true, first });
  // A process that is about to end by itself no longer has handlers: the signal ends it, which a shell calls 130 as well.
  expect(signal === 'SIGINT' ? 130 : exitCode).toBe(130);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(left).toEqual([]);
});
