/** The demonstrations of what goes wrong with the patterns, run one after the other in one lab. */
import os from 'node:os';
import path from 'node:path';
import { DuetError } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { type Lab, openLab } from '../lab/lab.ts';
import { openWorkplace } from '../lab/workplace.ts';
import { openProgress } from '../progress.ts';
import { ProcessDied, watchDeaths } from '../protocol/deaths.ts';
import type { TrapsPrinter } from '../report/traps/printer.ts';
import type { StackName } from '../results/names.ts';
import type { TrapFinding, TrapsEnvironment, TrapsResults } from '../results/traps.ts';
import { MAX_CONNECTIONS, openTrapRunner, readVersions } from '../traps/run-traps.ts';
import type { Trap } from '../traps/trap.ts';
import { version } from '../version.ts';
import { newRunId } from './session.ts';

/** @param printer of findings as soon as there are any. */
export async function runTraps(
  chosen: readonly Trap[],
  stacks: StackName[],
  printer?: TrapsPrinter,
): Promise<TrapsResults> {
  const signal = abortOnSignals();
  const progress = openProgress();
  await using workplace = openWorkplace(newRunId('traps'));
  const options = { workplace, stacks, signal };
  const libraries = await readVersions(options);
  progress.step('starting PostgreSQL, the upstream stub and the proxy');
  const { dir } = workplace;
  await using lab = await openLab({
    workplace,
    logDir: path.join(dir, 'logs'),
    filesDir: dir,
    maxConnections: MAX_CONNECTIONS,
  });
  const run = await openTrapRunner(lab, options);
  const environment: TrapsEnvironment = {
    started_at: new Date().toISOString(),
    machine: {
      cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
      cores: os.availableParallelism(),
      system: `${os.type()} ${os.arch()}`,
    },
    versions: { ...libraries, PostgreSQL: lab.database.version },
  };
  const print = (text: string) => {
    progress.clear();
    console.log(text);
  };
  if (printer) print(printer.environment(environment));
  const traps: TrapFinding[] = [];
  for (const [index, trap] of chosen.entries()) {
    const { name, pattern } = trap;
    progress.step(`${name} (${index + 1} of ${chosen.length})`);
    const finding = await whileLabIsUp(lab, trap, signal, run);
    if (printer && traps.at(-1)?.pattern !== pattern) print(printer.pattern(pattern));
    traps.push(finding);
    if (printer) print(printer.finding(finding));
  }
  progress.end();
  return { schema: 'duet-traps', duet_version: version, ...environment, traps };
}

/** A script may fail, or show something else, because PostgreSQL has gone. @throws DuetError (exit 4) then, which names the demonstration. */
async function whileLabIsUp(
  lab: Lab,
  trap: Trap,
  signal: AbortSignal,
  run: (trap: Trap) => Promise<TrapFinding>,
): Promise<TrapFinding> {
  const { pattern, name } = trap;
  const outcome = await watchDeaths<TrapFinding | DuetError>(
    {
      watched: [lab],
      where: { pattern, phase: name },
      signal,
      suspicious: (found) => found instanceof DuetError || found.runs.some(({ verdict }) => verdict !== 'shown'),
    },
    () =>
      run(trap).catch((error: unknown) => {
        if (error instanceof DuetError) return error;
        throw error;
      }),
  ).catch((error: unknown) => {
    if (!(error instanceof ProcessDied)) throw error;
    const { message, exitCode, where } = error;
    throw new DuetError(message, {
      exitCode,
      where,
      hint: 'start again; what was shown until then is as good as ever',
      cause: error,
    });
  });
  if (outcome instanceof DuetError) throw outcome;
  return outcome;
}
