/** What initdb has made is kept and copied; where that is damaged, it is made anew. Whether a server runs on it is asked by setting the password. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDataFolder } from './data-folder.ts';
import { NOBODY } from './postgres.ts';
import { placeBinaries } from './postgres-binaries.ts';

const asRoot = process.getuid?.() === 0;
let dir: string;
let native: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'duet-data-folder-'));
  chmodSync(dir, 0o711);
  native = placeBinaries(dir, asRoot);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let made = 0;
/** The data of one run more, told by the number that initdb gives it. */
async function makeData(): Promise<bigint> {
  const own = path.join(dir, `run-${made++}`);
  mkdirSync(own, { mode: 0o711 });
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };
  const owner = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const { dataDir } = await makeDataFolder({ native, dir: own, env, owner }, path.join(dir, 'cache'));
  return readFileSync(path.join(dataDir, 'global/pg_control')).readBigUInt64LE();
}

/** A file of what is kept. */
function kept(file: string): string {
  const [name, ...others] = readdirSync(path.join(dir, 'cache'));
  expect(others).toEqual([]);
  return path.join(dir, 'cache', name as string, file);
}

let first: bigint;
beforeAll(async () => {
  first = await makeData();
});

test('it is copied', async () => expect(await makeData()).toBe(first));

test.each<[what: string, damage: () => void]>([
  ['has lost a file', () => rmSync(kept('data/global/pg_control'))],
  ['has half a file', () => truncateSync(kept('data/postgresql.conf'), 100)],
  ['has other content of the same length', () => writeFileSync(kept('data/PG_VERSION'), '17\n')],
  ['has lost the list of its files', () => rmSync(kept('files.txt'))],
])('what %s is made anew', async (_, damage) => {
  damage();
  const anew = await makeData();
  expect(anew).not.toBe(first);
  expect(await makeData()).toBe(anew);
  first = anew;
});

test('what is whole, and yet no data that a server runs on, is made anew', async () => {
  // As an older duet, or a disk that was full, may have kept it.
  writeFileSync(kept('files.txt'), '');
  rmSync(kept('data'), { recursive: true });
  mkdirSync(kept('data'));
  const anew = await makeData();
  expect(anew).not.toBe(first);
  expect(await makeData()).toBe(anew);
});
