import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { placeBinaries } from './postgres-binaries.ts';
import { NOBODY } from './workplace.ts';

let dir: string;
let installed: string;
let own: string;
beforeEach(() => {
  // A folder for temporary files may itself be closed to others.
  dir = mkdtempSync('/var/tmp/duet-binaries-');
  chmodSync(dir, 0o755);
  [installed, own] = [path.join(dir, 'node_modules/native'), path.join(dir, 'run')];
  for (const folder of ['bin', 'lib/postgresql', 'share/postgresql']) {
    mkdirSync(path.join(installed, folder), { recursive: true });
  }
  writeFileSync(path.join(installed, 'bin/postgres'), 'the server', { mode: 0o755 });
  mkdirSync(own);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('without root they are run where they are installed, whoever else may', () => {
  chmodSync(path.dirname(installed), 0o700);
  expect(placeBinaries(own, false, installed)).toBe(installed);
});

test('as root, too, where everybody may run them', () => {
  expect(placeBinaries(own, true, installed)).toBe(installed);
  expect(readdirSync(own)).toEqual([]);
});

test.each<[what: string, close: () => void]>([
  ['a folder above them', () => chmodSync(path.dirname(installed), 0o750)],
  ['the server', () => chmodSync(path.join(installed, 'bin/postgres'), 0o744)],
  ['what it reads', () => chmodSync(path.join(installed, 'share/postgresql'), 0o711)],
])('as root they are linked into the folder of the run where %s is closed to others', (_, close) => {
  close();
  const native = placeBinaries(own, true, installed);
  expect(native.startsWith(own)).toBe(true);
  expect(readFileSync(path.join(native, 'bin/postgres'), 'utf8')).toBe('the server');
});

test.runIf(process.getuid?.() === 0)('those that are linked run as another user', () => {
  const closed = path.join(dir, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  cpSync(placeBinaries(own, false), path.join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
  const native = placeBinaries(own, true, path.join(closed, 'native'));
  const asNobody = { uid: NOBODY, gid: NOBODY, cwd: dir, encoding: 'utf8' } as const;
  expect(execFileSync(path.join(native, 'bin/postgres'), ['--version'], asNobody)).toMatch(
    /^postgres \(PostgreSQL\) 18/,
  );
});
