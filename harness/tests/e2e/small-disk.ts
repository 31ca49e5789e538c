/** A disk of a test's own: as small as it is told, and read-only if it is told that. */
import { chmodSync, mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';

/** `missing` is the reason why there can be none here. */
interface SmallDisk extends Disposable {
  missing?: string;
  readOnly(): void;
}

/** Mounts one at a folder, which need not be there. */
export function mountDisk(dir: string, megabytes: number): SmallDisk {
  mkdirSync(dir, { recursive: true });
  const mount = (...args: string[]) => execaSync('mount', [...args, dir], { reject: false });
  const mounted = mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs');
  if (mounted.failed) {
    const why = mounted.stderr || mounted.originalMessage;
    return { missing: `cannot mount a small disk (needs root on Linux): ${why}`, readOnly() {}, [Symbol.dispose]() {} };
  }
  // As root, PostgreSQL runs as nobody and has to pass through here.
  chmodSync(dir, 0o711);
  return {
    readOnly: () => void mount('-o', 'remount,ro'),
    [Symbol.dispose]: () => void execaSync('umount', ['-l', dir], { reject: false }),
  };
}

/** Mounts a folder over itself, read-only. `missing` is the reason why that cannot be done here. */
export function makeReadOnly(dir: string): Disposable & { missing?: string } {
  const mount = (...args: string[]) => execaSync('mount', args, { reject: false });
  const unmount = { [Symbol.dispose]: () => void execaSync('umount', ['-l', dir], { reject: false }) };
  const bound = mount('--bind', dir, dir);
  if (bound.failed)
    return {
      missing: `cannot mount a folder over itself (needs root on Linux): ${bound.stderr}`,
      ...{ [Symbol.dispose]() {} },
    };
  const { failed, stderr } = mount('-o', 'remount,ro,bind', dir);
  return failed ? { missing: `cannot make it read-only: ${stderr}`, ...unmount } : unmount;
}

/** In the folder that is filled. */
export const BALLAST = 'ballast';

/** Takes all room but so many bytes. Somebody else may go on writing meanwhile: whoever finds no room first, there is none left. */
export function fillDisk(folder: string, leftBytes = 0): void {
  const { bavail, bsize } = statfsSync(folder);
  try {
    writeFileSync(join(folder, BALLAST), Buffer.alloc(Math.max(0, bavail * bsize - leftBytes)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
