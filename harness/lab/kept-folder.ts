/** Folders that are made once and kept, by the hash of what they are made from: installs and builds. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { processStartTime } from './process-table.ts';

/**
 * The folder of a key; filled, under another name, when it is not there yet, so that one under its own name is complete.
 * @param key without a dot.
 */
export async function keptFolder(cacheDir: string, key: string, fill: (dir: string) => Promise<void>): Promise<string> {
  const dir = path.resolve(cacheDir, key);
  if (existsSync(dir)) return dir;

  await removeAbandoned(cacheDir);
  const unfinished = `${dir}.${process.pid}`;
  try {
    await mkdir(unfinished, { recursive: true });
    await fill(unfinished);
    await rename(unfinished, dir).catch((error) => {
      // Another run has made the same one first.
      if (!existsSync(dir)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return dir;
}

/** What was killed while it was made; its name ends with the id of the process that made it. */
async function removeAbandoned(cacheDir: string): Promise<void> {
  for (const name of await readdir(cacheDir).catch(() => [])) {
    const [, pid] = name.split('.');
    if (pid === undefined || processStartTime(Number(pid)) !== undefined) continue;
    await rm(path.join(cacheDir, name), { recursive: true, force: true });
  }
}
