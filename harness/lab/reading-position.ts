/** How far a process has read a file that it has open, as the kernel tells (proc_pid_fdinfo(5)). */
import { listProc, procLink, procValue } from './proc.ts';

/**
 * Looks at a process again and again.
 * @param file its real path.
 * @returns the position in bytes: the farthest, where it has the file open several times; undefined while it has not.
 */
export function readingPosition(pid: number, file: string): () => number | undefined {
  const isThere = (descriptor: string) => procLink(`${pid}/fd/${descriptor}`) === file;
  let known: string[] = [];
  return () => {
    known = known.filter(isThere);
    if (known.length === 0) known = listProc(`${pid}/fd`).filter(isThere);
    const positions = known.flatMap((descriptor) => procValue(`${pid}/fdinfo/${descriptor}`, 'pos') ?? []).map(Number);
    return positions.length === 0 ? undefined : Math.max(...positions);
  };
}
