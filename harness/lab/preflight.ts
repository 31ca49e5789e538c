/** Whether this machine has room for a profile, asked before anything is started. */
import { existsSync, statfsSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { explainFileErrors, makeFolder } from '../file-errors.ts';
import { fileName } from './files.ts';
import { procBytes } from './proc.ts';

export interface Requirement {
  what: string;
  neededBytes: number;
  availableBytes: number;
  ok: boolean;
  hint: string;
}

/** As people know the size of a disk. */
export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** The largest peak of a streaming variant, Python's read().split, as multiple of the file's size. */
const PEAK_PER_FILE_BYTE = 3.8;
const OTHERS_BYTES = 700e6;
const LOGS_AND_REPORTS_BYTES = 100e6;

export function requirements(fileBytes: number, filesDir: string): Requirement[] {
  explainFileErrors(`make the folder ${filesDir}`, () => makeFolder(filesDir));
  const file = path.join(filesDir, fileName(fileBytes));
  const present = existsSync(file) && statSync(file).size === fileBytes;
  const disk = statfsSync(filesDir);
  return [
    requirement(
      'memory',
      fileBytes * PEAK_PER_FILE_BYTE + OTHERS_BYTES,
      availableMemory(),
      'close other programs, or choose a smaller --profile',
    ),
    requirement(
      'disk',
      (present ? 0 : fileBytes) + LOGS_AND_REPORTS_BYTES,
      disk.bavail * disk.bsize,
      'free some space (`make clean`), choose a smaller --profile, or point --out at another disk',
    ),
  ];
}

function requirement(what: string, neededBytes: number, availableBytes: number, hint: string): Requirement {
  return { what, neededBytes, availableBytes, ok: availableBytes >= neededBytes, hint };
}

/** What new programs can get without swapping: the kernel's estimate, within the container's limit if there is one. */
function availableMemory(): number {
  const available = process.availableMemory();
  const bytes = procBytes('meminfo', 'MemAvailable');
  return bytes === undefined ? available || os.freemem() : Math.min(bytes, process.constrainedMemory() || Infinity);
}
