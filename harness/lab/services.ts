/** Starting one of the two services under test: its command, its settings, its place on the cores. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuetError, EXIT } from '../errors.ts';
import type { StackName } from '../results/schema.ts';
import { allCores, pinGroup, placement } from './placement.ts';
import { type Child, startChild } from './process.ts';
import type { Workplace } from './workplace.ts';

export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

/** What a service is told at its start, the same for both stacks. */
export interface ServiceSettings {
  databaseUrl: string;
  upstreamUrl: string;
  filesDir: string;
}

export interface ServiceOptions extends ServiceSettings {
  /** `own-core`: pinned apart from the driver. `all-cores`: for the workers pattern. */
  place: 'own-core' | 'all-cores';
  logFile: string;
}

export interface Service extends AsyncDisposable {
  readonly stack: StackName;
  readonly url: string;
  readonly pid: number;
  readonly death: Child['death'];
  stop(): Promise<void>;
  /** Ends it at once, for when its work is done and its connections are ours. */
  kill(): Promise<void>;
}

interface Launch {
  command: string;
  args: string[];
  env: Record<string, string>;
}

/** How each stack is started. DUET_NODE and DUET_PYTHON choose another runtime for the service. */
const launches: Record<StackName, () => Launch> = {
  node: () => ({
    command: process.env.DUET_NODE || process.execPath,
    args: [path.join(repositoryRoot, 'node/server.ts')],
    // A built service would not carry the type stripper in its memory; with this cache ours does not either.
    env: { NODE_ENV: 'production', NODE_COMPILE_CACHE: path.join(repositoryRoot, 'node_modules/.cache/duet') },
  }),
  python: () => ({
    command: pythonCommand(),
    args: [path.join(repositoryRoot, 'python/server.py')],
    env: { PYTHONUNBUFFERED: '1' },
  }),
};

/** @throws DuetError naming the stack, with the end of its log, when it does not come up. */
export async function startService(
  workplace: Workplace,
  stack: StackName,
  { databaseUrl, upstreamUrl, filesDir, place, logFile }: ServiceOptions,
): Promise<Service> {
  const { command, args, env } = launches[stack]();
  const child = await startChild(workplace, {
    what: `the ${stack} service`,
    command,
    args,
    env: {
      ...env,
      ...inherited('PATH', 'HOME', 'LANG', 'LD_LIBRARY_PATH', 'TMPDIR'),
      ...serviceEnvironment({ databaseUrl, upstreamUrl, filesDir }),
    },
    cwd: repositoryRoot,
    cores: allCores(),
    logFile,
    hint: startHint(stack),
  });
  const url = child.ready.listening as string;
  await waitUntilHealthy(url, child);
  // Pinned only now: while they start, the services of a phase may use every core.
  if (place === 'own-core' && placement.service !== undefined) pinGroup(child.pid, placement.service);
  return { ...child, stack, url };
}

/** What to try when a service does not start: most often it is the wrong runtime. */
function startHint(stack: StackName): string | undefined {
  const name = `DUET_${stack.toUpperCase()}`;
  const given = process.env[name];
  if (!given) return undefined;
  return `${name} is ${given}: check that it can be started and has the service's packages, or unset ${name}`;
}

/** The settings that both services read, by the names of the contract. */
export function serviceEnvironment(settings: ServiceSettings): Record<string, string> {
  return {
    DATABASE_URL: settings.databaseUrl,
    UPSTREAM_URL: settings.upstreamUrl,
    FILES_DIR: settings.filesDir,
    EXIT_WITH_PARENT: '1',
    ...inherited('POOL_SIZE', 'MAX_OVERFLOW', 'POOL_TIMEOUT_MS', 'CONNECT_TIMEOUT_MS', 'WORKERS'),
    ...inherited('UPSTREAM_CONNECTIONS', 'UPSTREAM_TIMEOUT_MS'),
  };
}

/** The interpreter of python/.venv, made by `make setup`, unless DUET_PYTHON names another. */
export function pythonCommand(): string {
  if (process.env.DUET_PYTHON) return process.env.DUET_PYTHON;
  const venv = path.join(repositoryRoot, 'python/.venv/bin/python');
  if (existsSync(venv)) return venv;
  throw new DuetError('the Python service has no environment: python/.venv is missing', {
    exitCode: EXIT.environment,
    hint: 'run `make setup`, or set DUET_PYTHON to an interpreter that has python/requirements.lock installed',
    where: { stack: 'python' },
  });
}

async function waitUntilHealthy(url: string, child: Child): Promise<void> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const healthy = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return;
    const death = child.death();
    if (death !== undefined || performance.now() > deadline) {
      await child.stop();
      throw new DuetError(death ?? `GET ${url}/health was not answered within 10 s`, { exitCode: EXIT.environment });
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function inherited(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
