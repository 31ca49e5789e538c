/**
 * A service as readers have them, run as a process of its own: GET / takes 50 ms in PostgreSQL, on a connection of a pool of
 * POOL. WORKERS: so many processes behind one port, each with such a pool. BESIDE=poller: four more connections, busy now
 * and then, whatever the pool is told. BESIDE=listen: one that waits for notifications.
 */
import cluster from 'node:cluster';
import { createServer } from 'node:http';
import pg from 'pg';

const { PORT, POOL, WAIT_MS = '0', WORKERS, BESIDE, SERVICE_DSN, DATABASE_URL } = process.env;
const connectionString = SERVICE_DSN ?? DATABASE_URL;
const POLLERS = 4;

async function serve(): Promise<void> {
  const pool = new pg.Pool({ connectionString, max: Number(POOL), connectionTimeoutMillis: Number(WAIT_MS) });
  pool.on('error', () => {});
  if (BESIDE === 'poller') poll();
  if (BESIDE === 'listen') await listen();
  const server = createServer(async (_, response) => {
    try {
      await pool.query('SELECT pg_sleep(0.05)');
      response.end('fine');
    } catch (error) {
      const { message } = error as Error;
      response.writeHead(message.includes('timeout exceeded') ? 503 : 500).end(message);
    }
  });
  server.listen(Number(PORT), '127.0.0.1');
}

function poll(): void {
  const pool = new pg.Pool({ connectionString, max: POLLERS });
  pool.on('error', () => {});
  setInterval(() => {
    for (let one = 0; one < POLLERS; one++) pool.query('SELECT pg_sleep(0.02)').catch(() => {});
  }, 50);
}

async function listen(): Promise<void> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  await client.query('LISTEN news');
}

if (WORKERS !== undefined && cluster.isPrimary) {
  for (let one = 0; one < Number(WORKERS); one++) cluster.fork();
} else await serve();
