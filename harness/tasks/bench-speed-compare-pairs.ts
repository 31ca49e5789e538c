/** Pairs of comparisons, one by this duet and one by an earlier commit of it, in turn the first. */
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { EXIT, Interrupted } from '../errors.ts';
import { ensureFile } from '../lab/files.ts';
import { repositoryRoot } from '../lab/source.ts';
import { profiles } from '../patterns/profiles.ts';
import type { ProfileName } from '../results/schema.ts';
import { codeName } from './bench-code.ts';
import { machineName } from './bench-machine.ts';
import { COMPARES_FILE, type ComparePair, type KeptCompare, keptCompare } from './bench-speed-compares.ts';
import { keep, readKept } from './kept-lines.ts';

export interface ComparePairs {
  /** The earlier commit, and the folder that holds its duet. */
  against: string;
  duet: string;
  out: string;
  profile: ProfileName;
  /** How many pairs of this code there shall be, those included that are kept already. */
  count: number;
  signal: AbortSignal;
  /** Whether there is time for what takes so long. */
  hasTime(ms: number): boolean;
}

/** Measures the pairs that are missing, each kept at once, as far as the time goes. */
export async function measureComparePairs(wanted: ComparePairs): Promise<void> {
  const { against, profile, out, count, signal, hasTime } = wanted;
  const commit = await codeName();
  const kept = () => readKept<ComparePair>(COMPARES_FILE);
  const ofThese = () =>
    kept().filter((pair) => pair.commit === commit && pair.against === against && pair.profile === profile);
  // Whoever is first would make it.
  await ensureFile(path.join(out, 'files'), profiles[profile].sizes.file_bytes, signal);
  while (ofThese().length < count) {
    const longestMs = Math.max(0, ...kept().map(({ now, earlier }) => now.ms + earlier.ms));
    if (!hasTime(longestMs)) return;
    keep(COMPARES_FILE, await measurePair(wanted, { commit, n: ofThese().length }));
  }
}

async function measurePair(
  { against, duet, out, profile, signal }: ComparePairs,
  { commit, n }: { commit: string; n: number },
): Promise<ComparePair> {
  const at = new Date().toISOString();
  const [load = 0] = os.loadavg();
  const run = (dir: string, by: string) => {
    console.error(`bench-speed: pair ${n + 1}, ${profile} by ${by}`);
    return runCompare(dir, { out, signal, options: ['--profile', profile, '--seed', String(n + 1)] });
  };
  const ours = () => run(repositoryRoot, 'this code');
  const theirs = () => run(duet, against);
  const [first, second] = n % 2 === 0 ? [ours, theirs] : [theirs, ours];
  const [one, other] = [await first(), await second()];
  const [now, earlier] = first === ours ? [one, other] : [other, one];
  const where = { profile, against, at, commit, machine: machineName(), load_average: Number(load.toFixed(2)) };
  return { ...where, now, earlier };
}

interface CompareRun {
  out: string;
  options: string[];
  signal: AbortSignal;
}

/** @throws Error when the comparison ended without results, Interrupted when it was stopped. */
async function runCompare(duet: string, { out, options, signal }: CompareRun): Promise<KeptCompare> {
  const startedMs = performance.now();
  const { exitCode, stdout } = await execa(
    process.execPath,
    [path.join(duet, 'harness/cli.ts'), 'compare', '--json', '--out', out, ...options],
    {
      ...{ reject: false, stderr: 'inherit', cancelSignal: signal, maxBuffer: 1e9 },
      // It ends in order by itself, and has processes of its own to end.
      forceKillAfterDelay: 30_000,
    },
  );
  signal.throwIfAborted();
  if (exitCode === EXIT.interrupted) throw new Interrupted('a signal to the comparison');
  if ((exitCode !== EXIT.fine && exitCode !== EXIT.invalid) || !stdout.startsWith('{')) {
    throw new Error(`duet compare ended with ${exitCode} and without results`);
  }
  const ms = Math.round(performance.now() - startedMs);
  return keptCompare(JSON.parse(stdout), { ms, exit_code: exitCode });
}
