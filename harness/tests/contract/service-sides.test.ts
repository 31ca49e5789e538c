/** Both sides of a reader's service: built, each with a database that its own commands have filled, and started from either. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectTo } from '../../lab/database-client.ts';
import { withDatabase } from '../../lab/new-database.ts';
import { type Database, startDatabase } from '../../lab/postgres.ts';
import { processStartTime } from '../../lab/process-table.ts';
import { repositoryRoot } from '../../lab/source.ts';
import { openWorkplace, type Workplace } from '../../lab/workplace.ts';
import { SIDES, type SideName } from '../../results/schema.ts';
import type { ServiceCommands } from '../../service/commands.ts';
import { openServiceCheckouts } from '../../service/side-checkouts.ts';
import { openServiceSides, type ServiceSides, type ServiceSidesOptions } from '../../service/sides.ts';
import type { SideService } from '../../service/start-side.ts';
import { repositoryIn, type TestRepository } from '../builders/repository.ts';

const SERVER = (name: string) => `
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
const BUILD = `ln -s "${path.join(repositoryRoot, 'node_modules')}" node_modules && echo built >> built.txt`;
const NODE = `"${process.execPath}"`;
const COMMANDS: ServiceCommands = {
  build: BUILD,
  start: `${NODE} server.mjs`,
  env: { PORT: '{port}' },
  ready: '/health',
  buildTimeoutMs: 120_000,
  readyTimeoutMs: 60_000,
  database: { from: 'duet', migrate: `${NODE} migrate.mjs` },
};

let dir: string;
let repository: TestRepository;
let opened = 0;
let said: string[];
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet-service-sides-'));
  repository = repositoryIn(path.join(dir, 'shop'));
  said = [];
  mkdirSync(repository.dir);
  repository.git('init', '--quiet', '--initial-branch=main');
  repository.write('server.mjs', SERVER('first'));
  repository.write('migrate.mjs', MIGRATE(10));
  repository.commit('First');
  repository.write('server.mjs', SERVER('second'));
  repository.write('migrate.mjs', MIGRATE(20));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

type Open = Partial<Pick<ServiceSidesOptions, 'commandsOf' | 'signal'>>;

/** With the commands of `head` on both sides, unless something else is said. */
async function open(head: Partial<ServiceCommands> = {}, more: Open = {}): Promise<ServiceSides> {
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
}

const ask = async ({ url }: Pick<SideService, 'url'>) => (await fetch(url)).json() as Promise<Record<string, unknown>>;

test('each side is its code with its database, and the next diff builds neither', async () => {
  for (const from of ['built', 'kept'] as const) {
    await using sides = await open();
    expect(sides.builtOf).toEqual({ base: from, head: from });
    for (const baseFirst of [true, false]) {
      await sides.place(baseFirst);
      await using base = await sides.start('base');
      await using head = await sides.start('head');
      expect([base.side, head.stack]).toEqual(['base', 'service']);
      expect(await ask(base)).toEqual({ code: 'first', database: 'duet_base', items: 10 });
      expect(await ask(head)).toEqual({ code: 'second', database: 'duet_head', items: 20 });
      expect(head.processes()).toContain(head.pid);
    }
    expect(sides.death()).toBeUndefined();
  }
  expect(said.filter((text) => text.startsWith('building'))).toHaveLength(2);
});

test('by way of its proxy a side has its round trips counted, and those of nobody else', async () => {
  await using sides = await open();
  await using base = await sides.start('base', { via: 'proxy' });
  await using head = await sides.start('head', { via: 'proxy' });
  const proxyOf = (side: SideName) => {
    const proxy = sides.databaseOf(side)?.proxy;
    if (proxy === undefined || typeof proxy === 'string') throw new Error('there is no proxy');
    return proxy;
  };
  await ask(base);
  await ask(head);
  await Promise.all(SIDES.map((side) => proxyOf(side).reset()));
  for (let i = 0; i < 3; i++) await ask(base);
  expect((await proxyOf('base').counts()).round_trips).toBe(3);
  expect((await proxyOf('head').counts()).round_trips).toBe(0);
});

test('where nothing differs, head has a copy of the database of base', async () => {
  repository.commit('Second');
  repository.git('tag', 'same');
  repository.write('migrate.mjs', "throw new Error('only once');");
  repository.git('checkout', '--quiet', '.');
  await using sides = await open();
  await using head = await sides.start('head');
  expect(await ask(head)).toMatchObject({ database: 'duet_head', items: 20 });
  expect(said).toContain('copying the database of base for head: nothing differs between them');
  expect(said.filter((text) => text.startsWith('migrating'))).toHaveLength(1);
});

test('a side without a config has that of head', async () => {
  const commandsOf = async (side: SideName) => (side === 'head' ? COMMANDS : undefined);
  await using sides = await open({}, { commandsOf });
  expect(sides.configOf).toEqual({ base: 'head', head: 'head' });
  await using base = await sides.start('base');
  expect(await ask(base)).toMatchObject({ code: 'first' });
});

test('without a database there is none, and what the shell says of one is not touched', async () => {
  vi.stubEnv('DATABASE_URL', 'postgresql://elsewhere/db');
  repository.write(
    'server.mjs',
    SERVER('second').replace(/const \{ rows \}.*/, 'const rows = [{ url: process.env.DATABASE_URL }];'),
  );
  const { database: _, ...others } = COMMANDS;
  await using sides = await open({}, { commandsOf: async () => others });
  expect([sides.server, sides.databaseOf('head')]).toEqual([undefined, undefined]);
  await using head = await sides.start('head');
  expect(await ask(head)).toMatchObject({ url: 'postgresql://elsewhere/db' });
});

describe('what is wrong with one side is said of that side', () => {
  const { database: _, ...others } = COMMANDS;
  /** Without a database, which takes a while to make. */
  const openBare = (more: Partial<ServiceCommands> = {}) =>
    open({}, { commandsOf: async () => ({ ...others, ...more }) });

  test('a folder that it has not, before the other is built', async () => {
    const commandsOf = async (side: SideName) => (side === 'head' ? { ...COMMANDS, cwd: 'api' } : COMMANDS);
    await expect(open({}, { commandsOf })).rejects.toThrow('head, working tree, has no folder api');
    expect(said).toEqual([]);
  });

  test('a build that fails', async () => {
    repository.write('broken', '');
    const build = `${BUILD} && if test -e broken; then echo does not compile; exit 2; fi`;
    await expect(open({ build })).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(
        /^`build` of head, .* exited with code 2; the end of its output:\n {4}does not compile$/s,
      ),
    });
  });

  test('a migration that fails', async () => {
    repository.write('migrate.mjs', "throw new Error('no such column');");
    await expect(open()).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/^`migrate` of head, .* exited with code 1; .*no such column/s),
    });
  });

  test('a build that is stopped leaves nothing', async () => {
    const controller = new AbortController();
    const started = path.join(dir, 'started');
    const opening = open({ build: `echo $$ > ${started} && exec sleep 600` }, { signal: controller.signal });
    await expect.poll(() => existsSync(started) && readFileSync(started, 'utf8')).toMatch(/^\d+\n$/);
    controller.abort(new Error('stopped by hand'));
    await expect(opening).rejects.toThrow('stopped by hand');
    expect(processStartTime(Number(readFileSync(started, 'utf8')))).toBeUndefined();
    expect(readdirSync(path.join(dir, 'builds'))).toEqual([]);
  });

  test('one that does not get ready', async () => {
    repository.write('server.mjs', 'console.log("waiting for godot"); setInterval(() => {}, 1_000);');
    await using sides = await openBare({ readyTimeoutMs: 2_000 });
    await expect(sides.start('head')).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/^the service of head did not listen within 2 s; .*waiting for godot$/s),
      hint: expect.stringMatching(/^--ready-timeout 4s, or readyTimeout in the config/),
    });
  });

  test('one that listens on a port of its own choice', async () => {
    repository.write('server.mjs', SERVER('second').replace('Number(process.env.PORT)', '0'));
    await using sides = await openBare({ readyTimeoutMs: 2_000 });
    await expect(sides.start('head')).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(
        /^the service of head listens on port \d+, its own choice, and did not on the one/,
      ),
      hint: expect.stringContaining('PORT={port}'),
    });
  });

  test('one whose own choice is taken', async () => {
    await using sides = await openBare();
    await using base = await sides.start('base');
    const { port } = new URL(base.url);
    await using other = await openBare({ start: `${NODE} server.mjs {port}`, env: { PORT: port } });
    await expect(other.start('head')).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(`the service of head wants port ${port}, which is taken, and not the one`),
    });
  });
});

describe('copies of the database of DATABASE_URL', () => {
  let server: Database;
  let around: Workplace;
  let logs: string;
  beforeAll(async () => {
    logs = mkdtempSync(path.join(os.tmpdir(), 'duet-shop-server-'));
    around = openWorkplace(`test-shop-server-${process.pid}`);
    server = await startDatabase(around, logs);
    await tell(server.url, 'CREATE DATABASE shop');
    await tell(
      shop(),
      'CREATE TABLE items (id int PRIMARY KEY); INSERT INTO items SELECT * FROM generate_series(1, 5)',
    );
    await tell(shop(), "ALTER DATABASE shop SET work_mem = '2MB'");
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await around?.[Symbol.asyncDispose]();
    rmSync(logs, { recursive: true, force: true });
  });

  const shop = () => withDatabase(server.url, 'shop');
  async function tell(url: string, statement: string) {
    const client = await connectTo(url);
    try {
      return (await client.query(statement)).rows;
    } finally {
      await client.end();
    }
  }
  const databases = async () =>
    (await tell(server.url, 'SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1')).map(
      (row) => row.datname,
    );
  const FROM_URL = { database: { from: 'DATABASE_URL', migrate: COMMANDS.database?.migrate as string } } as const;

  test('have its rows and its settings, are migrated each by its side, and are dropped', async () => {
    vi.stubEnv('DATABASE_URL', shop());
    {
      await using sides = await open(FROM_URL);
      await using base = await sides.start('base');
      await using head = await sides.start('head', { via: 'proxy' });
      const [before, after] = [await ask(base), await ask(head)];
      expect([before.items, after.items]).toEqual([10, 20]);
      expect([before.database, after.database]).toEqual(SIDES.map((side) => sides.databaseOf(side)?.name));
      const url = sides.databaseOf('head')?.url as string;
      expect(await tell(url, 'SHOW work_mem')).toEqual([{ work_mem: '2MB' }]);
      expect(await databases()).toHaveLength(4);
    }
    expect(await databases()).toEqual(['postgres', 'shop']);
    expect(await tell(shop(), 'SELECT count(*)::int AS n FROM items')).toEqual([{ n: 5 }]);
  });

  test('cannot be made while somebody is connected to it, who is named', async () => {
    vi.stubEnv('DATABASE_URL', shop());
    const session = await connectTo(shop(), { application_name: 'psql' });
    try {
      await expect(open(FROM_URL)).rejects.toMatchObject({
        exitCode: 4,
        message: expect.stringMatching(
          /shop cannot be copied: others are connected to it \(psql of duet, process \d+\)/,
        ),
        hint: expect.stringContaining('createdb --template=shop'),
      });
    } finally {
      await session.end();
    }
    expect(await databases()).toEqual(['postgres', 'shop']);
  });

  test('need a DATABASE_URL', async () => {
    vi.stubEnv('DATABASE_URL', '');
    await expect(open(FROM_URL)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining('is not set') });
  });
});
