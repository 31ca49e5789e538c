/** DATABASE_URL as people write it, on a PostgreSQL that speaks TLS with a certificate of its own. */
import { chmodSync, chownSync, copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectTo } from '../../lab/database-client.ts';
import { freePort } from '../../lab/free-port.ts';
import { duet } from './duet-process.ts';
import { makePlace, type Place } from './place.ts';
import { openReadersDatabase, type ReadersDatabase } from './readers-database.ts';

let place: Place;
let database: ReadersDatabase;
/** A socket as libpq looks for it, which leads to the database. */
let relay: Server;
/** What the addresses are made of. */
let at: { host: string; port: string; password: string; nobody: number; cert: string; other: string };

/** A certificate that signs itself, for 127.0.0.1 only. */
async function makeCertificate(name: string): Promise<string> {
  const [key, cert] = [join(place.dir, `${name}.key`), join(place.dir, `${name}.crt`)];
  const subject = ['-subj', '/CN=duet', '-addext', 'subjectAltName=IP:127.0.0.1'];
  await execa('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    ...subject,
    '-keyout',
    key,
    '-out',
    cert,
  ]);
  return cert;
}

beforeAll(async () => {
  place = makePlace();
  database = await openReadersDatabase(place, 'database-url');
  const cert = await makeCertificate('server');
  const other = await makeCertificate('other');
  // The server reads its key as the user who owns its data, and wants nobody else to.
  const [data] = await database.query<{ dir: string }>("SELECT current_setting('data_directory') AS dir");
  const key = join(data?.dir as string, 'server.key');
  copyFileSync(join(place.dir, 'server.key'), key);
  copyFileSync(cert, join(data?.dir as string, 'server.crt'));
  chmodSync(key, 0o600);
  if (process.getuid?.() === 0)
    for (const file of ['server.key', 'server.crt']) chownSync(join(data?.dir as string, file), 65534, 65534);
  await database.query('ALTER SYSTEM SET ssl = on');
  await database.query('SELECT pg_reload_conf()');
  const { hostname: host, port, password } = new URL(database.url);
  await vi.waitUntil(async () => (await database.query<{ ssl: string }>('SHOW ssl'))[0]?.ssl === 'on', {
    timeout: 60_000,
  });
  at = { host, port, password, nobody: await freePort(), cert, other };
  mkdirSync(join(place.dir, 'run'));
  relay = createServer((socket) => socket.pipe(connect(Number(port), host)).pipe(socket));
  await new Promise<void>((resolve) => relay.listen(join(place.dir, 'run', `.s.PGSQL.${port}`), resolve));
});
afterAll(async () => {
  relay?.close();
  await database?.[Symbol.asyncDispose]();
  place?.[Symbol.dispose]();
});

/** Whether a session that is opened with it is encrypted. */
async function isEncrypted(text: string): Promise<boolean> {
  const client = await connectTo(text);
  const { rows } = await client.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
  await client.end();
  return rows[0].ssl;
}

const address = (query = '', scheme = 'postgresql') =>
  `${scheme}://duet:${at.password}@${at.host}:${at.port}/postgres${query}`;

describe('what is taken', () => {
  test.each<[what: string, encrypted: boolean, text: () => string]>([
    ['a plain address', false, () => address()],
    ['key=value', false, () => `host=${at.host} port=${at.port} dbname=postgres user=duet password='${at.password}'`],
    [
      'a socket',
      false,
      () => `postgresql://duet:${at.password}@/postgres?host=${join(place.dir, 'run')}&port=${at.port}`,
    ],
    [
      'a socket as key=value',
      false,
      () => `host=${join(place.dir, 'run')} port=${at.port} dbname=postgres user=duet password=${at.password}`,
    ],
    [
      'several hosts, the first of which is down',
      false,
      () =>
        `postgresql://duet:${at.password}@${at.host}:${at.nobody},${at.host}:${at.port}/postgres?target_session_attrs=read-write`,
    ],
    ['a driver, and ssl=require', true, () => address('?ssl=require', 'postgresql+asyncpg')],
    ['sslmode=require with a certificate of its own', true, () => address('?sslmode=require')],
    ['sslmode=prefer', true, () => address('?sslmode=prefer', 'postgres+psycopg2')],
    ['sslmode=verify-ca', true, () => address(`?sslmode=verify-ca&sslrootcert=${at.cert}`)],
    ['sslmode=verify-full', true, () => address(`?sslmode=verify-full&sslrootcert=${at.cert}`)],
  ])('%s (encrypted: %s)', async (_, encrypted, text) => expect(await isEncrypted(text())).toBe(encrypted));

  test('a password with what is special in addresses', async () => {
    await database.query(`CREATE ROLE odd LOGIN PASSWORD 'a b/c@d:e%f#g?'`);
    const encoded = encodeURIComponent('a b/c@d:e%f#g?');
    expect(await isEncrypted(`postgresql://odd:${encoded}@${at.host}:${at.port}/postgres`)).toBe(false);
    const pairs = `host=${at.host} port=${at.port} dbname=postgres user=odd password='a b/c@d:e%f#g?'`;
    expect(await isEncrypted(pairs)).toBe(false);
  });
});

describe('what is not', () => {
  test.each<[what: string, message: string | RegExp, text: () => string]>([
    [
      'a certificate that somebody else signed',
      /self-signed certificate/,
      () => address(`?sslmode=verify-ca&sslrootcert=${at.other}`),
    ],
    ['a certificate of nobody', /self-signed certificate/, () => address('?sslmode=verify-full')],
    [
      'another name than that of the certificate',
      /does not match certificate/,
      () => address(`?sslmode=verify-full&sslrootcert=${at.cert}`).replace(`@${at.host}`, '@localhost'),
    ],
    ['a primary where a standby is wanted', 'is not standby', () => address('?target_session_attrs=standby')],
    [
      'two hosts that are down',
      /ECONNREFUSED.*; .*ECONNREFUSED/,
      () => `postgresql://${at.host}:${at.nobody},${at.host}:${at.nobody}/postgres`,
    ],
  ])('%s', async (_, message, text) => await expect(connectTo(text())).rejects.toThrow(message));
});

/** Says what it was given, and ends: duet has looked at the database before. */
const COMMAND = `sh -c 'printf %s "$DATABASE_URL" > url.txt; exit 3' {port} {pool_size}`;
const tune = (url: string) =>
  duet(place, ['tune', 'pool', '--command', COMMAND, '--cwd', place.dir, '--request', 'GET /'], {
    env: { DATABASE_URL: url },
  });

test('the service gets it as it was typed', async () => {
  const url = address('?ssl=require', 'postgresql+asyncpg');
  const { exitCode, stderr } = await tune(url);
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toContain('the service of --command exited with code 3');
  expect(readFileSync(join(place.dir, 'url.txt'), 'utf8')).toBe(url);
  expect(stderr).not.toContain(at.password);
});

test('a part that is not understood is named, and its secrets are not', async () => {
  const { exitCode, stderr } = await tune(address('?sslmod=require'));
  expect(exitCode, stderr).toBe(2);
  expect(stderr).toContain('DATABASE_URL is not understood: there is no parameter sslmod');
  expect(stderr).not.toContain(at.password);
});
