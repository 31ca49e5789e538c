/** The databases of a diff: each side has the tables of its own fixtures/sql, and nothing is left of them. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { upToDate } from '../../diff/older-results.ts';
import { type Database, openDatabase } from '../../lab/postgres.ts';
import { openWorkplace, type Workplace } from '../../lab/workplace.ts';
import { readDiffResults } from '../../results/diff-folder.ts';
import type { DiffResults } from '../../results/schema.ts';
import { makeSide, ONE_MORE_STATEMENT } from './diff-sides.ts';
import { type DuetProcess, duet, type Outcome, root, startDuet, until } from './duet-process.ts';
import { noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders } from './place.ts';

const NARROW = ['--pattern', 'pooling', '--stack', 'node'];
const COUNTS = [...NARROW, '--counts-only'];
/** A machine on which the tests run side by side may blur a fact of the pool: then the diff is invalid, whatever was counted. */
const NOT_WORSE = [0, 5];

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place[Symbol.dispose]());

/** A copy of the services with tables of its own, which `change` may edit. */
function withTables(name: string, change: (schema: string) => string = (schema) => schema): string {
  const dir = makeSide(place, name);
  mkdirSync(join(dir, 'fixtures'));
  cpSync(join(root, 'fixtures/sql'), join(dir, 'fixtures/sql'), { recursive: true });
  const file = join(dir, 'fixtures/sql/schema.sql');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return dir;
}

/** The schema without the key of the users, its first table. */
const withoutKey = (schema: string) => schema.replace('integer PRIMARY KEY', 'integer NOT NULL');

const resultsOf = (at = 0): DiffResults =>
  upToDate(readDiffResults(join(runFolders(place)[at] as string, 'diff.json')));
const blocks = ({ rows }: DiffResults) =>
  rows.filter(({ metric, variant }) => metric.id === 'blocks' && variant === 'after');

describe('on the PostgreSQL that duet brings', () => {
  test('a primary key that head drops is a regression in the blocks that a request touches', async () => {
    const sides = [withTables('base'), withTables('head', withoutKey)];
    const { exitCode, stdout, stderr } = await duet(place, ['diff', ...sides, ...COUNTS]);
    expect(exitCode, stderr).toBe(1);
    expect(stdout).toMatch(/pooling, Node, after: 3 → 9\d blocks touched in PostgreSQL per request/);
    expect(stderr).toMatch(/duet: regression: pooling\/node\/after: 3 → 9\d blocks per request/);
    // Nothing else differs: whose rows these are is seen from each database.
    const red = resultsOf().rows.filter(({ verdict }) => verdict === 'regression');
    expect(new Set(red.map(({ metric }) => metric.id))).toEqual(new Set(['blocks']));
  });

  test('a change of documents alone is green without measuring', async () => {
    const head = withTables('head');
    writeFileSync(join(head, 'node/README.md'), 'New words.');
    writeFileSync(join(head, 'fixtures/sql/README.md'), 'New words.');
    const { exitCode, stderr } = await duet(place, ['diff', withTables('base'), head]);
    expect(exitCode, stderr).toBe(0);
    expect(resultsOf()).toMatchObject({ verdict: 'no change', run: { same_services: true } });
  });

  test('SQL that does not load is named by its side: exit 4', async () => {
    const head = withTables('head', (schema) => `${schema}\nCREATE TABLE duet.users (id integer);`);
    const { exitCode, stderr } = await duet(place, ['diff', withTables('base'), head, ...COUNTS]);
    expect(exitCode, stderr).toBe(4);
    expect(stderr).toMatch(/loading fixtures\/sql of head .* failed: relation "users" already exists/);
  });
});

describe('with DATABASE_URL', () => {
  let serverPlace: Place;
  let workplace: Workplace;
  let server: Database;
  let client: pg.Client;

  beforeAll(async () => {
    serverPlace = makePlace();
    workplace = openWorkplace(`test-diff-databases-${process.pid}`);
    const logs = join(serverPlace.dir, 'logs');
    mkdirSync(logs);
    server = await openDatabase(workplace, logs);
    client = new pg.Client(server.url);
    await client.connect();
    await client.query("CREATE ROLE plain LOGIN PASSWORD 'plain'; GRANT CREATE ON DATABASE postgres TO plain");
    await client.query('ALTER DATABASE postgres SET work_mem = 2048');
    // As its owner would, so that statements are counted.
    await client.query("ALTER SYSTEM SET pg_stat_statements.track = 'top'");
    await client.query('SELECT pg_reload_conf()');
  });
  afterEach(async () => {
    await client.query('DROP SCHEMA IF EXISTS duet CASCADE');
  });
  afterAll(async () => {
    await client?.end();
    await server?.[Symbol.asyncDispose]();
    await workplace?.[Symbol.asyncDispose]();
    serverPlace?.[Symbol.dispose]();
  });

  const databases = async () => {
    const { rows } = await client.query('SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1');
    return rows.map(({ datname }) => datname as string);
  };
  const spare = async () => (await databases()).filter((name) => name.startsWith('duet_base_'));
  const diffHere = (args: string[], url = server.url): Promise<Outcome> =>
    duet(place, ['diff', ...args], { env: { DATABASE_URL: url } });
  const asPlain = () => {
    const url = new URL(server.url);
    [url.username, url.password] = ['plain', 'plain'];
    return url.href;
  };

  test('base has a database that is dropped again, both are observed, and tables loaded long ago differ in nothing', async () => {
    const [base, head] = [withTables('base', withoutKey), withTables('head')];
    const { exitCode, stdout, stderr } = await diffHere([base, head, ...COUNTS]);
    // A key that head adds is no regression, and what was not asked for is named.
    expect(NOT_WORSE, stderr).toContain(exitCode);
    const results = resultsOf();
    expect(['incomplete', 'invalid']).toContain(results.verdict);
    expect(results).toMatchObject({ run: { changed_files: ['fixtures/sql/schema.sql'] } });
    expect(blocks(results)).toMatchObject([{ verdict: 'improvement', head: 3 }]);
    expect(blocks(results)[0]?.base).toBeGreaterThan(90);
    expect(stdout).toContain('Some differences were not compared');
    expect(stdout).toContain('--stack left out Python');
    expect(await databases()).toEqual(['postgres']);
    const { rows } = await client.query('SELECT count(*)::int AS users FROM duet.users');
    expect(rows).toEqual([{ users: 10_000 }]);

    // The tables of head are there already, those of base are loaded beside them.
    await client.query('VACUUM FULL duet.users');
    const equal = await diffHere([withTables('equal'), head, ...COUNTS, '--even-if-equal']);
    expect(NOT_WORSE, equal.stderr).toContain(equal.exitCode);
    expect(blocks(resultsOf(1))).toMatchObject([{ base: 3, head: 3 }]);
    expect(resultsOf(1).run).not.toHaveProperty('shared_database');
  });

  test('nothing is left when it fails', async () => {
    const broken = withTables('broken', (schema) => `${schema} nonsense;`);
    const failed = await diffHere([withTables('base'), broken, ...COUNTS]);
    expect(failed.exitCode).toBe(4);
    expect(failed.stderr).toContain('loading fixtures/sql of head');
    expect(await spare()).toEqual([]);
  });

  test('what a killed diff left is dropped by the next one, what another one uses is not, and an interrupted one leaves nothing', async ({
    skip,
  }) => {
    skip(noProc !== undefined, noProc);
    const sides = [makeSide(place, 'one'), makeSide(place, 'two')];
    const timed = ['diff', ...sides, ...NARROW, '--even-if-equal'];
    const env = { DATABASE_URL: server.url };
    await using run = startDuet(place, timed, { env });
    await usesDatabases(run);
    const [used] = await spare();
    expect(used).toBeDefined();
    const other = makePlace();
    try {
      // It keeps what it has open, and does not come to its end meanwhile.
      process.kill(run.pid, 'SIGSTOP');
      const beside = await duet(other, ['diff', ...sides, ...COUNTS, '--even-if-equal'], { env });
      // Both work with the schema of head: it must come to its end.
      expect(NOT_WORSE, beside.stderr).toContain(beside.exitCode);
      expect(await spare()).toEqual([used]);
      run.family();
      run.interrupt('SIGKILL');
      await run.ended;
      expect(await spare()).toEqual([used]);
    } finally {
      other[Symbol.dispose]();
    }

    using nextPlace = makePlace();
    await using next = startDuet(nextPlace, timed, { env });
    await usesDatabases(next);
    const own = await spare();
    expect(own).toHaveLength(1);
    expect(own).not.toContain(used);
    next.interrupt();
    expect((await next.ended).exitCode).toBe(130);
    expect(await spare()).toEqual([]);
  });

  /** Both sides have their tables, and their services are asked. */
  const usesDatabases = (run: DuetProcess) =>
    until(run, 'requests to both sides', () => run.printed.stderr.includes('requesting every pattern and variant'));

  test('a role that may not make one is refused where the tables differ, by the right that it lacks: exit 4', async () => {
    const sides = [withTables('base'), withTables('head', withoutKey)];
    const { exitCode, stderr } = await diffHere([...sides, ...COUNTS], asPlain());
    expect(exitCode, stderr).toBe(4);
    expect(stderr).toContain('fixtures/sql of base and head differ, and base cannot get a database of its own');
    expect(stderr).toContain('permission denied to create database');
    expect(stderr).toMatch(/try: .*CREATEDB/);
  });

  test('a role that may not make one has both sides on the same where they do not, and says so', async () => {
    const sides = [makeSide(place, 'base'), makeSide(place, 'head', [ONE_MORE_STATEMENT])];
    const parallel = ['--pattern', 'parallel', '--stack', 'node', '--counts-only'];
    const { exitCode, stdout, stderr } = await diffHere([...sides, ...parallel], asPlain());
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toContain('base and head share a database: permission denied to create database');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'base and head had the same one, because base could not get its own',
    );
  });
});
