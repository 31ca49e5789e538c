/** The PostgreSQL that duet brings: made by initdb once, and then copied, with a password of each run. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../lab/postgres.ts';
import { openWorkplace } from '../../lab/workplace.ts';

const resources = new AsyncDisposableStack();
const servers: Database[] = [];
beforeAll(async () => {
  delete process.env.DATABASE_URL;
  // The first one makes what the others copy, if nobody has before.
  for (const name of ['first', 'second', 'third']) {
    const workplace = resources.use(openWorkplace(`contract-postgres-${name}-${process.pid}`));
    const logs = path.join(workplace.dir, 'logs');
    mkdirSync(logs);
    servers.push(resources.use(await openDatabase(workplace, logs)));
  }
});
afterAll(() => resources.disposeAsync());

async function ask(url: string, question: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(question)).rows;
  } finally {
    await client.end();
  }
}

test('what initdb has made is copied', async () => {
  const identify = 'SELECT system_identifier::text AS id FROM pg_control_system()';
  const [, second, third] = await Promise.all(servers.map(({ url }) => ask(url, identify)));
  expect(third).toEqual(second);
});

test('the password of one run opens no other', async () => {
  const urls = servers.map(({ url }) => new URL(url));
  expect(new Set(urls.map(({ password }) => password)).size).toBe(servers.length);
  for (const own of urls) {
    for (const { password } of urls.filter((url) => url !== own)) {
      const wrong = new URL(own);
      wrong.password = password;
      await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    }
  }
});
