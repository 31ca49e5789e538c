/**
 * What initdb has made is kept and copied; where that is damaged, it is made anew. A server has run on all that is made here:
 * it has set the password.
 */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDataFolder } from '../../lab/data-folder.ts';
import { placeBinaries } from '../../lab/postgres-binaries.ts';
import { NOBODY } from '../../lab/workplace.ts';

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
  const identifier = readFileSync(path.join(dataDir, 'global/pg_control')).readBigUInt64LE();
  rmSync(own, { recursive: true });
  return identifier;
}

/** A file of what is kept. */
function kept(file: string): string {
  const [name, ...others] = readdirSync(path.join(dir, 'cache'));
  expect(others).toEqual([]);
  return path.join(dir, 'cache', name as string, file);
}

let last: bigint;
beforeAll(async () => {
  last = await makeData();
});

test('it is copied', async () => expect(await makeData()).toBe(last));

test.each<[what: string, damage: () => void]>([
  ['has lost a file', () => rmSync(kept('data/global/pg_control'))],
  ['has other content of the same length', () => writeFileSync(kept('data/PG_VERSION'), '17\n')],
  ['is what its list says, and yet nothing that a server runs on', keepNothing],
])('what %s is made anew', async (_, damage) => {
  damage();
  const anew = await makeData();
  expect(anew).not.toBe(last);
  last = anew;
});

function keepNothing(): void {
  writeFileSync(kept('files.txt'), '');
  rmSync(kept('data'), { recursive: true });
  mkdirSync(kept('data'));
}

test('what was made anew is copied', async () => expect(await makeData()).toBe(last));
