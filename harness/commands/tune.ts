import type { Command } from 'commander';
import { exitCodesHelp } from '../exit-codes.ts';
import { openTerminal } from '../options/ask.ts';
import { addTuneOptions, type TuneOptions } from '../options/tune.ts';
import { askForTarget, shouldAsk } from '../options/tune-ask.ts';
import { refuseImpossible } from '../options/tune-refusals.ts';
import { serviceHelp } from '../options/tune-service.ts';
import { KEPT_RUNS } from '../results/kept.ts';

export function addTune(program: Command): void {
  const tune = program
    .command('tune')
    .description('find the right size of something by measuring: `duet tune pool` sizes a connection pool')
    .addHelpText('after', '\nExample:\n  duet tune pool --rate 200 --p99 100ms');
  addTuneOptions(tune.command('pool'))
    .description('find how many connections a pool needs, with the reasons and a comparison with other pools')
    .addHelpText(
      'after',
      `
Examples:
  duet tune pool
  duet tune pool --rate 200 --p99 100ms --workload hold --stack python
  duet tune pool --workload all --processes 4 --max-connections 50
  duet tune pool --stack python --form def,async --arrivals bursty --rtt 1
  duet tune pool --workload cpu --stack node --grid

A service of your own, in any language, with the names of its own variables:
  duet tune pool --command "uvicorn app:app --port {port}" --env POOL_SIZE={pool_size} --env MAX_OVERFLOW={max_overflow} --request "GET /orders/7" --rate 200 --p99 100ms
  duet tune pool --with-database --command "uvicorn app:app --port {port}" --env DATABASE_URL={database_url:postgresql+asyncpg} --env POOL_SIZE={pool_size} --request "GET /orders/7"
  duet tune pool --with-database --command "npm start" --env PORT={port} --env DB_HOST={db_host} --env DB_PORT={db_port} --env DB_USER={db_user} --env DB_PASSWORD={db_password} --env DB_NAME={db_name} --env POOL_MAX={pool_max} --env POOL_WAIT_S={pool_timeout_whole_s} --request "GET /orders/7" --ready-timeout 60s
  duet tune pool --url http://127.0.0.1:8000 --hook "./set-pool {pool_size}" --request "GET /orders/7"
  duet tune pool --config duet.tune.ts --rate 400
  duet tune pool --config duet.tune.ts --expect json:data.user.id --expect json:errors=
  duet tune pool --config duet.tune.ts --timeout-status 500

${serviceHelp()}

With DATABASE_URL, duet counts its connections and reads max_connections there; it writes nothing.

On a terminal, duet asks for the load unless --rate, --p99 or --workload is given. It recommends the smallest number of
connections that is as good as the best, and never more than PostgreSQL can give to all processes together.
Files: tune.html, tune.md and tune.json in out/<run-id>/; out/latest points to the newest, the newest ${KEPT_RUNS} runs are kept.
${exitCodesHelp(['fine', 'usage', 'environment', 'invalid', 'interrupted'], OWN_CODES)}`,
    )
    .action(tunePool);
}

const OWN_CODES = { fine: 'measured (even if the target cannot be met; the report says why)' };

async function tunePool(_: TuneOptions, command: Command): Promise<void> {
  const typed = process.argv.slice(2);
  const { applyConfig, configFileOf } = await import('../options/tune-config.ts');
  const config = configFileOf(command);
  if (config !== undefined) await applyConfig(command, config);
  if (shouldAsk(command)) {
    using terminal = openTerminal();
    typed.push(...(await askForTarget(command, terminal.ask, (text) => console.error(text))));
  }
  refuseImpossible(command);
  const options = command.opts<TuneOptions>();
  const { newTuning, printTunePlan } = await import('../runs/tune/request.ts');
  const request = await newTuning(options, typed);
  if (options.dryRun) return printTunePlan(request);
  const { tuneServices } = await import('../runs/tune/services.ts');
  await tuneServices(request);
}
