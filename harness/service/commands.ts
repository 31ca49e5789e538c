/** The commands of a reader's service, as one side of a diff has them, held to what can be carried out. */
import path from 'node:path';
import { refused } from '../errors.ts';
import { assignsFirst, needsShell, splitCommandLine } from './command-line.ts';
import {
  fill,
  OF_THE_DATABASE,
  OF_THE_POOL,
  type Placeholder,
  type PlaceholderValues,
  placeholdersIn,
} from './command-placeholders.ts';
import type { ServiceConfig } from './config.ts';

/** What of a config says how a service is made and started. */
export interface ServiceCommands extends Pick<ServiceConfig, 'build' | 'start' | 'cwd' | 'env' | 'ready' | 'database'> {
  /** For a build, a migration and a seed each. */
  buildTimeoutMs: number;
  readyTimeoutMs: number;
  stopGraceMs?: number | undefined;
}

type Words = [program: string, ...args: string[]];

/**
 * Before anything is run.
 * @throws DuetError (exit 2) that names the member of the config.
 */
export function checkCommands({ build, start, cwd = '', env = {}, ready, database }: ServiceCommands): void {
  if (assignsFirst(start)) {
    throw refused('`start` begins with an assignment, which needs a shell', 'put the variable into `env`');
  }
  splitCommandLine('`start`', start);
  const inStart = placeholdersIn('`start`', start);
  const inEnv = Object.entries(env).map(([name, template]) => placeholdersIn(`\`env\`, ${name}`, template));
  const ofPool = OF_THE_POOL.find((name) => inStart.has(name));
  if (ofPool !== undefined) {
    const instead = 'put it into a variable of `env`, which is left out here: the service has its own value then';
    throw refused(`\`start\` has {${ofPool}}, for which only \`duet tune\` has values`, instead);
  }
  if (![inStart, ...inEnv].some((names) => names.has('port'))) {
    throw refused(
      'neither `start` nor `env` has {port}: the service must listen on the port that it is given',
      'add it, e.g. --port {port}, or PORT: "{port}" in `env`',
    );
  }
  for (const [name, line] of Object.entries({ build, migrate: database?.migrate, seed: database?.seed })) {
    if (line !== undefined) refuseOthers(`\`${name}\``, line, name === 'build' ? [] : OF_THE_DATABASE);
  }
  const ofDatabase = OF_THE_DATABASE.find((name) => [inStart, ...inEnv].some((names) => names.has(name)));
  if (database === undefined && ofDatabase !== undefined) {
    throw refused(
      `there is no {${ofDatabase}}: the config has no \`database\``,
      'database: { from: "duet" } for one that duet starts, { from: "DATABASE_URL" } for copies of your own',
    );
  }
  if (ready !== undefined && !ready.startsWith('/')) {
    throw refused(`\`ready\`, ${ready}, must begin with a /`, 'write it e.g. as "/health"');
  }
  if (path.isAbsolute(cwd)) {
    throw refused(`\`cwd\`, ${cwd}, is not in the checkout of a side`, 'write it from the folder of the config');
  }
}

function refuseOthers(where: string, line: string, allowed: readonly Placeholder[]): void {
  const stranger = [...placeholdersIn(where, line)].find((name) => !allowed.includes(name));
  if (stranger === undefined) return;
  const may = allowed.length === 0 ? 'it has none' : `it may have ${allowed.map((name) => `{${name}}`).join(', ')}`;
  throw refused(`${where} has {${stranger}}, which has no value there`, may);
}

/**
 * The words of a command that is run once, with its variables. What only a shell can carry out, a shell does; the values of
 * the placeholders reach it in variables, so that nothing in them is taken for an operator.
 */
export function commandWords(
  where: string,
  line: string,
  values: PlaceholderValues,
): { words: Words; env: Record<string, string> } {
  if (!needsShell(line)) {
    const [program, ...args] = splitCommandLine(where, line).map((word) => fill(word, values)) as Words;
    return { words: [program, ...args], env: {} };
  }
  const env: Record<string, string> = {};
  const script = fill(line, values, (value) => {
    const name = `DUET_VALUE_${Object.keys(env).length + 1}`;
    env[name] = value;
    return `\${${name}}`;
  });
  return { words: ['sh', '-c', script], env };
}

/** The variables of `env` whose placeholders all have a value here. */
export function filledVariables(
  env: Readonly<Record<string, string>>,
  values: PlaceholderValues,
): Record<string, string> {
  const known = Object.entries(env).filter(([name, template]) =>
    [...placeholdersIn(`\`env\`, ${name}`, template)].every((placeholder) => values[placeholder] !== undefined),
  );
  return Object.fromEntries(known.map(([name, template]) => [name, fill(template, values)]));
}
