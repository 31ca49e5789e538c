/** A shop in a repository of its own, with a commit and a working tree: what the sides of a reader's service are made of. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../../lab/source.ts';
import { openWorkplace } from '../../lab/workplace.ts';
import type { ServiceCommands } from '../../service/commands.ts';
import { openServiceCheckouts } from '../../service/side-checkouts.ts';
import { openServiceSides, type ServiceSides, type ServiceSidesOptions } from '../../service/sides.ts';
import type { SideService } from '../../service/start-side.ts';
import { repositoryIn, type TestRepository } from '../builders/repository.ts';

/** @param name what it says of itself. */
export const SERVER = (name: string) => `
import { createServer } from 'node:http';
import pg from 'pg';
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 2 });
createServer(async (request, response) => {
  if (request.url === '/health') return response.end();
  const { rows } = await pool.query('SELECT current_database() AS database, (SELECT count(*)::int FROM items) AS items');
  response.end(JSON.stringify({ code: '${name}', ...rows[0] }));
}).listen(Number(process.env.PORT), '127.0.0.1');
`;
const MIGRATE = (rows: number) => `
import pg from 'pg';
const client = new pg.Client();
await client.connect();
await client.query('CREATE TABLE IF NOT EXISTS items (id int PRIMARY KEY)');
await client.query('INSERT INTO items SELECT * FROM generate_series(1, ${rows}) ON CONFLICT DO NOTHING');
await client.end();
`;
/** What the service imports is not installed but linked. */
export const BUILD = `ln -s "${path.join(repositoryRoot, 'node_modules')}" node_modules && echo built >> built.txt`;
export const NODE = `"${process.execPath}"`;
export const COMMANDS: ServiceCommands = {
  build: BUILD,
  start: `${NODE} server.mjs`,
  env: { PORT: '{port}' },
  ready: '/health',
  buildTimeoutMs: 120_000,
  readyTimeoutMs: 60_000,
  database: { from: 'duet', migrate: `${NODE} migrate.mjs` },
};

type Open = Partial<Pick<ServiceSidesOptions, 'commandsOf' | 'signal'>>;

export interface Shop extends Disposable {
  dir: string;
  /** Base is its first commit, head its working tree. */
  repository: TestRepository;
  /** The progress of all that was opened. */
  said: string[];
  /** With the commands of `head` on both sides, unless something else is said. */
  open(head?: Partial<ServiceCommands>, more?: Open): Promise<ServiceSides>;
}

let opened = 0;

export function makeShop(): Shop {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'duet-service-sides-'));
  const repository = repositoryIn(path.join(dir, 'shop'));
  const said: string[] = [];
  mkdirSync(repository.dir);
  repository.git('init', '--quiet', '--initial-branch=main');
  repository.write('server.mjs', SERVER('first'));
  repository.write('migrate.mjs', MIGRATE(10));
  repository.commit('First');
  repository.write('server.mjs', SERVER('second'));
  repository.write('migrate.mjs', MIGRATE(20));
  return {
    ...{ dir, repository, said },
    async open(head = {}, more = {}) {
      const signal = more.signal ?? new AbortController().signal;
      const logDir = path.join(dir, 'logs');
      mkdirSync(logDir, { recursive: true });
      await using resources = new AsyncDisposableStack();
      const workplace = resources.use(openWorkplace(`test-service-sides-${process.pid}-${opened++}`));
      const given = { base: 'main', head: undefined };
      const checkouts = resources.use(
        await openServiceCheckouts({ workplace, configDir: repository.dir, ...given, signal }),
      );
      const sides = resources.use(
        await openServiceSides({
          ...{ workplace, checkouts, logDir, cacheDir: path.join(dir, 'builds'), signal },
          commandsOf: async () => ({ ...COMMANDS, ...head }),
          onProgress: (text) => said.push(text),
          ...more,
        }),
      );
      const owned = resources.move();
      return { ...sides, [Symbol.asyncDispose]: () => owned.disposeAsync() };
    },
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** What a service of the shop says. */
export const ask = async ({ url }: Pick<SideService, 'url'>): Promise<Record<string, unknown>> =>
  (await fetch(url)).json() as Promise<Record<string, unknown>>;
