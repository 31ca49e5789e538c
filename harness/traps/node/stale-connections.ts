/** Pooled connections that PostgreSQL has closed. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { endSessions, stopObserving } from './backends.ts';

const CONNECTIONS = 3;

async function openPool(): Promise<pg.Pool> {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: CONNECTIONS });
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => pool.connect()));
  for (const client of clients) client.release();
  return pool;
}

/** With a listener the pool drops each broken connection as soon as it hears of it, and goes on. */
async function withListener() {
  const pool = await openPool();
  const errors: Error[] = [];
  pool.on('error', (error) => errors.push(error));
  await endSessions();
  while (pool.totalCount > 0) await sleep(10);
  const requests = Array.from({ length: CONNECTIONS }, () => pool.query('SELECT name FROM duet.users WHERE id = 7'));
  const failed = (await Promise.allSettled(requests)).filter(({ status }) => status === 'rejected').length;
  await pool.end();
  return { case: "pool.on('error', …)", requests: CONNECTIONS, failed, exit_code: 0, said: String(errors[0]?.message) };
}

/** Without one, Node ends the process: an 'error' event that nobody hears is thrown. */
async function withoutListener() {
  const child = fork(import.meta.filename, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const said = child.stderr?.toArray() ?? [];
  const [exitCode] = await once(child, 'exit');
  const stderr = Buffer.concat(await said).toString();
  return { case: 'no listener', exit_code: exitCode, said: stderr.match(/^error: (.*)$/m)?.[1] ?? stderr };
}

if (process.send === undefined) {
  const cases = [await withoutListener(), await withListener()];
  await stopObserving();
  console.log(JSON.stringify(cases));
} else {
  await openPool();
  await endSessions(); // the process does not outlive this
}
