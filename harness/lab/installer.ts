/** Installing what a lock file pins, with npm and pip, into folders of our own. */
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import { runToEnd } from './run-to-end.ts';
import type { Workplace } from './workplace.ts';

export interface Installer {
  /** Into node_modules/ of a folder that holds package.json and package-lock.json. */
  npm(dir: string): Promise<void>;
  /** A virtual environment in `dir` with exactly what the lock file names. */
  venv(dir: string, python: string, lockFile: string): Promise<void>;
}

/** How much of what npm or pip said a message shows. */
const TAIL_LINES = 12;

export interface InstallerOptions {
  /** The Node that npm runs on, which leaves out optional packages that are for another one. Default: that of PATH. */
  node?: string;
}

/** @throws DuetError (exit 4) with the end of what npm or pip said; the signal's reason when it aborts. */
export function openInstaller(workplace: Workplace, signal: AbortSignal, options: InstallerOptions = {}): Installer {
  const run = (command: string, args: string[], cwd: string) =>
    install(workplace, signal, { command, args, cwd, ...options });
  return {
    // As harness/tasks/setup.sh does, whose comment says why it is not `npm ci`; services need no tools of the tests.
    npm: (dir) => run('npm', ['install', '--no-save', '--omit=dev', '--loglevel=error', '--no-progress'], dir),
    async venv(dir, python, lockFile) {
      // Not where the user is: Python would take a module that lies there for its own.
      const elsewhere = path.dirname(dir);
      await run(python, ['-m', 'venv', dir], elsewhere);
      const options = ['--quiet', '--disable-pip-version-check', '--no-input', '--require-hashes', '-r', lockFile];
      await run(path.join(dir, 'bin/python'), ['-m', 'pip', 'install', ...options], elsewhere);
    },
  };
}

/** Runs a script of the package.json of a folder, where it has one of that name. @throws as installing does. */
export const runNpmScript = (
  workplace: Workplace,
  signal: AbortSignal,
  { dir, script, node }: InstallerOptions & { dir: string; script: string },
): Promise<void> =>
  install(workplace, signal, {
    command: 'npm',
    args: ['run', '--if-present', '--loglevel=error', script],
    cwd: dir,
    ...(node === undefined ? {} : { node }),
  });

interface Step extends InstallerOptions {
  command: string;
  args: string[];
  cwd: string;
}

async function install(workplace: Workplace, signal: AbortSignal, { command, args, cwd, node }: Step): Promise<void> {
  const env = node === undefined ? {} : { env: await environmentOn(workplace, signal, node) };
  const result = await runToEnd(workplace, command, args, { signal, cwd, ...env });
  if (!result.failed) return;
  const said = result.all?.trimEnd().split('\n').slice(-TAIL_LINES).join('\n    ') || result.originalMessage;
  throw new DuetError(`\`${[command, ...args].join(' ')}\` failed; the end of its output:\n    ${said}`, {
    exitCode: EXIT.environment,
    hint: 'check the network, the disk space, and whether the lock file of that side can be installed by itself',
  });
}

/**
 * npm reads its global settings beside the Node that runs it. On another Node it is told where they are, or it would know
 * nothing of the registry, the proxy and the certificates of this machine.
 */
async function environmentOn(workplace: Workplace, signal: AbortSignal, node: string): Promise<Record<string, string>> {
  const ours = definedOf(process.env);
  const env = { ...ours, PATH: withoutLocal(ours.PATH ?? '') };
  const { failed, stdout = '' } = await runToEnd(workplace, 'npm', ['config', 'get', 'globalconfig'], { signal, env });
  const settings = failed ? {} : { NPM_CONFIG_GLOBALCONFIG: stdout.trim() };
  return { ...ours, ...settings, PATH: withFirst(path.dirname(node)) };
}

/** Without the folders in which npm puts programs, a pinned Node among them: `npm run` and others set them in front. */
const withoutLocal = (paths: string) =>
  paths
    .split(path.delimiter)
    .filter((folder) => !folder.endsWith(path.join('node_modules', '.bin')))
    .join(path.delimiter);

const withFirst = (folder: string) => [folder, process.env.PATH ?? ''].join(path.delimiter);

const definedOf = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
