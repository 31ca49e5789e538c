/** Processes that duet may not end, although they do what a command of the reader's asked for. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { procLink, readProc } from './proc.ts';

/** Programs that hold a port for a container: the container ends by its engine only. */
const ENGINES = [
  'docker-proxy',
  'dockerd',
  'containerd',
  'containerd-shim',
  'rootlessport',
  'rootlesskit',
  'slirp4netns',
  'passt',
  'pasta',
  'conmon',
  'podman',
];
/** The kernel keeps so much of a name (proc_pid_comm(5)). */
const NAME_LENGTH = 15;

/** Whether it is this user's, no container engine's, and in no container of its own. */
export function isOurs(pid: number): boolean {
  try {
    const user = process.geteuid?.();
    const isMine = user === 0 || statSync(`/proc/${pid}`).uid === user;
    return isMine && !isEngine(pid) && namespaceOf(pid) === namespaceOf('self');
  } catch {
    return false;
  }
}

/** A process in words, e.g. "docker-proxy (process 4711)". */
export function processInWords(pid: number): string {
  const container = namespaceOf(pid) === namespaceOf('self') ? '' : ' in a container';
  try {
    return `${nameOf(pid)} (process ${pid}${container}, of ${userName(statSync(`/proc/${pid}`).uid)})`;
  } catch {
    return `process ${pid}`;
  }
}

export const userName = (uid: number): string =>
  readFileSync('/etc/passwd', 'utf8').match(new RegExp(`^([^:]*):[^:]*:${uid}:`, 'm'))?.[1] ?? `user ${uid}`;

const isEngine = (pid: number) =>
  ENGINES.some((engine) => engine === nameOf(pid) || engine.slice(0, NAME_LENGTH) === threadName(pid));

/** The program as it was called. */
const nameOf = (pid: number) => path.basename(readProc(`${pid}/cmdline`)?.split('\0')[0] || threadName(pid));

/** What the program calls its main thread: by default itself. */
const threadName = (pid: number) => readProc(`${pid}/comm`)?.trim() ?? '';

/** Undefined for a process of another user. */
const namespaceOf = (pid: number | 'self') => procLink(`${pid}/ns/pid`);
