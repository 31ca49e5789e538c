/** A Node project: package.json with its scripts, and the lock file of its package manager. */
import type { Folder } from './folder.ts';
import type { Found, Guess, StartGuess } from './found.ts';
import { withoutShell, withPort } from './shell-line.ts';
import { databaseVariables, portVariable, variablesOf } from './variables.ts';

interface Package {
  main?: string;
  scripts: Record<string, string>;
  dependencies: string[];
}

/** The package manager that a lock file belongs to, what installs by it, and what runs a script. */
const MANAGERS = [
  { lock: 'package-lock.json', install: 'npm ci', run: 'npm run' },
  { lock: 'npm-shrinkwrap.json', install: 'npm ci', run: 'npm run' },
  { lock: 'pnpm-lock.yaml', install: 'pnpm install --frozen-lockfile', run: 'pnpm run' },
  { lock: 'yarn.lock', install: 'yarn install --immutable', run: 'yarn run' },
  { lock: 'bun.lock', install: 'bun install --frozen-lockfile', run: 'bun run' },
];
const NO_LOCK = { lock: 'package.json', install: 'npm install', run: 'npm run' };
/** What reaches PostgreSQL. */
const DRIVERS = ['pg', 'postgres', 'pg-promise', 'slonik', '@prisma/client', 'pg-native'];
const MIGRATES = [
  'migrate',
  'db:migrate',
  'migrate:up',
  'migrate:latest',
  'migration:run',
  'migrations:run',
  'migrate:deploy',
];
const SEEDS = ['seed', 'db:seed', 'seed:run'];
/** Programs of which one process answers, so that the script can be run without its package manager. */
const PLAIN = /^node\s/;
const ENTRIES = [
  'server.ts',
  'server.js',
  'server.mjs',
  'app.js',
  'index.js',
  'src/server.ts',
  'src/server.js',
  'src/index.js',
];

export function findNodeProject(folder: Folder): Found | undefined {
  const known = readPackage(folder.read('package.json'));
  const starts = known === undefined ? bareEntry(folder) : startsOf(folder, known);
  if (known === undefined) return starts.length === 0 ? undefined : { starts };
  const manager = managerOf(folder);
  const scripts = (names: string[]): Guess[] =>
    names
      .filter((name) => name in known.scripts)
      .map((name) => ({ text: `${manager.run} ${name}`, from: `package.json: scripts.${name}` }));
  const driver = driverOf(known);
  const prisma = known.dependencies.includes('@prisma/client') && folder.read('prisma/schema.prisma') !== undefined;
  const deploy = { text: 'npx --no prisma migrate deploy', from: 'prisma/schema.prisma' };
  return {
    starts,
    migrates: [...scripts(MIGRATES), ...(prisma ? [deploy] : [])],
    seeds: scripts(SEEDS),
    ...(driver === undefined ? {} : { database: `package.json: ${driver}` }),
  };
}

function readPackage(text: string | undefined): Package | undefined {
  try {
    const read = JSON.parse(text ?? '') as Record<string, unknown>;
    const names = (member: unknown) => Object.keys((member ?? {}) as object);
    return {
      ...(typeof read.main === 'string' ? { main: read.main } : {}),
      scripts: (read.scripts ?? {}) as Record<string, string>,
      dependencies: [...names(read.dependencies), ...names(read.devDependencies)],
    };
  } catch {
    return undefined;
  }
}

const driverOf = ({ dependencies }: Package) => DRIVERS.find((name) => dependencies.includes(name));

/** The lock file tells which it is; that of yarn also tells which yarn. */
function managerOf(folder: Folder): (typeof MANAGERS)[number] {
  const found = MANAGERS.find(({ lock }) => folder.read(lock) !== undefined) ?? NO_LOCK;
  const isYarnOne = found.lock === 'yarn.lock' && folder.read(found.lock)?.includes('yarn lockfile v1') === true;
  return isYarnOne ? { ...found, install: 'yarn install --frozen-lockfile' } : found;
}

function startsOf(folder: Folder, known: Package): StartGuess[] {
  const build = buildOf(folder, known);
  const variables = variablesOf(folder);
  const ofDatabase = driverOf(known) === undefined ? {} : databaseVariables(variables);
  const starts: Guess[] = [];
  const { start, main } = { start: known.scripts.start, main: known.main };
  if (start !== undefined) starts.push(scriptStart(start, managerOf(folder).run));
  if (main !== undefined) starts.push({ text: `node ${main}`, from: 'package.json: main' });
  for (const { text, from } of bareEntry(folder)) starts.push({ text, from });
  return starts.map((guess) => ({
    ...guess,
    env: { ...(guess.text.includes('{port}') ? {} : { [portVariable(variables) ?? 'PORT']: '{port}' }), ...ofDatabase },
    ...(build === undefined ? {} : { build }),
  }));
}

/** A package manager in front of the service costs a process and half a second at every start. */
function scriptStart(script: string, run: string): Guess {
  const line = withPort(script);
  const text = PLAIN.test(line) ? withoutShell(line) : `${run} start`;
  return { text, from: 'package.json: scripts.start' };
}

function buildOf(folder: Folder, { scripts, dependencies }: Package): Guess | undefined {
  const { lock, install, run } = managerOf(folder);
  const lines = [...(dependencies.length > 0 ? [install] : []), ...('build' in scripts ? [`${run} build`] : [])];
  if (lines.length === 0) return undefined;
  return { text: lines.join(' && '), from: 'build' in scripts ? `${lock}, package.json: scripts.build` : lock };
}

/** A file that is usually what starts a service. */
function bareEntry(folder: Folder): StartGuess[] {
  const port = portVariable(variablesOf(folder)) ?? 'PORT';
  return ENTRIES.filter((file) => folder.read(file) !== undefined)
    .slice(0, 1)
    .map((file) => ({ text: `node ${file}`, from: file, env: { [port]: '{port}' } }));
}
