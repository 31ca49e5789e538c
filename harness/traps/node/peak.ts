/** Cases that have a process each, because what a process has needed at most, it has needed in every later case, too. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The most memory that this process has had, in bytes. */
export function peakRss(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const kilobytes = status.match(/^VmHWM:\s+(\d+) kB$/m)?.[1] ?? process.resourceUsage().maxRSS;
  return Number(kilobytes) * 1024;
}

/** Runs the script once for each name, as its first argument, and returns what it printed. */
export const inProcesses = (file: string, names: readonly string[]): object[] =>
  names.map((name) => JSON.parse(execFileSync(process.execPath, [file, name], { encoding: 'utf8' })) as object);
