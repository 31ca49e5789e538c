/** The data of a PostgreSQL of duet is kept and copied; where what is kept is damaged, it is made anew. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectTo } from '../../lab/database-client.ts';
import { type Dataset, readDataset } from '../../lab/dataset.ts';
import { startOwnServer } from '../../lab/own-server.ts';
import { openWorkplace } from '../../lab/workplace.ts';

let cache: string;
beforeAll(() => {
  cache = mkdtempSync(path.join(tmpdir(), 'duet-data-folder-'));
});
afterAll(() => rmSync(cache, { recursive: true, force: true }));

interface Made {
  /** What initdb gives the data. */
  identifier: string;
  /** What the schema of the tables says of them; null where there is none. */
  tables: string | null;
}

let made = 0;
/** Starts a server of one run more, and asks it. */
async function start(tables?: Dataset): Promise<Made> {
  await using workplace = openWorkplace(`test-data-folder-${process.pid}-${made++}`);
  const logFile = path.join(workplace.dir, 'postgres.log');
  await using server = await startOwnServer({ workplace, logFile, maxConnections: 20, tables, cache });
  const client = await connectTo(server.url);
  try {
    const { rows } = await client.query(
      `SELECT system_identifier::text AS identifier, obj_description(to_regnamespace('duet')::oid, 'pg_namespace') AS tables
       FROM pg_control_system()`,
    );
    return rows[0];
  } finally {
    await client.end();
  }
}

const keptFolders = () => readdirSync(cache).toSorted();

let last: string;
beforeAll(async () => {
  last = (await start()).identifier;
});

test('it is copied', async () => {
  expect(await start()).toEqual({ identifier: last, tables: null });
  expect(keptFolders()).toHaveLength(1);
});

/** A file of what is kept. */
const kept = (file: string) => path.join(cache, keptFolders()[0] as string, file);

test.each<[what: string, damage: () => void]>([
  ['has lost a file', () => rmSync(kept('data/global/pg_control'))],
  ['has other content of the same length', () => writeFileSync(kept('data/PG_VERSION'), '17\n')],
  ['has the password of another', () => writeFileSync(kept('password'), 'another')],
  ['is what its list says, and yet nothing that a server runs on', keepNothing],
])('what %s is made anew', async (_, damage) => {
  damage();
  const anew = await start();
  expect(anew.identifier).not.toBe(last);
  last = anew.identifier;
});

function keepNothing(): void {
  writeFileSync(kept('files.txt'), '');
  rmSync(kept('data'), { recursive: true });
  mkdirSync(kept('data'));
}

test('what was made anew is copied', async () => expect((await start()).identifier).toBe(last));

describe('with tables', () => {
  const tables = readDataset();
  const withTables = () => keptFolders().filter((name) => name.startsWith('tables-'));

  test('it is kept beside the data without them, and copied', async () => {
    for (let run = 0; run < 2; run++) {
      expect(await start(tables)).toEqual({ identifier: last, tables: tables.version });
      expect(keptFolders()).toHaveLength(2);
    }
    expect(await start()).toEqual({ identifier: last, tables: null });
  });

  test('it takes little more room than the tables do, for every run copies it', () => {
    const bytesOf = (file: string) =>
      readFileSync(path.join(cache, file, 'files.txt'), 'utf8')
        .split('\n')
        .reduce((sum, line) => sum + Number(line.split(' ')[1] ?? 0), 0);
    const [without = '', holding = ''] = keptFolders();
    expect(bytesOf(holding) - bytesOf(without)).toBeLessThan(20e6);
  });

  test('it is kept of one version alone', async () => {
    const before = withTables();
    const other = { ...tables, sql: `${tables.sql};`, version: 'duet fixtures of another commit' };
    expect(await start(other)).toMatchObject({ tables: other.version });
    expect(withTables()).toHaveLength(1);
    expect(withTables()).not.toEqual(before);
  });
});
