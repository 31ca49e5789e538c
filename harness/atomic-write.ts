/** Writing a whole file in one step, so that no reader ever sees half of it. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Whose name tells it from that of another process that writes the same file. */
const besideIt = (file: string) => `${file}.${process.pid}.new`;

/**
 * Writes the file under a temporary name beside it and renames it.
 * @param mode who may read and write it; by default what the umask leaves.
 * @throws what the file system says; the temporary file is gone then, and the old one stays as it was.
 */
export function writeAtomically(file: string, content: string | Uint8Array, mode = 0o666): void {
  const temporary = besideIt(file);
  try {
    writeFileSync(temporary, content, { mode });
    renameSync(temporary, file);
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
}

/** The same for a file that takes long to make: `write` is given the temporary name. */
export async function makeAtomically(file: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = besideIt(file);
  try {
    await write(temporary);
    renameSync(temporary, file);
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
}

/** What went wrong before is what counts. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}
