/**
 * A run's private temporary folder and the list of processes it owns.
 *
 * The folder holds a lease: the owner's process and every process group it started, each with its start
 * time, so that a pid used again by somebody else is never mistaken for ours, and with the mark of what
 * may have left its group. A run that was killed with
 * SIGKILL leaves its lease behind; the next run finds it, ends what is left and removes the folder.
 */
import { chmodSync, chownSync, existsSync, lstatSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeAtomically } from '../atomic-write.ts';
import { DuetError, EXIT } from '../errors.ts';
import { explainFileErrors, makeFolder } from '../file-errors.ts';
import { endAllNow, markedProcesses } from './process-family.ts';
import { processStartTime } from './process-table.ts';
import { refuseNarrowLimits } from './system-limits.ts';

interface Lease {
  owner: { pid: number; started: string };
  groups: { pid: number; started: string; what: string; mark?: string }[];
}

export interface Workplace extends AsyncDisposable {
  readonly dir: string;
  /** Records a process group (its leader's pid) as ours. @param mark in the environment of what may leave the group. */
  own(pid: number, what: string, mark?: string): void;
  /** The group has ended. */
  disown(pid: number): void;
}

/** How long a work folder may resist its removal. */
const REMOVAL_MS = 2_000;

const root = () => path.join(os.tmpdir(), `duet-${os.userInfo().uid}`);

/** Whom PostgreSQL and PgBouncer run as where duet is run by root, as whom they refuse to. User and group. */
export const NOBODY = 65534;

const isRoot = () => process.getuid?.() === 0;

/** Open to nobody but us; to root's own PostgreSQL as far as to pass through. */
function makePrivate(dir: string): void {
  explainFileErrors(`make the work folder ${dir}`, () => makeFolder(dir, 0o700));
  const { uid } = lstatSync(dir);
  if (uid !== (process.getuid?.() ?? uid)) {
    // Who owns it could put what they like in the place of ours.
    throw new DuetError(`${dir} belongs to somebody else`, {
      exitCode: EXIT.environment,
      hint: 'set TMPDIR to a folder of your own',
    });
  }
  explainFileErrors(`close the work folder ${dir} to others`, () => {
    if (isRoot()) chownSync(dir, 0, NOBODY);
    chmodSync(dir, isRoot() ? 0o710 : 0o700);
  });
}

/** Makes the folder of a run, after cleaning up what dead runs left. @throws DuetError (exit 4) where it cannot be private. */
export function openWorkplace(runId: string): Workplace {
  refuseNarrowLimits();
  makePrivate(root());
  sweepDeadRuns();
  const dir = path.join(root(), runId);
  makePrivate(dir);
  const lease: Lease = { owner: { pid: process.pid, started: processStartTime(process.pid) ?? '' }, groups: [] };
  const save = () => writeLease(dir, lease);
  explainFileErrors(`write to the work folder ${dir}`, save);

  // The last resort: whatever path ends this process, nothing of ours outlives it.
  const onExit = () => {
    endGroups(lease);
    removeFolder(dir);
  };
  process.on('exit', onExit);

  return {
    dir,
    own(pid, what, mark) {
      lease.groups.push({ pid, started: processStartTime(pid) ?? '', what, ...(mark === undefined ? {} : { mark }) });
      save();
    },
    disown(pid) {
      lease.groups = lease.groups.filter((group) => group.pid !== pid);
      save();
    },
    async [Symbol.asyncDispose]() {
      process.off('exit', onExit);
      onExit();
    },
  };
}

/** Ends the processes and removes the folders of runs whose owner is no longer alive. Returns what it ended. */
export function sweepDeadRuns(): string[] {
  const ended: string[] = [];
  for (const name of readdirSync(root())) {
    const dir = path.join(root(), name);
    const lease = readLease(dir);
    if (lease === undefined) {
      // Another run may be between making its folder and writing its lease.
      if (ageMs(dir) > 60_000) removeFolder(dir);
      continue;
    }
    if (isSame(lease.owner)) continue;
    ended.push(...endGroups(lease));
    removeFolder(dir);
  }
  return ended;
}

function endGroups(lease: Lease): string[] {
  const alive = lease.groups.filter(isSame);
  for (const group of alive) {
    try {
      process.kill(-group.pid, 'SIGKILL');
    } catch {
      // It ended between the look and the kill.
    }
  }
  const marks = lease.groups.flatMap(({ mark }) => (mark === undefined ? [] : [mark]));
  endAllNow(() => markedProcesses(marks));
  return alive.map((group) => group.what);
}

/**
 * Something that is just ending may still write here (then rmSync meets a folder that is not empty), and an
 * interrupted initdb removes its own files (then rmSync stops at the first one missing, and says nothing).
 */
function removeFolder(dir: string): void {
  for (const deadline = performance.now() + REMOVAL_MS; existsSync(dir) && performance.now() < deadline; ) {
    rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  }
}

function isSame(entry: { pid: number; started: string }): boolean {
  return processStartTime(entry.pid) === entry.started;
}

/** Undefined when there is none, or one that a crash of the machine tore: it must not stop every later run. */
export function readLease(dir: string): Lease | undefined {
  try {
    return JSON.parse(readFileSync(path.join(dir, 'lease.json'), 'utf8')) as Lease;
  } catch {
    return undefined;
  }
}

function writeLease(dir: string, lease: Lease): void {
  writeAtomically(path.join(dir, 'lease.json'), JSON.stringify(lease));
}

function ageMs(file: string): number {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}
