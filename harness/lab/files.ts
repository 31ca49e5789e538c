/**
 * The CSV files of the streaming pattern: deterministic, of an exact size, kept between runs in out/files.
 * Lines are `id,plan,amount_cents,day,city`, ASCII, about 44 bytes each, so 1e9 bytes hold some 23 million.
 */
import { existsSync, mkdirSync, statfsSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { makeAtomically } from '../atomic-write.ts';
import { DuetError, EXIT } from '../errors.ts';
import { below, seededRandom } from '../stats/random.ts';

const PLANS = ['basic', 'enterprise', 'free', 'pro', 'team'];
const CITIES = ['Amsterdam', 'Bangalore', 'Buenos Aires', 'Copenhagen', 'Johannesburg', 'San Francisco', 'Singapore'];
const CHUNK_BYTES = 4 * 1024 * 1024;

/** The name of the file of `bytes` bytes, as the services are asked for it. */
export const fileName = (bytes: number) => `orders-${bytes}.csv`;

/**
 * Makes the file unless it is there already in full. The last line is padded, so the size is exact.
 * @throws DuetError when the disk is too full.
 */
export async function ensureFile(dir: string, bytes: number, signal?: AbortSignal): Promise<string> {
  mkdirSync(dir, { recursive: true });
  const file = path.join(dir, fileName(bytes));
  if (existsSync(file) && statSync(file).size === bytes) return file;

  const { bavail, bsize } = statfsSync(dir);
  if (bavail * bsize < bytes * 1.05) {
    throw new DuetError(
      `the disk has ${Math.round((bavail * bsize) / 1e6)} MB free and the file needs ${bytes / 1e6} MB`,
      {
        exitCode: EXIT.environment,
        hint: 'free some space (`make clean`), choose a smaller --profile, or point --out at another disk',
        where: { pattern: 'streaming', phase: 'set-up' },
      },
    );
  }
  await makeAtomically(file, (temporary) => writeLines(temporary, bytes, signal));
  return file;
}

async function writeLines(file: string, bytes: number, signal?: AbortSignal): Promise<void> {
  const handle = await open(file, 'w');
  try {
    let written = 0;
    let id = 1;
    const random = seededRandom(bytes);
    while (written < bytes) {
      signal?.throwIfAborted();
      const lines: string[] = [];
      const wanted = Math.min(CHUNK_BYTES, bytes - written);
      let length = 0;
      while (length < wanted) {
        const line = csvLine(id++, below(random, 2 ** 32));
        const left = bytes - written - length;
        // Too little room for another line after this one: stretch its last field to the exact end.
        lines.push(left < 2 * MAX_LINE ? `${line.slice(0, -1).padEnd(left - 1, 'x')}\n` : line);
        length += lines.at(-1)?.length ?? 0;
      }
      const { bytesWritten } = await handle.write(lines.join(''), null, 'latin1');
      written += bytesWritten;
    }
  } finally {
    await handle.close();
  }
}

const MAX_LINE = 80;

function csvLine(id: number, bits: number): string {
  const plan = PLANS[bits % 5];
  const amountCents = 100 + ((bits >>> 3) % 99_900);
  const day = 1 + ((bits >>> 7) % 28);
  const month = 1 + ((bits >>> 12) % 12);
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  return `${pad(id, 8)},${plan},${amountCents},2024-${pad(month, 2)}-${pad(day, 2)},${CITIES[(bits >>> 17) % 7]}\n`;
}
