/** What the cases of tune run on: a PostgreSQL as readers have it, with TLS, a role that is limited, and a pooler before it. */
import { chmodSync, chownSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { connectTo } from '../lab/database-client.ts';
import { freePort } from '../lab/free-port.ts';
import { makePlace } from '../tests/e2e/place.ts';
import { openReadersDatabase, type ReadersDatabase } from '../tests/e2e/readers-database.ts';

export interface CaseLab extends AsyncDisposable {
  /** The database as a superuser has it. */
  url: string;
  /** The same database as a role that may have no more than ROLE_LIMIT connections. */
  limitedUrl: string;
  /** The file of the certificate that the server signed itself. */
  certificate: string;
  /** The same database through a PgBouncer that pools by transaction; undefined where none is installed. */
  pooledUrl: string | undefined;
}

export const ROLE_LIMIT = 6;
/** What that PgBouncer opens at most for one user and database. */
export const POOLER_SIZE = 7;
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

export async function openCaseLab(): Promise<CaseLab> {
  await using resources = new AsyncDisposableStack();
  const { dir, ...place } = resources.use(makePlace());
  const database = resources.use(await openReadersDatabase({ dir, ...place }, 'bench-cases'));
  await database.query(`CREATE ROLE limited LOGIN PASSWORD 'limited' CONNECTION LIMIT ${ROLE_LIMIT}`);
  const limited = new URL(database.url);
  limited.username = limited.password = 'limited';
  const certificate = await speakTls(database, dir);
  const pooler = await openPooler(database.url, dir);
  if (pooler !== undefined) resources.use(pooler);
  const owned = resources.move();
  return {
    ...{ url: database.url, limitedUrl: limited.href, certificate, pooledUrl: pooler?.url },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Gives the server a certificate of its own, for 127.0.0.1 only. */
async function speakTls(database: ReadersDatabase, dir: string): Promise<string> {
  const [key, certificate] = [path.join(dir, 'server.key'), path.join(dir, 'server.crt')];
  const subject = ['-subj', '/CN=duet', '-addext', 'subjectAltName=IP:127.0.0.1'];
  await execa('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject],
    ...['-keyout', key, '-out', certificate],
  ]);
  const [data] = await database.query<{ dir: string }>("SELECT current_setting('data_directory') AS dir");
  for (const file of [key, certificate]) {
    const target = path.join(data?.dir as string, path.basename(file));
    copyFileSync(file, target);
    // The server reads its key as the user who owns its data, and wants nobody else to.
    chmodSync(target, 0o600);
    if (isRoot) chownSync(target, NOBODY, NOBODY);
  }
  await database.query('ALTER SYSTEM SET ssl = on');
  await database.query('SELECT pg_reload_conf()');
  return certificate;
}

/** Undefined where there is no PgBouncer on PATH. */
async function openPooler(url: string, dir: string): Promise<(AsyncDisposable & { url: string }) | undefined> {
  const { code } = await execa('pgbouncer', ['--version'], { reject: false, env: withSbin() });
  if (code === 'ENOENT') return undefined;
  const server = new URL(url);
  const port = await freePort();
  const folder = path.join(dir, 'pgbouncer');
  mkdirSync(folder);
  const settings = path.join(folder, 'pgbouncer.ini');
  const { hostname, port: serverPort, username, password } = server;
  writeFileSync(
    settings,
    [
      '[databases]',
      `postgres = host=${hostname} port=${serverPort} user=${username} password=${password}`,
      '[pgbouncer]',
      ...[`listen_addr = 127.0.0.1`, `listen_port = ${port}`, 'unix_socket_dir =', 'auth_type = any'],
      ...['pool_mode = transaction', `default_pool_size = ${POOLER_SIZE}`, 'max_client_conn = 200'],
      // What pg and psycopg send with every connection.
      'ignore_startup_parameters = extra_float_digits',
    ].join('\n'),
  );
  // It refuses to run as root.
  const owner = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const child = execa('pgbouncer', ['-q', settings], { ...owner, reject: false, stdio: 'ignore', env: withSbin() });
  server.port = String(port);
  const stop = async () => {
    child.kill('SIGTERM');
    await child;
  };
  try {
    await answers(server.href);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.href, [Symbol.asyncDispose]: stop };
}

/** Debian's package lies where only root's PATH leads. */
const withSbin = () => ({ PATH: `${process.env.PATH ?? ''}${path.delimiter}/usr/sbin` });

async function answers(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const client = await connectTo(url);
      await client.query('SELECT 1');
      return await client.end();
    } catch (error) {
      if (attempt === 50) throw error;
      await sleep(100);
    }
  }
}
