/** Making the tables of a side, and filling them, by the commands of that side and in its code. */
import path from 'node:path';
import { asTyped } from '../duration.ts';
import type { Workplace } from '../lab/workplace.ts';
import type { SideName } from '../results/schema.ts';
import { shownCommand } from '../secrets.ts';
import { commandWords, filledVariables, type ServiceCommands } from './commands.ts';
import type { DatabaseConfig } from './config.ts';
import { runCommand } from './run-command.ts';
import type { ServiceCheckouts } from './side-checkouts.ts';
import { databaseEnvironment, databaseValues } from './side-database.ts';

export interface FillOptions {
  workplace: Workplace;
  checkouts: ServiceCheckouts;
  commands: ServiceCommands;
  from: DatabaseConfig['from'];
  /** The database of the side. */
  url: string;
  logDir: string;
  onProgress(text: string): void;
  signal: AbortSignal;
}

const STEPS = { migrate: 'migrating', seed: 'seeding' } as const;

/** @throws DuetError (exit 4) that names the side and the command, with the end of its output, where it fails. */
export async function fillDatabase(side: SideName, options: FillOptions): Promise<void> {
  for (const step of ['migrate', 'seed'] as const) {
    const line = options.commands.database?.[step];
    if (line !== undefined) await carryOut(step, line, side, options);
  }
}

async function carryOut(
  step: keyof typeof STEPS,
  line: string,
  side: SideName,
  { workplace, checkouts, commands, from, url, logDir, onProgress, signal }: FillOptions,
): Promise<void> {
  const { buildTimeoutMs: timeoutMs } = commands;
  const { cwd, env: beneath } = checkouts.shellOf(side, commands.cwd);
  const values = databaseValues(url);
  const { words, env } = commandWords(`\`${step}\``, line, values);
  const shown = shownCommand(line);
  const name = checkouts.names[side];
  onProgress(`${STEPS[step]} the database of ${name}: ${shown}`);
  await runCommand({
    ...{ workplace, what: `\`${step}\` of ${name}, ${shown},`, words, cwd, timeoutMs, signal },
    env: { ...databaseEnvironment(beneath, url, from), ...filledVariables(commands.env ?? {}, values), ...env },
    logFile: path.join(logDir, `${step}-${name}.log`),
    lateHint: `--build-timeout ${asTyped(2 * timeoutMs)}, or buildTimeout in the config, if it needs longer`,
    hint: `run it by hand on a database like that of ${name}`,
  });
}
