/** Which of the idle connections comes next, and so how many stay in use at low load. */
import pg from 'pg';

const CONNECTIONS = 5;
const REQUESTS = 20;

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: CONNECTIONS });
const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => pool.connect()));
for (const client of clients) client.release();
const used = new Set<number>();
for (let n = 0; n < REQUESTS; n++) {
  const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  for (const { pid } of rows) used.add(pid);
}
await pool.end();
console.log(JSON.stringify([{ case: 'LIFO, always', open: CONNECTIONS, requests: REQUESTS, used: used.size }]));
