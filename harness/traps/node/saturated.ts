/** A service whose process has more to do than it can: three short queries at once for each request, and in a row. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import fastify from 'fastify';
import pg from 'pg';
import { pinned, pinSelf, placement } from '../../lab/placement.ts';
import { announceAndServe } from '../../lab/serve.ts';
import { openClient } from '../../load/client.ts';
import { closedLoop } from '../../load/closed-loop.ts';
import { warmUpUntilSteady } from '../../load/warm-up.ts';

const QUERIES = [
  'SELECT name FROM duet.users WHERE id = 7',
  'SELECT id FROM duet.orders WHERE user_id = 7',
  'SELECT id FROM duet.reviews WHERE user_id = 7',
];
const WINDOW_MS = 200;
const PAIRS = 8;
const MANY = 8;

async function serve(): Promise<void> {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: MANY * QUERIES.length });
  const app = fastify({ forceCloseConnections: true });
  app.get('/at-once', async () => {
    const results = await Promise.all(QUERIES.map((query) => pool.query(query)));
    return results.map(({ rowCount }) => rowCount);
  });
  app.get('/in-a-row', async () => {
    const counts: (number | null)[] = [];
    for (const query of QUERIES) counts.push((await pool.query(query)).rowCount);
    return counts;
  });
  app.addHook('onClose', () => pool.end());
  await announceAndServe(app);
}

async function measure() {
  pinSelf();
  const { command, args } = pinned(process.execPath, [import.meta.filename, 'serve'], placement.service);
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', EXIT_WITH_PARENT: '1' },
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const client = openClient((JSON.parse(line) as { listening: string }).listening, {
    connections: MANY,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
  });
  const requestOf = (path: string) => () => ({ method: 'GET' as const, path });

  async function rate(path: string, clients: number): Promise<number> {
    return (await closedLoop(client, requestOf(path), { clients, durationMs: WINDOW_MS })).perSecond;
  }

  /** Windows of both ways in turn; each comes first as often as the other. */
  async function compare(clients: number, who: string) {
    const [atOnce, inARow]: [number[], number[]] = [[], []];
    for (let pair = 0; pair < PAIRS; pair++) {
      if (pair % 2 === 0) atOnce.push(await rate('/at-once', clients));
      inARow.push(await rate('/in-a-row', clients));
      if (pair % 2 === 1) atOnce.push(await rate('/at-once', clients));
    }
    const won = atOnce.filter((perSecond, pair) => perSecond > (inARow[pair] ?? 0)).length;
    return [
      { case: `Promise.all, ${who}`, per_second: mean(atOnce), pairs: PAIRS, won },
      { case: `in a row, ${who}`, per_second: mean(inARow), pairs: PAIRS, won: PAIRS - won },
    ];
  }

  for (const path of ['/at-once', '/in-a-row']) await warmUpUntilSteady(client, requestOf(path), MANY);
  const cases = [...(await compare(MANY, `${MANY} clients`)), ...(await compare(1, 'one client'))];
  await client[Symbol.asyncDispose]();
  child.stdin.end();
  await once(child, 'exit');
  return cases;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

if (process.argv[2] === 'serve') await serve();
else console.log(JSON.stringify(await measure()));
