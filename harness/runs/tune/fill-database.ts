/** Making the tables of a service that is tuned on a PostgreSQL of duet, and filling them, by the reader's commands. */
import path from 'node:path';
import type { Workplace } from '../../lab/workplace.ts';
import { openProgress } from '../../progress.ts';
import { shownCommand } from '../../secrets.ts';
import { commandWords, filledVariables } from '../../service/commands.ts';
import { ownEnvironment } from '../../service/environment.ts';
import { runCommand } from '../../service/run-command.ts';
import { databaseEnvironment, databaseValues } from '../../service/side-database.ts';

const LONGEST_MS = 20 * 60_000;

/**
 * One after the other, on the server itself and not by way of a pooler.
 * @param lines the commands by the options that gave them.
 * @throws DuetError (exit 4) that names the option, with the end of the output, where a command fails.
 */
export async function fillDatabase(
  lines: Readonly<Record<string, string | undefined>>,
  { cwd = '.', env }: { cwd?: string | undefined; env: Readonly<Record<string, string>> },
  { workplace, url, logDir, signal }: { workplace: Workplace; url: string; logDir: string; signal: AbortSignal },
): Promise<void> {
  const values = databaseValues(url);
  for (const [option, line] of Object.entries(lines)) {
    if (line === undefined) continue;
    const { words, env: ofWords } = commandWords(option, line, values);
    openProgress().step(`${option}: ${shownCommand(line)}`);
    await runCommand({
      ...{ workplace, what: `${option}, ${shownCommand(line)},`, words, cwd, signal, timeoutMs: LONGEST_MS },
      env: {
        ...databaseEnvironment(ownEnvironment(), url, 'duet'),
        ...filledVariables(env, values),
        ...ofWords,
      },
      logFile: path.join(logDir, `${option.slice(2)}.log`),
      lateHint: 'a command that ends by itself, and sooner',
      hint: 'run it by hand on an empty database',
    });
  }
}
