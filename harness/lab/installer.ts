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

/** Also for packages that make something of their own after the install. */
export interface ScriptInstaller extends Installer {
  /** A script of the package.json of a folder, where it has one of that name. */
  script(dir: string, name: string): Promise<void>;
}

/** How much of what npm or pip said a message shows. */
const TAIL_LINES = 12;

export interface InstallerOptions {
  /** The Node that npm runs on, which leaves out optional packages that are for another one. Default: that of PATH. */
  node?: string;
}

/** @throws DuetError (exit 4) with the end of what npm or pip said; the signal's reason when it aborts. */
export function openInstaller(
  workplace: Workplace,
  signal: AbortSignal,
  { node }: InstallerOptions = {},
): ScriptInstaller {
  let ofNpm: ReturnType<typeof environmentOn> | undefined;
  const npm = async (args: string[], cwd: string) => {
    if (node !== undefined) ofNpm ??= environmentOn(workplace, signal, node);
    const env = await ofNpm;
    await install(workplace, signal, { command: 'npm', args, cwd, ...(env === undefined ? {} : { env }) });
  };
  const run = (command: string, args: string[], cwd: string) => install(workplace, signal, { command, args, cwd });
  return {
    // As harness/tasks/setup.sh does, whose comment says why it is not `npm ci`; services need no tools of the tests.
    npm: (dir) => npm(['install', '--no-save', '--omit=dev', '--loglevel=error', '--no-progress'], dir),
    script: (dir, name) => npm(['run', '--if-present', '--loglevel=error', name], dir),
    async venv(dir, python, lockFile) {
      // Not where the user is: Python would take a module that lies there for its own.
      const elsewhere = path.dirname(dir);
      await run(python, ['-m', 'venv', dir], elsewhere);
      const options = ['--quiet', '--disable-pip-version-check', '--no-input', '--require-hashes', '-r', lockFile];
      await run(path.join(dir, 'bin/python'), ['-m', 'pip', 'install', ...options], elsewhere);
    },
  };
}

interface Step {
  command: string;
  args: string[];
  cwd: string;
  env?: Record<string, string>;
}

async function install(workplace: Workplace, signal: AbortSignal, { command, args, ...options }: Step): Promise<void> {
  const result = await runToEnd(workplace, command, args, { signal, ...options });
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
