/** Spawning a process that leads a group of its own, and what is then known of those that it starts. */
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import { DuetError, EXIT } from '../errors.ts';
import { pinned } from './placement.ts';
import { type Family, familyMembers, MARK } from './process-family.ts';
import { beganAt } from './process-table.ts';
import type { Workplace } from './workplace.ts';

export interface SpawnOptions {
  /** Shown in messages: "the Python service". */
  what: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd?: string;
  /** Cores it may use; undefined for all. */
  cores?: number[] | undefined;
  /** What to try when it does not start. */
  hint?: string | undefined;
  uid?: number | undefined;
  gid?: number | undefined;
  /** Its port, where it may leave its process group, or put itself into the background: then all its family is ended. */
  roamsOn?: number;
}

/** What is used of it. It resolves once the process has ended and its output is closed. */
interface Leader extends PromiseLike<unknown> {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly nodeChildProcess: ChildProcess;
  kill(signal: NodeJS.Signals): boolean;
}

export interface Spawned {
  readonly child: Leader;
  readonly pid: number;
  /** Undefined of a process that stays in its group. */
  readonly family: Family | undefined;
  /** The live processes of its family; none where it has none. */
  members(): number[];
}

/** The workplace owns it from now on. @throws DuetError (exit 4) where there is no such command. */
export async function spawnLeader(workplace: Workplace, options: SpawnOptions): Promise<Spawned> {
  const { command, args } = pinned(options.command, options.args, options.cores);
  const mark = options.roamsOn === undefined ? undefined : randomUUID();
  const child = execa(command, args, {
    env: mark === undefined ? options.env : { ...options.env, [MARK]: mark },
    extendEnv: false,
    detached: true,
    cleanup: false,
    stdin: 'pipe',
    buffer: false,
    reject: false,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  });
  if (child.pid === undefined) {
    const result = await child;
    throw new DuetError(`${options.what} could not be started: ${result.originalMessage ?? 'unknown reason'}`, {
      exitCode: EXIT.environment,
      hint: options.hint ?? `is ${command} installed and executable?`,
    });
  }
  const pid = child.pid;
  workplace.own(pid, options.what, mark);
  child.stdin.on('error', () => {});
  const family: Family | undefined =
    mark === undefined || options.roamsOn === undefined
      ? undefined
      : { group: pid, since: beganAt(pid) ?? Number.POSITIVE_INFINITY, mark, port: options.roamsOn };
  return { child, pid, family, members: () => (family === undefined ? [] : familyMembers(family)) };
}
