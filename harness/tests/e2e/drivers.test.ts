/** Programs that drive loads in place of duet, for real: what they measure stands in the results as duet's own would. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseCoreList } from '../../lab/placement.ts';
import { procValue } from '../../lab/proc.ts';
import { readResults } from '../../results/run-folder.ts';
import type { Sample } from '../../results/schema.ts';
import { ensureVegeta, ensureWrk, findOha, onPath } from '../../tasks/load-drivers.ts';
import { samplesOf } from './broken-rules.ts';
import { duet, startDuet, until } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders } from './place.ts';
import { withProgram } from './program-on-path.ts';

const [vegeta, wrk] = await Promise.all([ensureVegeta(), ensureWrk()]);
const PATH = { env: { PATH: onPath(vegeta) } };
const oha = findOha();
/** CI lets no test be skipped. */
const isOhaTested = 'path' in oha || process.env.CI !== 'true';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

const compare = (pattern: string, ...more: string[]) => [
  ...['compare', '--profile', 'smoke', '--pattern', pattern, '--stack', 'node', '--blocks', '1'],
  ...more,
];
const results = () => readResults(join(runFolders(place)[0] as string, 'results.json'));
const valid = ({ invalid }: Sample) => invalid === undefined;

const missing = (found: object) => ('missing' in found ? String(found.missing) : undefined);

test('vegeta and wrk drive a run, and the report says which drove what', async ({ skip }) => {
  skip(missing(vegeta) !== undefined, missing(vegeta));
  skip(missing(wrk) !== undefined, missing(wrk));
  const { exitCode, stdout, stderr } = await duet(place, compare('workers,pooling', '--driver', 'vegeta,wrk'), PATH);
  expect(exitCode, stderr).toBe(0);
  const { run, patterns } = results();
  expect(run.drivers?.map(({ name, load }) => [name, load])).toEqual([
    ['vegeta', 'open'],
    ['wrk', 'closed'],
  ]);
  expect(run.sizes.capacity_ms).toBe(1_000);
  const report = readFileSync(join(runFolders(place)[0] as string, 'report.md'), 'utf8');
  for (const text of [stdout, report]) expect(text).toMatch(/driven by vegeta .* \(open loops\), wrk .* \(closed/);

  const samples = samplesOf(place).filter(valid);
  const open = samples.filter(({ phase }) => phase === 'report');
  expect(new Set(open.map(({ variant }) => variant)).size).toBeGreaterThanOrEqual(3);
  for (const { driver, histograms, metrics } of open) {
    expect(driver).toMatchObject({ dropped: 0 });
    expect(driver?.lag_p50_ms).toBeGreaterThanOrEqual(0);
    expect(histograms).toHaveProperty('worst_light');
    expect(metrics.served).toBeLessThanOrEqual(1);
  }
  // The report holds the event loop for 200 ms, or less where it was calibrated beside other work: what comes then waits for its end.
  const before = open.filter(({ variant }) => variant === 'before');
  for (const { metrics } of before) {
    expect(metrics.served).toBe(0);
    expect(metrics.worst_light).toBeGreaterThan(20);
  }
  const closed = samples.filter(({ phase }) => phase === 'capacity');
  expect(closed.length).toBeGreaterThan(6);
  for (const { metrics, driver, histograms } of closed) {
    expect(metrics.capacity).toBeGreaterThan(20);
    expect(driver?.cpu_share).toBeGreaterThan(0);
    expect(histograms).toHaveProperty('capacity');
  }
  const pooling = patterns.find(({ pattern }) => pattern === 'pooling')?.stacks.node;
  const after = pooling?.cells.find(({ variant }) => variant === 'after');
  const distribution = after?.distributions?.find(({ metric }) => metric === 'capacity');
  // Eight clients, each its next request after the last answer: by Little's law the rate times the mean latency is eight,
  // and the median is below the mean where a few answers are slow.
  const capacity = after?.metrics.capacity?.value ?? 0;
  expect(distribution?.kind).toBe('service-time');
  expect(((distribution?.p50_ms ?? 0) * capacity) / 1_000).toBeGreaterThan(1);
  expect(((distribution?.p50_ms ?? 0) * capacity) / 1_000).toBeLessThan(9);
  expect(after?.bottleneck?.cores?.some(({ driver = 0 }) => driver > 0.01)).toBe(true);
});

if (isOhaTested) {
  test('oha drives the closed loops, and its cells have no distribution', async ({ skip }) => {
    skip(missing(oha) !== undefined, missing(oha));
    const env = { PATH: onPath(oha) };
    const { exitCode, stdout, stderr } = await duet(place, compare('pooling', '--driver', 'oha'), { env });
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/driven by oha \S+ \(closed loops\)/);
    const closed = samplesOf(place).filter(({ phase }) => phase === 'capacity');
    for (const { metrics } of closed.filter(valid)) expect(metrics.capacity).toBeGreaterThan(20);
    expect(closed.filter(valid).length).toBeGreaterThan(6);
    expect(closed.some(({ histograms }) => histograms !== undefined)).toBe(false);
  });
}

const own = parseCoreList(procValue('self/status', 'Cpus_allowed_list') ?? '0');

test('with --placement wrk has the core of the driver, and its own part in the accounts', async ({ skip }) => {
  skip(missing(wrk) !== undefined, missing(wrk));
  skip(own.length < 2, 'needs two cores');
  const args = compare('pooling', '--driver', 'wrk', '--placement', 'database-apart');
  await using run = startDuet(place, args, PATH);
  // What pins it is called first, and becomes it.
  const driving = () => run.family().find(({ command }) => /^\S*wrk -t1/.test(command));
  const { pid } = await until(run, 'wrk', driving);
  const cores = parseCoreList(procValue(`${pid}/status`, 'Cpus_allowed_list') ?? '');
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(0);
  const { run: header, patterns } = results();
  expect(header.environment.placement?.name).toBe('database-apart');
  expect(cores).toEqual(header.environment.placement?.rest);
  const after = patterns[0]?.stacks.node?.cells.find(({ variant }) => variant === 'after');
  const shares = after?.bottleneck?.cores?.map((core) => Object.keys(core).toSorted().join());
  expect(shares?.toSorted()).toEqual(
    own.length > 2 ? ['database', 'driver', 'service'] : ['database', 'driver,service'],
  );
});

describe('a run that a program drives', () => {
  beforeEach(({ skip }) => skip(missing(vegeta) !== undefined, missing(vegeta)));

  test('is ended with it, and goes on with the same one alone', async () => {
    await using run = startDuet(place, compare('workers', '--driver', 'vegeta').with(-3, '2'), PATH);
    const attack = () => run.family().find(({ command }) => command.includes('vegeta') && command.includes('attack'));
    await until(run, 'an attack', () => samplesOf(place).length >= 2 && attack());
    const family = run.family();
    run.interrupt('SIGTERM');
    const { exitCode, stderr } = await run.ended;
    expect(exitCode, stderr).toBe(130);
    expect(await leftovers(place, family)).toEqual([]);
    const kept = samplesOf(place).length;
    expect(kept).toBeGreaterThanOrEqual(2);

    const other = await duet(place, ['compare', '--resume', 'latest', '--driver', 'wrk'], PATH);
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toContain('--driver wrk (the run has vegeta)');
    const changed = await duet(place, ['compare', '--resume', 'latest'], { env: withProgram(place, 'vegeta', OTHER) });
    expect(changed.exitCode).toBe(4);
    expect(changed.stderr).toContain('is 0.0.1');
    const resumed = await duet(place, ['compare', '--resume', 'latest'], PATH);
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(results()).toMatchObject({ status: 'complete' });
  });
});

/** A version that no run has. */
const OTHER = 'echo "Version: 0.0.1"';

describe('what no driver can do is refused before anything starts', () => {
  const refusals = [
    ['vegeta without an open loop', ['pooling', 'vegeta'], 2, 'vegeta drives open loops'],
    ['wrk without a closed loop', ['workers', 'wrk'], 2, 'wrk drives closed loops'],
    ['two for the same load', ['pooling', 'wrk,oha'], 2, 'both drive closed loops'],
    ['a driver that is not there', ['pooling', 'oha'], 4, 'there is no oha on PATH'],
    ['a driver that nobody knows', ['pooling', 'vegetta'], 2, 'Did you mean "vegeta"?'],
  ] as const;

  test.each(refusals)('%s', async (_what, [pattern, driver], code, message) => {
    // Nothing is on PATH.
    const { exitCode, stderr } = await duet(place, compare(pattern, '--driver', driver), { env: { PATH: place.dir } });
    expect(exitCode, stderr).toBe(code);
    expect(stderr).toContain(message);
    expect(runFolders(place)).toEqual([]);
  });
});

test('the plan says what drives which loops', async () => {
  const env = withProgram(place, 'wrk', 'echo "wrk 4.9.9 [epoll]"');
  const { exitCode, stdout } = await duet(place, compare('pooling', '--driver', 'wrk', '--dry-run'), { env });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('wrk 4.9.9 drives the closed loops');
});
