/**
 * Does `duet tune pool` find the smallest pool that is as good as any? For each workload and stack it runs the command as
 * a user would, and then measures a ladder of settings around what it recommended, every one on a fresh process.
 *
 *   bench-tune.ts [--minutes 90] [--workload all] [--stack both] [--form async] [--rate 100] [--seed 1] [--again]
 *                 [--results out/bench-tune/tunes.jsonl]
 *
 * It goes on where it stopped: a service that is in the results is not tuned again, unless --again asks for it.
 * --minutes 0 prints the table alone. Leave the machine alone meanwhile. Exit code 1 when a target is missed.
 */
import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { execa } from 'execa';
import { DuetError, EXIT, Interrupted } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { openGit } from '../lab/git.ts';
import { repositoryRoot } from '../lab/source.ts';
import { optionOf } from '../options/declared.ts';
import { chosenFrom, STACK_OPTIONS } from '../options/selection.ts';
import { TUNE_OPTIONS } from '../options/tune.ts';
import { ownSubjects } from '../options/tune-target.ts';
import { integer } from '../options/values.ts';
import type { StackName } from '../results/names.ts';
import { connectionsOf, type FormName, type TuneResults, WORKLOADS, type WorkloadName } from '../results/tune.ts';
import { openSession } from '../runs/session.ts';
import { type Benched, type KeptTune, keep, keyOf, readKept } from './bench-tune-kept.ts';
import { measureLadder } from './bench-tune-ladder.ts';
import { tuneTable } from './bench-tune-table.ts';

interface BenchOptions {
  workload: WorkloadName[];
  stack: StackName[];
  form: FormName[];
  rate: number;
  seed: number;
  minutes: number;
  again?: boolean;
  results: string;
}

const options = new Command('bench-tune')
  .addOption(optionOf(chosenFrom('--workload <names>', WORKLOADS, 'workload', 'all')))
  .addOption(optionOf(STACK_OPTIONS.stack))
  .addOption(optionOf(TUNE_OPTIONS.form))
  .option('--rate <n>', 'arrivals per second', integer(1, 10_000), 100)
  .option('--seed <n>', 'of the arrivals', integer(0, 2 ** 31 - 1), 1)
  .option('--minutes <n>', 'nothing is begun after so many', integer(0, 10_000), 90)
  .option('--again', 'also what is in the results')
  .option('--results <file>', 'a line per service', 'out/bench-tune/tunes.jsonl')
  .parse()
  .opts<BenchOptions>();
const { rate, seed, results } = options;
const out = path.join(path.dirname(results), 'runs');
const signal = abortOnSignals();
/** Asked for before anything is pinned. */
const machine = `${os.cpus()[0]?.model.trim()}, ${os.availableParallelism()} cores`;

try {
  await work();
} catch (error) {
  if (!(error instanceof DuetError)) throw error;
  console.error(`bench-tune: ${error.message}`);
  process.exitCode = error.exitCode;
}
const table = tuneTable(readKept(results));
console.log(table);
if (/^MISSED/m.test(table)) process.exitCode ??= EXIT.regression;

async function work(): Promise<void> {
  const done = new Set(readKept(results).map(keyOf));
  const wanted: Benched[] = ownSubjects(options).map(({ stack, form, workload }) => ({ stack, form, workload, seed }));
  const left = options.again ? wanted : wanted.filter((benched) => !done.has(keyOf(benched)));
  for (const [index, benched] of left.entries()) {
    if (performance.now() > options.minutes * 60_000) break;
    console.error(`bench-tune: ${index + 1} of ${left.length}: ${keyOf(benched)}`);
    const found = (await bench(benched)) ?? (await bench(benched));
    if (found === undefined)
      console.error(`bench-tune: ${keyOf(benched)}: invalid twice, so it is left for another time`);
    else keep(results, found);
  }
}

/** Undefined where the machine was too busy for a result. */
async function bench(benched: Benched): Promise<KeptTune | undefined> {
  const startedMs = performance.now();
  const tuned = await tune(benched);
  const ms = performance.now() - startedMs;
  if (tuned === undefined) return undefined;
  const { recommendation, prediction, target } = tuned;
  return {
    ...benched,
    rate_per_s: target.rate_per_s,
    at: new Date().toISOString(),
    commit: (await (await openGit(repositoryRoot))?.commitOf('HEAD'))?.slice(0, 12) ?? 'unknown',
    machine,
    ms,
    recommended: recommendation && connectionsOf(recommendation.setting),
    predicted: prediction?.connections ?? null,
    bottleneck: recommendation?.bottleneck.kind ?? null,
    ...(await ladder(benched, tuned)),
  };
}

/**
 * Undefined where the command refused its own numbers.
 * @throws Error when it ended in any other way, Interrupted when it was stopped.
 */
async function tune({ stack, form, workload }: Benched): Promise<TuneResults | undefined> {
  const cli = path.join(repositoryRoot, 'harness/cli.ts');
  const what = ['--workload', workload, '--stack', stack, '--form', form, '--rate', `${rate}`, '--seed', `${seed}`];
  const { exitCode, stdout } = await execa(process.execPath, [cli, 'tune', 'pool', ...what, '--json', '--out', out], {
    reject: false,
    stdin: 'ignore',
    stderr: 'inherit',
    cancelSignal: signal,
    // It ends in order by itself, and has processes of its own to end.
    forceKillAfterDelay: 30_000,
    maxBuffer: 1e9,
  });
  signal.throwIfAborted();
  if (exitCode === EXIT.interrupted) throw new Interrupted('a signal to the command');
  if (exitCode === EXIT.invalid) return undefined;
  if (exitCode !== EXIT.fine) throw new Error(`duet tune pool ended with ${exitCode}`);
  return JSON.parse(stdout) as TuneResults;
}

async function ladder(benched: Benched, tuned: TuneResults): Promise<Pick<KeptTune, 'ladder' | 'best'>> {
  await using session = await openSession('ladder', { out, signal });
  return await measureLadder(session.lab, benched, tuned, signal);
}
