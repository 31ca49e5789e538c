/** A disk of a test's own: as small as it is told, and read-only if it is told that. */
import { chmodSync, mkdirSync } from 'node:fs';
import { execaSync } from 'execa';

/** `missing` is the reason why there can be none here. */
export type SmallDisk = Disposable & ({ missing: string } | { readOnly(): void });

/** Mounts one at a folder, which need not be there. */
export function mountDisk(dir: string, megabytes: number): SmallDisk {
  mkdirSync(dir, { recursive: true });
  const mount = (...args: string[]) => execaSync('mount', [...args, dir], { reject: false });
  const mounted = mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs');
  if (mounted.failed) {
    const why = mounted.stderr || mounted.originalMessage;
    return { missing: `cannot mount a small disk (needs root on Linux): ${why}`, [Symbol.dispose]() {} };
  }
  // As root, PostgreSQL runs as nobody and has to pass through here.
  chmodSync(dir, 0o711);
  return {
    readOnly: () => void mount('-o', 'remount,ro'),
    [Symbol.dispose]: () => void execaSync('umount', ['-l', dir], { reject: false }),
  };
}
