/** Runs demonstrations one after the other against the lab, each as a process of its own. */
import { randomBytes } from 'node:crypto';
import { mkdtempDisposableSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { controlToken } from '../lab/control-token.ts';
import { connectTo } from '../lab/database-client.ts';
import type { Lab } from '../lab/lab.ts';
import { findPgbouncer, openPooler, type RunningPooler } from '../lab/pooler.ts';
import { ownSource, repositoryRoot } from '../lab/source.ts';
import type { Workplace } from '../lab/workplace.ts';
import type { StackName } from '../results/names.ts';
import type { TrapCase, TrapFinding, TrapRun } from '../results/traps.ts';
import { runScript } from './run-script.ts';
import { scriptOf, type Trap } from './trap.ts';

/** The limit of the PostgreSQL that duet starts for this: few enough to be used up, by four pools of ten. */
export const MAX_CONNECTIONS = 40;
/** How long the other service takes to answer: long beside a query, as such calls are. */
const CALL_MS = 100;

export interface TrapOptions {
  workplace: Workplace;
  /** In which stacks demonstrations are run, where they can be. */
  stacks: readonly StackName[];
  signal: AbortSignal;
}

/** Runtimes and libraries of the stacks. Fails early where one is not installed. */
export async function readVersions({ workplace, stacks, signal }: TrapOptions): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const stack of stacks) {
    Object.assign(found, await runScript(workplace, { ...scriptIn(stack, 'versions'), env: {}, signal }));
  }
  return found;
}

/** @returns what runs one demonstration, in all its stacks. */
export async function openTrapRunner(
  lab: Lab,
  { workplace, stacks, signal }: TrapOptions,
): Promise<(trap: Trap) => Promise<TrapFinding>> {
  const ours = lab.database.source === 'embedded';
  const ordinaryUrl = ours ? await makeOrdinaryRole(lab.database.url) : lab.database.url;

  const runStack = async ({ name, isShown }: Trap, stack: StackName, pooledUrl?: string): Promise<TrapRun> => {
    const startedMs = performance.now();
    using scratch = mkdtempDisposableSync(path.join(workplace.dir, `${name}-${stack}-`));
    const cases = await runScript<TrapCase[]>(workplace, {
      ...scriptIn(stack, name),
      env: {
        DATABASE_URL: forDriver(lab.database.url, stack),
        ORDINARY_URL: forDriver(ordinaryUrl, stack),
        PROXIED_URL: forDriver(lab.proxiedUrl, stack),
        ...(pooledUrl === undefined ? {} : { POOLED_URL: forDriver(pooledUrl, stack) }),
        PROXY_CONTROL_URL: lab.proxy.controlUrl,
        UPSTREAM_URL: lab.upstreamUrl,
        CONTROL_TOKEN: controlToken,
        SCRATCH_DIR: scratch.path,
      },
      signal,
    });
    const file = scriptOf(name, stack);
    const code = readFileSync(path.join(repositoryRoot, file), 'utf8');
    const verdict = isShown(cases, stack) ? 'shown' : 'not-shown';
    return { stack, file, code, took_ms: performance.now() - startedMs, cases, verdict };
  };

  const runIn = async (trap: Trap): Promise<Pick<TrapFinding, 'runs' | 'left_out'>> => {
    if (trap.exhaustsServer && !ours) return { runs: [], left_out: 'exhausts-server' };
    const chosen = trap.stacks.filter((stack) => stacks.includes(stack));
    const command = trap.needsPooler ? findPgbouncer() : undefined;
    if (trap.needsPooler && command === undefined) return { runs: [], left_out: 'no-pooler' };
    if (!trap.inTurn) return { runs: await Promise.all(chosen.map((stack) => runStack(trap, stack))), left_out: null };
    const runs: TrapRun[] = [];
    for (const stack of chosen) {
      await using pooler = command === undefined ? null : await openTransactionPooler(lab, workplace, command);
      runs.push(await runStack(trap, stack, pooler?.url));
    }
    return { runs, left_out: null };
  };
  return async (trap) => {
    const { name, pattern, kind } = trap;
    // The one before may have left it another.
    await lab.upstream.setModel({ baseMs: CALL_MS, perItemMs: 0 });
    return { name, pattern, kind, ...(await runIn(trap)) };
  };
}

const scriptIn = (stack: StackName, name: string) => ({
  command: ownSource()[stack],
  file: path.join(repositoryRoot, scriptOf(name, stack)),
});

/** A role that may log in and nothing else: superusers, such as our own, get the reserved connections, too. */
async function makeOrdinaryRole(url: string): Promise<string> {
  const password = randomBytes(18).toString('hex');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE ROLE duet_ordinary LOGIN PASSWORD '${password}'`);
  } finally {
    await client.end();
  }
  const ordinary = new URL(url);
  ordinary.username = 'duet_ordinary';
  ordinary.password = password;
  return ordinary.href;
}

/** The address in the form that the stack's library takes. By its application_name the sessions of a demonstration are counted. */
function forDriver(url: string, stack: StackName): string {
  const address = new URL(url);
  address.searchParams.set('application_name', `duet-traps-${stack}-${process.pid}`);
  if (stack === 'node') return address.href;
  // psycopg would ask for TLS first, which pg does not: a round trip more for each new connection.
  if (!address.searchParams.has('sslmode')) address.searchParams.set('sslmode', 'disable');
  return address.href.replace(/^postgres(ql)?:/, 'postgresql+psycopg:');
}

/**
 * With one backend, so that who takes which one is no matter of luck. Since 1.21 PgBouncer may prepare statements on every
 * backend that a client is given; here it is not to.
 */
async function openTransactionPooler(lab: Lab, workplace: Workplace, command: string): Promise<RunningPooler> {
  const settings = { default_pool_size: 1, reserve_pool_size: 1, reserve_pool_timeout: 0.1 };
  const pooler = await openPooler(workplace, workplace.dir, lab.database.url, {
    command,
    mode: 'transaction',
    settings,
  });
  const client = await connectTo(pooler.url, { database: 'pgbouncer' });
  // Older ones do not know it.
  await client.query('SET max_prepared_statements = 0').catch(() => {});
  await client.end();
  return pooler;
}
