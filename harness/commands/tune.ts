import type { Command } from 'commander';
import { inWords } from '../progress.ts';
import { refuseImpossibleTarget } from '../tune/advice/target.ts';
import { commandLine } from './command-line.ts';
import { KEPT_RUNS } from './compare.ts';
import { askForTarget, openTerminal, shouldAsk } from './tune-ask.ts';
import { applyConfig } from './tune-config.ts';
import { readJobs } from './tune-jobs.ts';
import { addTuneOptions, type TuneOptions } from './tune-options.ts';
import { nameOf, targetOf } from './tune-plan.ts';
import { refuseImpossible } from './tune-refusals.ts';
import { carryOutTune, type TuneUndertaking } from './tune-run.ts';
import { placeholderHelp } from './tune-service-options.ts';

export function addTune(program: Command): void {
  const tune = program
    .command('tune')
    .description('find the right size of something by measuring: `duet tune pool` sizes a connection pool')
    .addHelpText('after', '\nExample:\n  duet tune pool --rate 200 --p99 100ms');
  addTuneOptions(tune.command('pool'))
    .description('how many connections? measures until it knows, says why, and proves it')
    .addHelpText(
      'after',
      `
Examples:
  duet tune pool
  duet tune pool --rate 200 --p99 100ms --workload hold --stack python
  duet tune pool --workload all --processes 4 --max-connections 50
  duet tune pool --stack python --form def,async --arrivals bursty --rtt 1
  duet tune pool --workload cpu --stack node --grid

A service of your own, in any language, by the names of its own variables:
  duet tune pool --command "uvicorn app:app --port {port}" --env POOL_SIZE={pool_size} --env MAX_OVERFLOW={max_overflow} --request "GET /orders/7" --rate 200 --p99 100ms
  duet tune pool --url http://127.0.0.1:8000 --hook "./set-pool {pool_size}" --request "GET /orders/7"
  duet tune pool --config duet.tune.ts --rate 400

${placeholderHelp()}

With DATABASE_URL its connections are counted there, and max_connections is read; nothing is written to it.

On a terminal, without --rate, --p99 and --workload, it asks. The recommendation is the smallest number of connections
that is as good as the best, and never more than PostgreSQL can give to all processes together.
Files: tune.html, tune.md and tune.json in out/<run-id>/; out/latest points to the newest, the newest ${KEPT_RUNS} runs are kept.
Exit codes: 0 measured (also when the target cannot be met: it says so, and why), 2 wrong usage, 4 environment,
5 run invalid, 130 interrupted.`,
    )
    .action(tunePool);
}

async function tunePool(_: TuneOptions, command: Command): Promise<void> {
  const typed = process.argv.slice(2);
  const { config } = command.opts<TuneOptions>();
  if (config !== undefined) await applyConfig(command, config);
  if (shouldAsk(command)) {
    using terminal = openTerminal();
    typed.push(...(await askForTarget(command, terminal.ask, (text) => console.error(text))));
  }
  refuseImpossible(command);
  const options = command.opts<TuneOptions>();
  refuseImpossibleTarget(targetOf(options));
  const { seed = Date.now() % 2 ** 31 } = options;
  if (options.seed === undefined) typed.push('--seed', String(seed));
  const undertaking = { jobs: await readJobs(options), options, seed, command: commandLine(typed) };
  if (options.dryRun) printPlan(undertaking);
  else await carryOutTune(undertaking);
}

function printPlan({ jobs, options, command }: TuneUndertaking): void {
  const { processes, grid, timeBudget } = options;
  const perProcess = processes === 1 ? '' : `, measured at one of ${processes} processes`;
  console.log(`${options.rate} arrivals per second, ${options.arrivals}${perProcess}`);
  for (const { describes } of jobs) console.log(`  ${nameOf(describes)}`);
  const more = grid ? ', and the grid, several minutes for each' : '';
  console.log(`At most ${inWords(jobs.length * timeBudget)}${more}. Then: duet ${command.replace(' --dry-run', '')}`);
}
