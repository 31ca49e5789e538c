/**
 * Building the sides, each in its own checkout. What was built is kept by the hash of all that it was made from, so that the
 * next diff does not build an unchanged base again.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { asTyped } from '../duration.ts';
import { keptFolder } from '../lab/kept-folder.ts';
import type { Workplace } from '../lab/workplace.ts';
import { shownCommand } from '../secrets.ts';
import { commandWords } from './commands.ts';
import { filesNaming, renamePaths } from './moved-paths.ts';
import { runCommand } from './run-command.ts';

export interface BuildOptions {
  workplace: Workplace;
  /** What messages call the side. */
  side: string;
  /** The checkout, and the folder in it where the command is run. */
  root: string;
  cwd: string;
  /** The command, its whole environment, and which of its variables are the config's own. */
  build: string;
  env: Readonly<Record<string, string>>;
  ownEnv: Readonly<Record<string, string>>;
  /** A hash over all files of the checkout: CheckedOutSide.sources. */
  sources: string;
  /** Where builds are kept from diff to diff. */
  cacheDir: string;
  logFile: string;
  timeoutMs: number;
  onProgress(text: string): void;
  signal: AbortSignal;
}

export interface Built {
  from: 'built' | 'kept';
  /** The files of the checkout that name it, relative to it: to be written anew when it is renamed. */
  naming: readonly string[];
}

/** What is known of a build that is kept, beside its files. */
interface KeptBuild {
  /** Where it was made. */
  root: string;
  naming: readonly string[];
}

/** The folder in which builds are kept, beside the runs: the six that were used last. */
export const buildsIn = (out: string): string => path.resolve(out, 'builds');

const FILES = 'files';
const RECORD = 'build.json';

/** @throws DuetError (exit 4) that names the side, with the end of the output, where the command fails. */
export async function buildSide(options: BuildOptions): Promise<Built> {
  const { side, build, root, cacheDir, onProgress, signal } = options;
  const key = await keyOf(options);
  let made: Built | undefined;
  let notKept: Error | undefined;
  const kept = await keptFolder(cacheDir, key, async (dir) => {
    onProgress(`building ${side}: ${shownCommand(build)}`);
    await run(options);
    made = { from: 'built', naming: await filesNaming(root, signal) };
    await copyTree(root, path.join(dir, FILES), signal).catch((error: Error) => {
      notKept = error;
      throw error;
    });
    writeFileSync(path.join(dir, RECORD), JSON.stringify({ root, naming: made.naming } satisfies KeptBuild));
  }).catch((error) => {
    signal.throwIfAborted();
    // A disk that is full costs the next diff a build, and this one nothing.
    if (made === undefined || error !== notKept) throw error;
    onProgress(`the build of ${side} is not kept: ${error.message}`);
    return undefined;
  });
  if (kept !== undefined) await markUsed(kept, cacheDir);
  if (made !== undefined || kept === undefined) return made as Built;
  onProgress(`${side} is built already: an earlier run kept it`);
  const { root: madeIn, naming } = JSON.parse(readFileSync(path.join(kept, RECORD), 'utf8')) as KeptBuild;
  await rm(root, { recursive: true, force: true });
  await copyTree(path.join(kept, FILES), root, signal);
  await renamePaths(naming, madeIn, root);
  return { from: 'kept', naming };
}

function run(options: BuildOptions): Promise<void> {
  const { workplace, side, build, cwd, env, logFile, timeoutMs, signal } = options;
  const { words } = commandWords('`build`', build, {});
  return runCommand({
    ...{
      workplace,
      what: `\`build\` of ${side}, ${shownCommand(build)},`,
      words,
      cwd,
      env,
      logFile,
      timeoutMs,
      signal,
    },
    lateHint: `--build-timeout ${asTyped(2 * timeoutMs)}, or buildTimeout in the config, if it needs longer`,
    hint: `run it in a fresh clone of ${side}: a side has neither .git nor what git ignores, such as .env`,
  });
}

/** All that the result may depend on, as far as it can be told. The length of the path: see moved-paths.ts. */
async function keyOf({ root, cwd, build, env, ownEnv, sources }: BuildOptions): Promise<string> {
  const parts = {
    ...{ sources, build, cwd: path.relative(root, cwd), ownEnv, length: root.length },
    ...{ platform: process.platform, arch: process.arch, runtimes: await runtimesIn(env, cwd) },
  };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

const RUNTIMES = [
  ['node', '--version'],
  ['python3', '--version'],
  ['python', '--version'],
  ['go', 'version'],
  ['java', '-version'],
  ['ruby', '--version'],
] as const;

async function runtimesIn(env: Readonly<Record<string, string>>, cwd: string): Promise<string[]> {
  const all = RUNTIMES.map(async ([name, option]) => {
    const { all: said } = await execa(name, [option], {
      ...{ cwd, env, extendEnv: false, reject: false, all: true, stdin: 'ignore', timeout: RUNTIME_MS },
    });
    return `${name}: ${said ?? 'none'}`;
  });
  return Promise.all(all);
}
const RUNTIME_MS = 10_000;

/** With links, modes and times. */
async function copyTree(from: string, to: string, signal: AbortSignal): Promise<void> {
  await mkdir(to, { recursive: true });
  await execa('cp', ['-RPp', `${from}/.`, to], { cancelSignal: signal, stdin: 'ignore' });
}

/** So many builds are kept, the newest: most diffs have one base for several heads. */
const MOST_KEPT = 6;
/** Another diff may be copying one that it has just found. */
const SPARED_MS = 3_600_000;

/** Removes those that were not used for the longest time. */
async function markUsed(dir: string, cacheDir: string): Promise<void> {
  await utimes(dir, new Date(), new Date());
  const names = (await readdir(cacheDir)).filter((name) => existsSync(path.join(cacheDir, name, RECORD)));
  const used = await Promise.all(
    names.map(async (name) => ({ name, atMs: (await stat(path.join(cacheDir, name))).mtimeMs })),
  );
  const old = used.sort((one, other) => other.atMs - one.atMs).slice(MOST_KEPT);
  for (const { name, atMs } of old) {
    if (Date.now() - atMs > SPARED_MS) await rm(path.join(cacheDir, name), { recursive: true, force: true });
  }
}
