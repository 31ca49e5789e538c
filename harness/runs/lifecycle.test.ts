/** What happens to a run, whatever its kind, shown with a kind that measures nothing. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DuetError, EXIT, Interrupted } from '../errors.ts';
import { KEPT_RUNS } from '../results/kept.ts';
import { createRunFolder, type RunFolder } from '../results/run-folder.ts';
import type { Ending, RunKind, UnderWay } from './kind.ts';
import { runInNewFolder } from './lifecycle.ts';

type Course = (run: UnderWay<Ending>) => Promise<void>;

let out: string;
let folder: RunFolder;
let printed: string;
/** What happened, in its order. */
let events: string[];

const kind: RunKind<Course, Ending> = {
  document: {
    data: 'sums.json',
    pages: { 'page.html': () => '<p>all of it</p>' },
    terminal: ({ status }, { files = [] }) => `${status}: ${files.map((file) => path.basename(file)).join(' ')}`,
  },
  measure: (course, run) => course(run),
  announce: () => events.push(`announced, ${printed === '' ? 'nothing' : 'something'} printed`),
  outcome: (_, failure) => failure,
};

beforeEach(() => {
  out = mkdtempSync(path.join(os.tmpdir(), 'duet-lifecycle-'));
  folder = createRunFolder(out, '20260101-000000-made-0000');
  printed = '';
  events = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(out, { recursive: true, force: true });
});

const run = (course: Course, { signal = new AbortController().signal, json = false, of = kind } = {}) =>
  runInNewFolder(of, course, folder, json, signal);
const written = (name: string) => readFileSync(path.join(folder.dir, name), 'utf8');

/** Measures, and has something to report. */
const measured: Course = async ({ reportWith }) => reportWith((ending) => ending);
const died = new DuetError('PostgreSQL was ended by SIGKILL\nits log says why', { exitCode: EXIT.environment });
const dies: Course = async ({ reportWith }) => {
  reportWith((ending) => ending);
  throw died;
};

test('a run that comes to its end is complete, reported, published and printed', async () => {
  const results = await run(measured);
  expect(results).toMatchObject({ status: 'complete', status_reason: null });
  expect(JSON.parse(written('sums.json'))).toEqual(results);
  expect(written('page.html')).toBe('<p>all of it</p>');
  expect(readlinkSync(path.join(out, 'latest'))).toBe(path.basename(folder.dir));
  expect(printed).toBe('complete: page.html sums.json');
  expect(events).toEqual(['announced, nothing printed']);
});

test('as JSON the results are printed, and nothing else', async () => {
  await run(measured, { json: true });
  expect(printed).toBe(written('sums.json'));
});

test('what was measured before a failure is reported, and then the failure thrown', async () => {
  await expect(run(dies)).rejects.toBe(died);
  expect(JSON.parse(written('sums.json'))).toMatchObject({
    status: 'partial',
    status_reason: 'PostgreSQL was ended by SIGKILL',
  });
  expect(printed).toContain('partial');
});

test('a kind that can be resumed says with which command', async () => {
  const resumable = { ...kind, command: 'compare' as const };
  const goesOn = `duet compare --resume ${path.relative('', folder.dir)} goes on where it stopped`;
  await expect(run(dies, { of: resumable })).rejects.toMatchObject({ exitCode: EXIT.environment, hint: goesOn });
});

test('whatever breaks once somebody has interrupted the run, it was interrupted', async () => {
  const ending = new AbortController();
  const course: Course = async ({ reportWith }) => {
    reportWith((one) => one);
    ending.abort(new Interrupted('SIGINT'));
    throw new Error('socket hang up');
  };
  await expect(run(course, { signal: ending.signal })).rejects.toMatchObject({ exitCode: EXIT.interrupted });
  expect(JSON.parse(written('sums.json'))).toMatchObject({ status: 'partial', status_reason: 'stopped by SIGINT' });
});

test('a failure before there is anything to report is thrown, and leaves no empty folder', async () => {
  await expect(run(() => Promise.reject(died))).rejects.toBe(died);
  expect(readdirSync(out)).toEqual([]);
  expect(printed).toBe('');
});

test('what is refused is not reported, whatever is known of it by then', async () => {
  const refusal = new DuetError('the service cannot be told its pool', { exitCode: EXIT.usage });
  const course: Course = async ({ reportWith }) => {
    reportWith((ending) => ending);
    throw refusal;
  };
  await expect(run(course)).rejects.toBe(refusal);
  expect(existsSync(path.join(folder.dir, 'sums.json'))).toBe(false);
});

test('where out/latest cannot be made, the run is reported and printed all the same', async () => {
  mkdirSync(path.join(out, 'latest'));
  await expect(run(measured)).rejects.toMatchObject({ exitCode: EXIT.environment });
  expect(JSON.parse(written('sums.json'))).toMatchObject({ status: 'complete' });
  expect(printed).toBe('complete: page.html sums.json');
  await expect(run(dies)).rejects.toBe(died);
});

test('where a report cannot be written, what was found is printed all the same, and the file is named', async () => {
  mkdirSync(path.join(folder.dir, 'page.html'));
  await expect(run(measured)).rejects.toMatchObject({
    exitCode: EXIT.environment,
    message: expect.stringMatching(/^cannot write .*page\.html: /),
  });
  expect(JSON.parse(written('sums.json'))).toMatchObject({ status: 'complete' });
  expect(printed).toBe('complete: ');
  await expect(run(dies)).rejects.toBe(died);
});

test('an outcome that is no failure of the run is thrown after its reports are written', async () => {
  const invalid = new DuetError('this run is invalid', { exitCode: EXIT.invalid });
  await expect(run(measured, { of: { ...kind, outcome: () => invalid } })).rejects.toBe(invalid);
  expect(JSON.parse(written('sums.json'))).toMatchObject({ status: 'complete' });
});

test('the folder is locked while the run goes on, and only the newest runs are kept', async () => {
  for (let n = 0; n < KEPT_RUNS; n++) createRunFolder(out, `20250101-0000${String(n).padStart(2, '0')}-made-0000`);
  await run(async (underWay) => {
    expect(readlinkSync(path.join(folder.dir, 'lock'))).toMatch(`${process.pid}:`);
    await measured(underWay);
  });
  expect(readdirSync(folder.dir)).not.toContain('lock');
  const kept = readdirSync(out).filter((name) => name !== 'latest');
  expect(kept).toHaveLength(KEPT_RUNS);
  expect(kept).toContain(path.basename(folder.dir));
  expect(kept).not.toContain('20250101-000000-made-0000');
});
