/** One diff of the bench of the gate: the two folders, the change in one of them, and `duet diff` over both. */
import { mkdirSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { EXIT, Interrupted } from '../errors.ts';
import { openGit } from '../lab/git.ts';
import { pinned } from '../lab/placement.ts';
import { findSide } from '../lab/side-code.ts';
import { repositoryRoot } from '../lab/source.ts';
import type { DiffResults } from '../results/schema.ts';
import { budgetOf, type Change, type Target } from './bench-gate-changes.ts';
import { type KeptDiff, keptRows } from './bench-gate-kept.ts';

const JUDGED: number[] = [EXIT.fine, EXIT.regression, EXIT.invalid];

export interface BenchedDiff {
  change: Change;
  /** Undefined: everything. */
  target: Target | undefined;
  run: number;
  /** What is injected, in the metric's unit. */
  amount: number;
}

export interface Bench {
  /** Holds the folders of both sides; the caller removes it. */
  dir: string;
  /** Where the diffs write their results. */
  out: string;
  signal: AbortSignal;
}

/** The code as it is now, from which both sides of every diff are made. */
export async function copyCode(dir: string): Promise<void> {
  mkdirSync(path.join(dir, 'code'), { recursive: true });
  await (await findSide(undefined, repositoryRoot)).copyTo(path.join(dir, 'code'));
}

/** @throws Error when the diff neither judged nor refused to, Interrupted when it was stopped. */
export async function benchDiff(bench: Bench, { change, target, run, amount }: BenchedDiff): Promise<KeptDiff> {
  const { dir, out, signal } = bench;
  const sides = { base: path.join(dir, 'base'), head: path.join(dir, 'head') };
  for (const side of Object.values(sides)) {
    await rm(side, { recursive: true, force: true });
    await cp(path.join(dir, 'code'), side, { recursive: true, verbatimSymlinks: true });
  }
  if (target !== undefined) change.inject?.(sides[change.side], target, amount);

  const narrowed = target === undefined ? [] : ['--pattern', target.pattern, '--stack', target.stack];
  const timed = change.countsOnly ? ['--counts-only'] : ['--time-budget', budgetOf(target).text];
  const cli = path.join(repositoryRoot, 'harness/cli.ts');
  const options = [...narrowed, ...timed, '--seed', String(run + 1), '--even-if-equal', '--json', '--out', out];
  const startedMs = performance.now();
  using _burner = change.burner ? burnBeside(run) : undefined;
  const { exitCode, stdout } = await execa(process.execPath, [cli, 'diff', sides.base, sides.head, ...options], {
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
    throw new Error(`duet diff ended with ${exitCode} and without results`);
  }
  const results = JSON.parse(stdout) as DiffResults;
  return {
    change: change.name,
    ...target,
    run,
    amount,
    at: new Date().toISOString(),
    commit: (await (await openGit(repositoryRoot))?.commitOf('HEAD'))?.slice(0, 12) ?? 'unknown',
    machine: `${os.cpus()[0]?.model.trim()}, ${os.availableParallelism()} cores`,
    ms: performance.now() - startedMs,
    exit_code: exitCode,
    verdict: results.verdict,
    why: results.why,
    rows: keptRows(results),
  };
}

/** Keeps one core busy, the service's and the driver's in turn, until it is disposed of. */
function burnBeside(run: number): Disposable {
  const { command, args } = pinned(process.execPath, ['-e', 'for (;;);'], [run % os.availableParallelism()]);
  const child = execa(command, args, { reject: false, stdio: 'ignore' });
  return { [Symbol.dispose]: () => void child.kill('SIGKILL') };
}
