/** One run of `duet tune pool` as a user starts it, and what came of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TuneResults } from '../results/schema.ts';
import { TUNE_FILE } from '../results/tune-folder.ts';
import { type DuetProcess, root, startDuet } from '../tests/e2e/duet-process.ts';
import { type Place, runFolders } from '../tests/e2e/place.ts';

export interface Try {
  /** What is run, e.g. "service.js, MODE=nested". */
  what: string;
  /** What follows `duet tune pool`. */
  args: string[];
  env?: Record<string, string>;
  /** Ended by this signal (SIGINT) once its progress says so much; otherwise it runs to its end. */
  until?: RegExp;
  endedBy?: NodeJS.Signals;
  /** What is wrong with what came out; undefined where nothing is. */
  wrong(tried: Tried): string | undefined;
}

export interface Tried {
  /** Undefined where it had to be killed. */
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
  /** Whether its progress said what the try waits for. */
  reached: boolean;
  /** Undefined where it did not come to any. */
  results: TuneResults | undefined;
  /** All that it printed and wrote, by name. */
  outputs: { name: string; text: string }[];
}

/** No run takes as long, also not the one whose service starts slowly. */
const PATIENCE_MS = 300_000;
/** For a run that was asked to end. */
const GRACE_MS = 30_000;

export async function tryOut(one: Pick<Try, 'args' | 'env' | 'until' | 'endedBy'>, place: Place): Promise<Tried> {
  const before = runFolders(place).length;
  await using run = startDuet(place, ['tune', 'pool', ...one.args], one.env === undefined ? {} : { env: one.env });
  const reached = await goOn(run, one);
  const ended = await Promise.race([run.ended, sleep(GRACE_MS, undefined, { ref: false })]);
  if (ended === undefined) run.interrupt('SIGKILL');
  const { exitCode, stdout, stderr } = ended ?? { exitCode: undefined, ...run.printed };
  const folder = runFolders(place).slice(before).at(-1);
  const file = folder === undefined ? undefined : path.join(folder, TUNE_FILE);
  return {
    ...{ exitCode, stdout, stderr, reached },
    results: file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TuneResults) : undefined,
    outputs: [{ name: 'stdout', text: stdout }, { name: 'stderr', text: stderr }, ...filesOf(folder)],
  };
}

/** Until it ends, has come as far as it is to come, or takes too long: then it is asked to end. */
async function goOn(run: DuetProcess, { until, endedBy = 'SIGINT' }: Pick<Try, 'until' | 'endedBy'>): Promise<boolean> {
  let isOver = false;
  void run.ended.then(() => {
    isOver = true;
  });
  for (const deadline = performance.now() + PATIENCE_MS; !isOver; await sleep(20)) {
    const reached = until?.test(run.printed.stderr) ?? false;
    if (!reached && performance.now() < deadline) continue;
    process.kill(run.pid, endedBy);
    return reached;
  }
  return until?.test(run.printed.stderr) ?? false;
}

function filesOf(folder: string | undefined): Tried['outputs'] {
  if (folder === undefined) return [];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name, parentPath }) => ({ name, text: readFileSync(path.join(parentPath, name), 'utf8') }));
}

/** A text without the folders of this machine. */
export const withoutPaths = (text: string, place: Pick<Place, 'dir'>): string =>
  [place.dir, process.execPath, root.replace(/\/$/, '')].reduce((shown, one) => shown.replaceAll(one, '…'), text);
