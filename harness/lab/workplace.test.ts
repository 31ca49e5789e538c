import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { processStartTime } from './process-table.ts';
import { NOBODY, openWorkplace, sweepDeadRuns, type Workplace } from './workplace.ts';

let temporary: string;
let runs: string;
let mine: Workplace;
const started: ChildProcess[] = [];

beforeEach(() => {
  temporary = mkdtempSync(path.join(os.tmpdir(), 'duet workplace '));
  vi.stubEnv('TMPDIR', temporary);
  mine = openWorkplace('mine');
  runs = path.dirname(mine.dir);
});
afterEach(async () => {
  await mine[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(temporary, { recursive: true, force: true });
});

/** A process that leads a group of its own, as the lab's do. */
async function startGroup(): Promise<{ child: ChildProcess; pid: number; started: string }> {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  started.push(child);
  await once(child, 'spawn');
  const pid = child.pid as number;
  return { child, pid, started: processStartTime(pid) ?? '' };
}

/** What a run that was killed leaves behind: its owner is a process that has ended. */
async function leaveRun(name: string, groups: { pid: number; started: string }[]): Promise<string> {
  const owner = spawn('true', { stdio: 'ignore' });
  await once(owner, 'exit');
  return writeRun(name, { pid: owner.pid as number, started: '1' }, groups);
}

function writeRun(
  name: string,
  owner: { pid: number; started: string },
  groups: { pid: number; started: string }[],
): string {
  const dir = path.join(runs, name);
  mkdirSync(dir);
  const lease = { owner, groups: groups.map(({ pid, started }) => ({ pid, started, what: `of ${name}` })) };
  writeFileSync(path.join(dir, 'lease.json'), JSON.stringify(lease));
  return dir;
}

test('its folders are private, whatever they were before', () => {
  chmodSync(runs, 0o777);
  chmodSync(mine.dir, 0o777);
  openWorkplace('mine');
  for (const dir of [runs, mine.dir]) {
    const { mode, gid } = statSync(dir);
    // Root lets its own PostgreSQL pass through, which is run by nobody else's group.
    expect({ mode: mode & 0o777, gid: process.getuid?.() === 0 ? gid : NOBODY }).toEqual({
      mode: process.getuid?.() === 0 ? 0o710 : 0o700,
      gid: NOBODY,
    });
  }
});

test.runIf(process.getuid?.() === 0)('a folder of somebody else is refused', () => {
  chownSync(runs, NOBODY, NOBODY);
  expect(() => openWorkplace('next')).toThrow(`${runs} belongs to somebody else`);
  chownSync(runs, 0, 0);
});

const isAlive = (pid: number) => processStartTime(pid) !== undefined;

describe('a dead run', () => {
  test('has its processes ended and its folder removed', async () => {
    const { child, pid, started } = await startGroup();
    const dir = await leaveRun('dead', [{ pid, started }]);
    expect(sweepDeadRuns()).toEqual(['of dead']);
    await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    expect(existsSync(dir)).toBe(false);
  });

  test('is swept by the next run that opens', async () => {
    const dir = await leaveRun('dead', []);
    await using _next = openWorkplace('next');
    expect(existsSync(dir)).toBe(false);
  });

  test('whose pid another process has now: that process is left alone', async () => {
    const { pid } = await startGroup();
    const dir = await leaveRun('dead', [{ pid, started: '1' }]);
    expect(sweepDeadRuns()).toEqual([]);
    expect(isAlive(pid)).toBe(true);
    expect(existsSync(dir)).toBe(false);
  });

  test("whose owner's pid another process has now is dead all the same", () => {
    const dir = writeRun('dead', { pid: process.pid, started: '1' }, []);
    sweepDeadRuns();
    expect(existsSync(dir)).toBe(false);
  });
});

describe('a live run', () => {
  test('keeps its processes and its folder', async () => {
    const { pid } = await startGroup();
    await using other = openWorkplace('other');
    other.own(pid, 'a service');
    expect(sweepDeadRuns()).toEqual([]);
    expect(isAlive(pid)).toBe(true);
    expect(readdirSync(runs).sort()).toEqual(['mine', 'other']);
  });

  test('that is between making its folder and writing its lease keeps it', () => {
    mkdirSync(path.join(runs, 'young'));
    sweepDeadRuns();
    expect(existsSync(path.join(runs, 'young'))).toBe(true);
  });
});

test('a folder is removed although a process that ends is removing its own files there', async () => {
  const dir = await leaveRun('dead', []);
  const data = path.join(dir, 'pgdata');
  for (let folder = 0; folder < 30; folder++) {
    mkdirSync(path.join(data, String(folder)), { recursive: true });
    for (let file = 0; file < 30; file++) writeFileSync(path.join(data, String(folder), String(file)), '');
  }
  const remover = spawn('rm', ['-rf', data], { stdio: 'ignore' });
  await once(remover, 'spawn');
  while (existsSync(data) && readdirSync(data).length === 30) await new Promise((resolve) => setImmediate(resolve));
  sweepDeadRuns();
  expect(existsSync(dir)).toBe(false);
  await once(remover, 'exit');
});

test.each([
  ['no lease', undefined],
  ['a torn lease', '{"owner":{"pi'],
  ['an empty lease', ''],
])('an old folder with %s is removed, and stops nobody', (_, lease) => {
  const dir = path.join(runs, 'old');
  mkdirSync(dir);
  if (lease !== undefined) writeFileSync(path.join(dir, 'lease.json'), lease);
  const hourAgo = Date.now() / 1_000 - 3_600;
  utimesSync(dir, hourAgo, hourAgo);
  expect(sweepDeadRuns()).toEqual([]);
  expect(existsSync(dir)).toBe(false);
});

test('closing ends what is owned, leaves what was disowned, and removes the folder', async () => {
  const [owned, disowned] = [await startGroup(), await startGroup()];
  const other = openWorkplace('other');
  other.own(owned.pid, 'one');
  other.own(disowned.pid, 'two');
  other.disown(disowned.pid);
  await other[Symbol.asyncDispose]();
  await once(owned.child, 'exit');
  expect(isAlive(disowned.pid)).toBe(true);
  expect(readdirSync(runs)).toEqual(['mine']);
});

test('the lease says at any time who owns what', async () => {
  const { pid, started } = await startGroup();
  mine.own(pid, 'a service');
  expect(JSON.parse(readFileSync(path.join(mine.dir, 'lease.json'), 'utf8'))).toEqual({
    owner: { pid: process.pid, started: processStartTime(process.pid) },
    groups: [{ pid, started, what: 'a service' }],
  });
});
