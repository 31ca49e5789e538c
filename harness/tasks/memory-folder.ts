/**
 * Where the tests keep their temporary files. Each run of duet in them makes a PostgreSQL of a thousand small files, which
 * takes a disk several times as long as memory.
 */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

/** What Linux keeps in memory. */
const MEMORY = '/dev/shm';
const NAME = 'duet-test-';
/** All test files that run beside each other need less. */
const LEAST_BYTES = 6e9;
/** The processes of the tests need some, too. */
const LEAST_MEMORY_BYTES = 10e9;

export interface MemoryFolder extends Disposable {
  dir: string;
}

/**
 * A folder in memory, removed with all that is in it.
 * @param parent a folder that may be of any kind.
 * @returns undefined where there is none, or not enough room.
 */
export function openMemoryFolder(parent = MEMORY, available = process.availableMemory()): MemoryFolder | undefined {
  if (available < LEAST_MEMORY_BYTES || !mayHoldPrograms(parent) || roomIn(parent) < LEAST_BYTES) return undefined;
  removeAbandoned(parent);
  const dir = mkdtempSync(join(parent, `${NAME}${process.pid}-`));
  // As root, PostgreSQL runs as nobody and has to pass through here.
  chmodSync(dir, 0o711);
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Containers often mount it so that nothing there can be run. */
function mayHoldPrograms(parent: string): boolean {
  try {
    const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
    const [, , kind, options = ''] = mounts.find((line) => line.split(' ')[1] === parent)?.split(' ') ?? [];
    return kind === 'tmpfs' && !options.split(',').some((option) => option === 'noexec' || option === 'ro');
  } catch {
    return false;
  }
}

function roomIn(parent: string): number {
  const { bavail, bsize } = statfsSync(parent);
  return bavail * bsize;
}

/** What was killed before it could remove its own. */
function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent).filter((one) => one.startsWith(NAME))) {
    const pid = Number(name.slice(NAME.length).split('-')[0]);
    if (!isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
