/** A Node project: package.json with its scripts, and the lock file of its package manager. */
import { isOneCommand } from '../command-line.ts';
import type { Folder } from './folder.ts';
import type { Found, Guess, StartGuess } from './found.ts';
import { withoutAssignments, withoutShell, withPort } from './shell-line.ts';
import { databaseVariables, portVariable, readsDatabase, variablesOf } from './variables.ts';

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
  const driver = driverOf(folder, known);
  const prisma = known.dependencies.includes('@prisma/client') && folder.read('prisma/schema.prisma') !== undefined;
  const deploy = { text: 'npx --no prisma migrate deploy', from: 'prisma/schema.prisma' };
  const build = buildOf(folder, known);
  return {
    starts,
    installs: build && {
      build,
      before: 'node_modules/.bin/',
      hasProgram: (name) => pathOf(name, folder, known) !== undefined,
      env: driver === undefined ? {} : databaseVariables(variablesOf(folder)),
    },
    migrates: [...scripts(MIGRATES), ...(prisma ? [deploy] : [])],
    seeds: scripts(SEEDS),
    ...(driver === undefined ? {} : { database: driver }),
  };
}

function readPackage(text: string | undefined): Package | undefined {
  try {
    const read = JSON.parse(text ?? '') as Record<string, unknown>;
    // Where duet was installed to measure it, that is no need of the service.
    const names = (member: unknown) => Object.keys((member ?? {}) as object).filter((name) => name !== 'duet');
    return {
      ...(typeof read.main === 'string' ? { main: read.main } : {}),
      scripts: (read.scripts ?? {}) as Record<string, string>,
      dependencies: [...names(read.dependencies), ...names(read.devDependencies)],
    };
  } catch {
    return undefined;
  }
}

/**
 * What shows that it uses PostgreSQL: a driver among its own packages, or one that another package brings, where its code or
 * a script reads the address of a database.
 */
function driverOf(folder: Folder, { dependencies }: Package): string | undefined {
  const own = DRIVERS.find((name) => dependencies.includes(name));
  if (own !== undefined) return `package.json: ${own}`;
  const { lock } = managerOf(folder);
  const text = folder.read(lock);
  if (text === undefined || !readsDatabase(variablesOf(folder))) return undefined;
  const brought = DRIVERS.find((name) => isLocked(name, text));
  return brought === undefined ? undefined : `${lock}: ${brought}`;
}

/** Whether a lock file of npm, pnpm, Yarn or Bun names a package, whoever brings it. */
const isLocked = (name: string, lock: string): boolean =>
  lock.includes(`node_modules/${name}": {`) ||
  lock.includes(`"${name}": ["${name}@`) ||
  new RegExp(`^\\s*["']?/?${name}[@/]`, 'm').test(lock);

/** The lock file tells which it is, in a workspace that of its top; that of yarn also tells which yarn. */
function managerOf(folder: Folder): (typeof MANAGERS)[number] {
  const inFolder = (at: string) =>
    MANAGERS.map((one) => ({ ...one, lock: at + one.lock })).find(({ lock }) => folder.read(lock) !== undefined);
  const top = folder.above.find((at) => isWorkspace(folder, at));
  const found = inFolder('') ?? (top === undefined ? undefined : inFolder(top)) ?? NO_LOCK;
  const isYarnOne = found.lock.endsWith('yarn.lock') && folder.read(found.lock)?.includes('yarn lockfile v1') === true;
  return isYarnOne ? { ...found, install: 'yarn install --frozen-lockfile' } : found;
}

/** Whether the packages below a folder are installed together. */
const isWorkspace = (folder: Folder, at: string): boolean =>
  folder.read(`${at}pnpm-workspace.yaml`) !== undefined ||
  /"workspaces"\s*:/.test(folder.read(`${at}package.json`) ?? '');

function startsOf(folder: Folder, known: Package): StartGuess[] {
  const build = buildOf(folder, known);
  const variables = variablesOf(folder);
  const ofDatabase = driverOf(folder, known) === undefined ? {} : databaseVariables(variables);
  const starts: Guess[] = [];
  const { start, main } = { start: known.scripts.start, main: known.main };
  if (start !== undefined) starts.push(scriptStart(start, folder, known));
  if (main !== undefined) starts.push({ text: `node ${main}`, from: 'package.json: main' });
  for (const { text, from } of bareEntry(folder)) starts.push({ text, from });
  return starts.map((guess) => ({
    ...guess,
    env: { ...(guess.text.includes('{port}') ? {} : { [portVariable(variables) ?? 'PORT']: '{port}' }), ...ofDatabase },
    ...(build === undefined ? {} : { build }),
  }));
}

/** A package that brings the Node on which scripts run: https://www.npmjs.com/package/node */
const NODE = /^node(?:-bin-setup|-(?:linux|darwin|win)-\w+)?$/;

/**
 * A package manager in front of the service costs a process and half a second at every start. It is needed where the project
 * has a Node of its own, which it puts on the path.
 */
function scriptStart(script: string, folder: Folder, known: Package): Guess {
  const { assigned, command } = withoutAssignments(withPort(script));
  const [program = ''] = command.trim().split(/\s/, 1);
  const path = program === 'node' && !hasOwnNode(known) ? '' : pathOf(program, folder, known);
  const isPlain = path === '' || (path !== undefined && isOneCommand(command));
  const text = isPlain ? withoutShell(`${assigned}${path}${command.trim()}`) : `${managerOf(folder).run} start`;
  return { text, from: 'package.json: scripts.start' };
}

/** Where a program of a package lies that a script calls by its name alone; undefined where nothing tells. */
function pathOf(program: string, folder: Folder, known: Package): string | undefined {
  // Plug'n'Play has no such folder.
  if (!/^[\w.-]+$/.test(program) || hasOwnNode(known) || folder.read('.pnp.cjs') !== undefined) return undefined;
  const isInstalled = folder.read(`node_modules/.bin/${program}`) !== undefined;
  return isInstalled || known.dependencies.includes(program) ? 'node_modules/.bin/' : undefined;
}

const hasOwnNode = ({ dependencies }: Package) => dependencies.some((name) => NODE.test(name));

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
