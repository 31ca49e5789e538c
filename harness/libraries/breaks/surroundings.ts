/** Opens what the trials of faults stand on. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { connectTo } from '../../lab/database-client.ts';
import { readDataset } from '../../lab/dataset.ts';
import { findPgbouncer, openPooler } from '../../lab/pooler.ts';
import { startDatabase } from '../../lab/postgres.ts';
import { openWorkplace } from '../../lab/workplace.ts';
import type { Measuring } from '../measuring.ts';
import type { Surroundings, TransactionPooler } from './break-trial.ts';

/** Fewer than clients, so that a client meets another backend at its next transaction. */
const BACKENDS = 2;

export function openSurroundings(measuring: Measuring): Surroundings & AsyncDisposable {
  const resources = new AsyncDisposableStack();
  let pooler: Promise<TransactionPooler | undefined> | undefined;
  let restartable: ReturnType<Surroundings['restartableDatabase']> | undefined;
  return {
    measuring,
    async openSession() {
      const client = await connectTo(measuring.lab.database.url);
      return { client, [Symbol.asyncDispose]: () => client.end() };
    },
    pooler: () => {
      pooler ??= startPooler(measuring, resources);
      return pooler;
    },
    restartableDatabase: () => {
      restartable ??= startRestartable(measuring, resources);
      return restartable;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function startPooler(
  { lab, workplace, logDir }: Measuring,
  resources: AsyncDisposableStack,
): Promise<TransactionPooler | undefined> {
  const command = findPgbouncer();
  if (command === undefined) return undefined;
  const options = { command, mode: 'transaction', settings: { default_pool_size: BACKENDS } } as const;
  const pooler = resources.use(await openPooler(workplace, logDir, lab.database.url, options));
  /** A setting of its console; older ones do not know it. */
  const setPrepared = async (most: number): Promise<boolean> => {
    const console = await connectTo(pooler.url, { database: 'pgbouncer' });
    try {
      await console.query(`SET max_prepared_statements = ${most}`);
      return true;
    } catch {
      return false;
    } finally {
      await console.end();
    }
  };
  return {
    pooler,
    forgetPrepared: () => setPrepared(0),
    rememberPrepared: async () => void (await setPrepared(DEFAULT_PREPARED)),
  };
}

/** PgBouncer's own default, from 1.24 on. */
const DEFAULT_PREPARED = 200;

async function startRestartable(
  { lab, workplace, logDir }: Measuring,
  resources: AsyncDisposableStack,
): ReturnType<Surroundings['restartableDatabase']> {
  if (lab.database.source === 'DATABASE_URL') return undefined;
  // A folder for its data and binaries that is not that of the other one.
  const own = resources.use(openWorkplace(`${path.basename(workplace.dir)}-restarted`));
  const logs = path.join(logDir, 'restarted');
  mkdirSync(logs, { recursive: true });
  const database = resources.use(await startDatabase(own, logs, { tables: readDataset() }));
  return { url: database.url, restart: async () => database.restart?.() };
}
