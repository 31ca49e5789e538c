import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DuetError, EXIT } from '../errors.ts';
import type { DriverName } from '../results/schema.ts';
import { driversFound, findDriver, requireDriver } from './find.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'duet-found-'));
  vi.stubEnv('PATH', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A program that says this about itself. */
function place(name: DriverName, said: string, code = 0): void {
  const file = path.join(folder, name);
  writeFileSync(
    file,
    `#!/bin/sh\nwhile IFS= read -r line; do printf '%s\\n' "$line"; done <<'END'\n${said}\nEND\nexit ${code}\n`,
  );
  chmodSync(file, 0o755);
}

const WRK = `wrk debian/4.1.0-3+b2 [epoll] Copyright (C) 2012 Will Glozer
Usage: wrk <options> <url>
    -d, --duration    <T>  Duration of test`;

describe('the version of a driver', () => {
  test.each<[DriverName, string, string, number?]>([
    ['vegeta', 'Version: 12.12.0\nCommit: 1\nRuntime: go1.22.1 linux/amd64', '12.12.0'],
    ['oha', 'oha 1.10.0', '1.10.0'],
    ['wrk', WRK, 'debian/4.1.0-3+b2', 1],
    ['wrk', WRK.replace('debian/4.1.0-3+b2', '4.2.0'), '4.2.0', 1],
  ])('%s says it: %j', (name, said, version, code) => {
    place(name, said, code);
    expect(findDriver(name)).toMatchObject({ name, version, path: path.join(folder, name) });
  });

  test('is that of the file where the program does not know it', () => {
    place('vegeta', 'Version: \nCommit: \nRuntime: go1.24.0 linux/amd64');
    const found = findDriver('vegeta');
    expect(found?.version).toMatch(/^build [0-9a-f]{12}$/);
    expect(findDriver('vegeta')).toEqual(found);
    place('vegeta', 'Version: \nCommit: \nRuntime: go1.24.1 linux/amd64');
    expect(findDriver('vegeta')?.version).not.toBe(found?.version);
  });
});

test.each([
  'wrk 3.1.2 [epoll] Copyright',
  'wrk debian/3.0.3-1 [epoll]',
  'wrk 4.0.0 [epoll]\n  -R, --rate <T> work rate',
])('a wrk without single latencies is refused: %j', (said) => {
  place('wrk', said, 1);
  expect(() => findDriver('wrk')).toThrow(expect.objectContaining({ exitCode: EXIT.usage }));
  expect(driversFound()).toEqual([]);
});

test('one that is missing is told how to get', () => {
  expect(findDriver('vegeta')).toBeUndefined();
  try {
    requireDriver('vegeta');
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(DuetError);
    expect(error).toMatchObject({ exitCode: EXIT.environment, message: 'there is no vegeta on PATH' });
    expect((error as DuetError).hint).toContain('go install');
  }
});

test('those that are there are listed', () => {
  place('oha', 'oha 1.10.0');
  expect(driversFound().map(({ name, load }) => [name, load])).toEqual([['oha', 'closed']]);
});
