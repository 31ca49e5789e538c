/**
 * A service on one pool that says in many ways that no connection became free in time. The path chooses the way; with
 * `?hold=20` a request holds its connection for 20 ms. Run as a process of its own: PORT, POOL, WAIT_MS and DATABASE_URL are
 * its settings.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';

const { PORT, POOL, WAIT_MS, DATABASE_URL } = process.env;

const pool = new pg.Pool({
  connectionString: DATABASE_URL,
  max: Number(POOL),
  connectionTimeoutMillis: Number(WAIT_MS ?? 0),
});
pool.on('error', (error) => console.error('an idle connection broke:', error.message));

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const NONE = { message: 'no connection became free' };

type Answer = (response: ServerResponse) => unknown;

/** By path: how a request that got its connection is answered, and one that did not. */
const WAYS: Record<string, { served: Answer; refused: Answer }> = {
  '/graphql': {
    served: (response) => json(response, 200, { data: { item: { id: 7 } } }),
    refused: (response) => json(response, 200, { data: null, errors: [NONE] }),
  },
  '/envelope': {
    served: (response) => json(response, 200, { ok: true, item: { id: 7 } }),
    refused: (response) => json(response, 200, { ok: false, item: null }),
  },
  '/page': {
    served: (response) => response.end(`<html>${'<p>an item</p>'.repeat(100)}</html>`),
    refused: (response) => response.end('<html>try again later</html>'),
  },
  '/500': {
    served: (response) => json(response, 200, { id: 7 }),
    refused: (response) => json(response, 500, NONE),
  },
  '/502': {
    served: (response) => json(response, 200, { id: 7 }),
    refused: (response) => response.writeHead(502).end('Bad Gateway'),
  },
  '/reset': {
    served: (response) => json(response, 200, { id: 7 }),
    refused: (response) => response.socket?.resetAndDestroy(),
  },
};

/** Whether a connection came in time; it is held so long. */
async function hold(ms: number): Promise<boolean> {
  try {
    await pool.query('SELECT pg_sleep($1)', [ms / 1_000]);
    return true;
  } catch (error) {
    // pg.Pool has no class of error for it.
    if ((error as Error).message.includes('timeout exceeded when trying to connect')) return false;
    throw error;
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const way = WAYS[pathname];
  if (way === undefined) return void response.writeHead(404).end();
  const served = await hold(Number(searchParams.get('hold') ?? 20));
  (served ? way.served : way.refused)(response);
}

createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    json(response, 500, { message: 'it failed' });
  });
}).listen(Number(PORT), '127.0.0.1');
