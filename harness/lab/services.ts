/** Starting one of the two services under test: its command, its settings, its place on the cores. */
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import type { DiffStackName, SideName, StackName } from '../results/schema.ts';
import { allCores, pinGroup, placement } from './placement.ts';
import { type Child, startChild } from './process.ts';
import { groupMembers } from './process-table.ts';
import { repositoryRoot, type Source } from './source.ts';
import type { Workplace } from './workplace.ts';

/** What a service is told at its start, the same for both stacks. */
export interface ServiceSettings {
  databaseUrl: string;
  upstreamUrl: string;
  filesDir: string;
}

export interface ServiceOptions extends ServiceSettings {
  /** Its code, and what runs it. */
  source: Source;
  /** In a diff: the side, for messages and samples. */
  side?: SideName | undefined;
  /** `own-core`: pinned apart from the driver. `all-cores`: for the workers pattern. `by-phase`: the same, to begin with. */
  place: 'own-core' | 'all-cores' | 'by-phase';
  /** Further variables, e.g. POOL_SIZE. They win over those of this process. */
  environment?: Record<string, string> | undefined;
  logFile: string;
}

/** One of duet's own, or a reader's. */
export interface Service<Stack extends DiffStackName = StackName> extends AsyncDisposable {
  readonly stack: Stack;
  /** Which of the two a diff compares. */
  readonly side?: SideName;
  readonly url: string;
  readonly pid: number;
  /** All its processes at this moment, where they need not be those of the group of `pid`. */
  readonly processes?: () => number[];
  readonly death: Child['death'];
  stop(): Promise<void>;
  /** Ends it at once, for when its work is done and its connections are ours. */
  kill(): Promise<void>;
}

/** All processes of a service at this moment. */
export const processesOf = ({ pid, processes }: Pick<Service, 'pid' | 'processes'>): number[] =>
  processes?.() ?? groupMembers(pid);

interface Launch {
  command: string;
  args: string[];
  env: Record<string, string>;
}

/** How each stack is started. */
const launches: Record<StackName, (source: Source) => Launch> = {
  node: ({ root, node }) => ({
    command: node,
    args: [path.join(root, 'node/server.ts')],
    env: {
      NODE_ENV: 'production',
      // A built service would not carry the type stripper in its memory; with this cache ours does not either.
      NODE_COMPILE_CACHE: compileCache(root),
      // By paths relative to the cache: the two folders of a diff are renamed, and stay warm.
      NODE_COMPILE_CACHE_PORTABLE: '1',
    },
  }),
  python: ({ root, python }) => ({
    command: python,
    args: [path.join(root, 'python/server.py')],
    env: { PYTHONUNBUFFERED: '1' },
  }),
};

/** A side of a diff has one of its own: its node_modules may be a link to those of this repository. */
function compileCache(root: string): string {
  return path.join(root, root === repositoryRoot ? 'node_modules/.cache/duet' : '.cache/duet');
}

/** @throws DuetError naming the stack and its side, with the end of its log, when it does not come up. */
export async function startService(
  workplace: Workplace,
  stack: StackName,
  { databaseUrl, upstreamUrl, filesDir, source, side, place, environment, logFile }: ServiceOptions,
): Promise<Service> {
  const { command, args, env } = launches[stack](source);
  const child = await startChild(workplace, {
    what: `the ${stack} service${side === undefined ? '' : ` of ${side}`}`,
    command,
    args,
    env: {
      ...env,
      ...inherited('PATH', 'HOME', 'LANG', 'LD_LIBRARY_PATH', 'TMPDIR'),
      ...serviceEnvironment({ databaseUrl, upstreamUrl, filesDir }),
      ...environment,
    },
    cwd: source.root,
    cores: allCores(),
    logFile,
    hint: startHint(stack),
  });
  const url = child.ready.listening as string;
  await waitUntilHealthy(url, child);
  // Pinned only now: while they start, the services of a phase may use every core.
  if (place === 'own-core' && placement.service !== undefined) pinGroup(child.pid, placement.service);
  return { ...child, stack, url, ...(side === undefined ? {} : { side }) };
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
    // Node's alone, then Python's.
    ...inherited('POOL_MAX', 'POOL_IDLE_TIMEOUT_MS', 'POOL_MAX_USES'),
    ...inherited('POOL_RECYCLE_S', 'POOL_PRE_PING', 'POOL_USE_LIFO', 'THREAD_LIMIT'),
    ...inherited('UPSTREAM_CONNECTIONS', 'UPSTREAM_TIMEOUT_MS'),
  };
}

/** A service that listens says within this that it is healthy. */
const HEALTHY_MS = 10_000;

async function waitUntilHealthy(url: string, child: Child): Promise<void> {
  const deadline = performance.now() + HEALTHY_MS;
  for (;;) {
    const healthy = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return;
    const death = child.death();
    if (death !== undefined || performance.now() > deadline) {
      await child.stop();
      const silence = `GET ${url}/health was not answered within ${HEALTHY_MS / 1_000} s`;
      throw new DuetError(death ?? silence, { exitCode: EXIT.environment });
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Those of our own variables that are set. */
export function inherited(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
