/**
 * The one reader of /proc (proc(5)). A process may end while it is looked at, and only Linux has /proc at all: what is
 * not there is undefined, or an empty list.
 */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

export const hasProc = existsSync('/proc/self/stat');

/** The text of a file below /proc, e.g. `meminfo` or `4711/cmdline`. */
export function readProc(file: string): string | undefined {
  try {
    return readFileSync(`/proc/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

/** Where a link below /proc leads, e.g. `4711/exe`. */
export function procLink(file: string): string | undefined {
  try {
    return readlinkSync(`/proc/${file}`);
  } catch {
    return undefined; // it is another user's, or has gone
  }
}

/** The names in a folder below /proc, e.g. of `4711/task`. */
export function listProc(folder = ''): string[] {
  try {
    return readdirSync(`/proc/${folder}`);
  } catch {
    return [];
  }
}

/** The ids of all processes that there are now. */
export function processIds(): number[] {
  return listProc()
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** A process by the numbers of its fields in proc_pid_stat(5); an empty text beyond the last. */
export type StatFields = (number: number) => string;

/** The numbers of some fields. */
export const STAT = { state: 3, parent: 4, group: 5, startTime: 22 } as const;

/** @param thread its id, for the fields of a single thread. */
export function readStat(pid: number | 'self', thread?: string): StatFields | undefined {
  const text = readProc(thread === undefined ? `${pid}/stat` : `${pid}/task/${thread}/stat`);
  return text === undefined ? undefined : statFields(text);
}

/** @param stat the text of the file. The second field, the name, may itself hold spaces and parentheses. */
export function statFields(stat: string): StatFields {
  const [nameFrom, nameTo] = [stat.indexOf('('), stat.lastIndexOf(')')];
  const name = stat.slice(nameFrom + 1, nameTo);
  const fromThird = stat
    .slice(nameTo + 2)
    .trimEnd()
    .split(' ');
  const fields = [stat.slice(0, nameFrom).trim(), name, ...fromThird];
  return (number) => fields[number - 1] ?? '';
}

/** The value after `key:` in a file of a line per key, such as `status`; undefined, too, where the key is missing. */
export function procValue(file: string, key: string): string | undefined {
  return readProc(file)
    ?.match(new RegExp(`^${key}:[ \\t]*(.*)$`, 'm'))?.[1]
    ?.trim();
}

/** The same for an amount of memory, which the kernel gives in KiB; in bytes. */
export function procBytes(file: string, key: string): number | undefined {
  const kib = procValue(file, key)?.match(/^(\d+) kB$/)?.[1];
  return kib === undefined ? undefined : Number(kib) * 1024;
}
