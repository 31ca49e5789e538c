/** What the benches of a diff share: copies of the code for both sides, `duet diff` over them, and a neighbour that is busy. */
import { mkdirSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { upToDate } from '../diff/older-results.ts';
import { EXIT, Interrupted } from '../errors.ts';
import { pinned } from '../lab/placement.ts';
import { findSide } from '../lab/side-code.ts';
import { repositoryRoot } from '../lab/source.ts';
import type { DiffResults, SideName } from '../results/schema.ts';

const JUDGED: number[] = [EXIT.fine, EXIT.regression, EXIT.invalid];

export interface Workbench {
  /** Holds the folders of both sides; the caller removes it. */
  dir: string;
  /** Where the diffs write their results. */
  out: string;
  signal: AbortSignal;
  /** The folder of the duet that compares. Default: this one. */
  duet?: string;
}

/** The code as it is now, from which both sides of every diff are made. */
export async function copyCode(dir: string): Promise<void> {
  mkdirSync(path.join(dir, 'code'), { recursive: true });
  await (await findSide(undefined, repositoryRoot)).copyTo(path.join(dir, 'code'));
}

/** Fresh copies of that code, in place of those of the diff before. */
export async function copySides(dir: string): Promise<Record<SideName, string>> {
  const sides = { base: path.join(dir, 'base'), head: path.join(dir, 'head') };
  for (const side of Object.values(sides)) {
    await rm(side, { recursive: true, force: true });
    await cp(path.join(dir, 'code'), side, { recursive: true, verbatimSymlinks: true });
  }
  return sides;
}

export interface Judged {
  results: DiffResults;
  exitCode: number;
  /** Wall time. */
  ms: number;
}

/** @throws Error when the diff neither judged nor refused to, Interrupted when it was stopped. */
export const runDiff = (bench: Workbench, { base, head }: Record<SideName, string>, options: string[]) =>
  runJudging(bench, ['diff', base, head, '--even-if-equal', ...options]);

/** The same by so many shares of a fixed number of blocks, which this machine measures one after the other, and their merge. */
export async function runShares(
  bench: Workbench,
  sides: Record<SideName, string>,
  { shards, options }: { shards: number; options: string[] },
): Promise<Judged> {
  const measured: Judged[] = [];
  for (let shard = 1; shard <= shards; shard++) {
    measured.push(await runDiff(bench, sides, [...options, '--shard', `${shard}/${shards}`]));
  }
  const merged = await runJudging(bench, [
    'merge',
    ...measured.map(({ results }) => path.join(bench.out, results.run.id)),
  ]);
  return { ...merged, ms: measured.reduce((sum, { ms }) => sum + ms, merged.ms) };
}

async function runJudging({ out, signal, duet = repositoryRoot }: Workbench, args: string[]): Promise<Judged> {
  const cli = path.join(duet, 'harness/cli.ts');
  const startedMs = performance.now();
  const { exitCode, stdout } = await execa(process.execPath, [cli, ...args, '--json', '--out', out], {
    reject: false,
    stderr: 'inherit',
    cancelSignal: signal,
    // It ends in order by itself, and has processes of its own to end.
    forceKillAfterDelay: 30_000,
    maxBuffer: 1e9,
  });
  signal.throwIfAborted();
  if (exitCode === EXIT.interrupted) throw new Interrupted('a signal to the diff');
  // A program that breaks ends with 1, too, but without results.
  if (exitCode === undefined || !JUDGED.includes(exitCode) || !stdout.startsWith('{')) {
    throw new Error(`duet ${args[0]} ended with ${exitCode} and without results`);
  }
  return { results: upToDate(JSON.parse(stdout)), exitCode, ms: Math.round(performance.now() - startedMs) };
}

/** Keeps one core busy, the service's and the driver's in turn, until it is disposed of. */
export function burnBeside(seed: number): Disposable {
  const { command, args } = pinned(process.execPath, ['-e', 'for (;;);'], [seed % os.availableParallelism()]);
  const child = execa(command, args, { reject: false, stdio: 'ignore' });
  return { [Symbol.dispose]: () => void child.kill('SIGKILL') };
}
