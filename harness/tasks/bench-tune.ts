/**
 * Does `duet tune pool` find the smallest pool that is as good as any? For each workload and stack it runs the command as
 * a user would, and then measures a ladder of settings around what it recommended, every one on a fresh process.
 *
 *   bench-tune.ts [--minutes 25] [--workload all] [--stack both] [--form async] [--rate 100] [--seed 1] [--again]
 *                 [--against 9a97633] [--results harness/tasks/bench-tune-tunes.jsonl]
 *
 * With --against an earlier commit of duet tunes each service as well, every other time first; one ladder serves both.
 * The results are committed, so it goes on where it stopped: what they have of a service is not tuned again, unless --again
 * asks for it. --minutes 0 prints the table alone. Leave the machine alone meanwhile. Exit code 1 when a target is missed.
 */
import path from 'node:path';
import { Command } from 'commander';
import { execa } from 'execa';
import { DuetError, EXIT, Interrupted } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { repositoryRoot } from '../lab/source.ts';
import { optionOf } from '../options/declared.ts';
import { chosenFrom, STACK_OPTIONS } from '../options/selection.ts';
import { TUNE_OPTIONS } from '../options/tune.ts';
import { ownSubjects } from '../options/tune-target.ts';
import { integer } from '../options/values.ts';
import { type StackName, WORKLOADS } from '../results/names.ts';
import { connectionsOf, type FormName, type TuneResults, type WorkloadName } from '../results/tune.ts';
import { openSession } from '../runs/session.ts';
import { codeName } from './bench-code.ts';
import { checkOutEarlier } from './bench-earlier.ts';
import { machineName } from './bench-machine.ts';
import { type Benched, type EarlierTune, type KeptTune, keyOf, readTunes } from './bench-tune-kept.ts';
import { measureLadder } from './bench-tune-ladder.ts';
import { tuneTable } from './bench-tune-table.ts';
import { keep } from './kept-lines.ts';

interface BenchOptions {
  workload: WorkloadName[];
  stack: StackName[];
  form: FormName[];
  rate: number;
  seed: number;
  minutes: number;
  again?: boolean;
  against?: string;
  results: string;
}

const options = new Command('bench-tune')
  .addOption(optionOf(chosenFrom('--workload <names>', WORKLOADS, 'workload', 'all')))
  .addOption(optionOf(STACK_OPTIONS.stack))
  .addOption(optionOf(TUNE_OPTIONS.form))
  .option('--rate <n>', 'arrivals per second', integer(1, 10_000), 100)
  .option('--seed <n>', 'of the arrivals', integer(0, 2 ** 31 - 1), 1)
  .option('--minutes <n>', 'nothing is begun that would not end by then', integer(0, 10_000), 25)
  .option('--again', 'also what is in the results')
  .option('--against <commit>', 'also by the duet of this commit, in turn the first')
  .option('--results <file>', 'a line per service', path.join(import.meta.dirname, 'bench-tune-tunes.jsonl'))
  .parse()
  .opts<BenchOptions>();
const { rate, seed, results, against } = options;
const out = path.join(repositoryRoot, 'out/bench-tune');
const signal = abortOnSignals();
/** Asked for before anything is pinned. */
const machine = machineName();

try {
  await work();
} catch (error) {
  if (!(error instanceof DuetError)) throw error;
  console.error(`bench-tune: ${error.message}`);
  process.exitCode = error.exitCode;
}
const table = tuneTable(readTunes(results));
console.log(table);
if (/^MISSED/m.test(table)) process.exitCode ??= EXIT.regression;

async function work(): Promise<void> {
  const done = new Set(readTunes(results).filter(isAsAsked).map(keyOf));
  const wanted: Benched[] = ownSubjects(options).map(({ stack, form, workload }) => ({ stack, form, workload, seed }));
  const left = options.again ? wanted : wanted.filter((benched) => !done.has(keyOf(benched)));
  if (left.length === 0 || options.minutes === 0) return;
  await using earlier = against === undefined ? undefined : await checkOutEarlier(against);
  let longestMs = 0;
  for (const [index, benched] of left.entries()) {
    const beganMs = performance.now();
    if (beganMs + longestMs > options.minutes * 60_000) break;
    console.error(`bench-tune: ${index + 1} of ${left.length}: ${keyOf(benched)}`);
    const present = { dir: repositoryRoot };
    const duets = index % 2 === 0 ? [present, earlier] : [earlier, present];
    const found = (await bench(benched, duets)) ?? (await bench(benched, duets));
    longestMs = Math.max(longestMs, performance.now() - beganMs);
    if (found === undefined)
      console.error(`bench-tune: ${keyOf(benched)}: invalid twice, so it is left for another time`);
    else keep(results, found);
  }
}

/** Whether a kept line answers what is asked now. */
function isAsAsked({ earlier, rate_per_s }: KeptTune): boolean {
  return rate_per_s === rate && (against === undefined || earlier?.commit === against);
}

/** @param duets in their order. Undefined where the machine was too busy for a result of the present one. */
async function bench(benched: Benched, duets: ({ dir: string } | undefined)[]): Promise<KeptTune | undefined> {
  let found: { ms: number; tuned: TuneResults } | undefined;
  let earlier: EarlierTune | undefined;
  for (const duet of duets) {
    if (duet === undefined) continue;
    const startedMs = performance.now();
    const tuned = await tune(benched, duet.dir);
    const ms = performance.now() - startedMs;
    if (duet.dir !== repositoryRoot)
      earlier = { commit: against ?? '', ms, recommended: tuned ? connectionsIn(tuned) : null };
    else if (tuned === undefined) return undefined;
    else found = { ms, tuned };
  }
  if (found === undefined) throw new Error('the present duet was not asked');
  const { tuned, ms } = found;
  const { recommendation, prediction, target } = tuned;
  return {
    ...benched,
    rate_per_s: target.rate_per_s,
    at: new Date().toISOString(),
    commit: await codeName(),
    machine,
    ms,
    recommended: connectionsIn(tuned),
    predicted: prediction?.connections ?? null,
    bottleneck: recommendation?.bottleneck.kind ?? null,
    ...(earlier === undefined ? {} : { earlier }),
    ...(await ladder(benched, tuned)),
  };
}

function connectionsIn({ recommendation }: TuneResults): number | null {
  return recommendation && connectionsOf(recommendation.setting);
}

/**
 * Undefined where the command refused its own numbers.
 * @param dir the repository whose command it is.
 * @throws Error when it ended in any other way, Interrupted when it was stopped.
 */
async function tune({ stack, form, workload }: Benched, dir: string): Promise<TuneResults | undefined> {
  const cli = path.join(dir, 'harness/cli.ts');
  const what = ['--workload', workload, '--stack', stack, '--form', form, '--rate', `${rate}`, '--seed', `${seed}`];
  const { exitCode, stdout } = await execa(process.execPath, [cli, 'tune', 'pool', ...what, '--json', '--out', out], {
    cwd: dir,
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
