import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EXIT } from '../../errors.ts';
import { profiles } from '../../patterns/profiles.ts';
import { type DriverName, PATTERNS } from '../../results/schema.ts';
import { chooseDrivers, describedDrivers, sameDrivers, sizesFor } from './drivers.ts';

const SAYS: Record<DriverName, string> = { vegeta: 'Version: 12.12.0', oha: 'oha 1.10.0', wrk: 'wrk 4.2.0 [epoll]' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'duet-chosen-'));
  vi.stubEnv('PATH', folder);
  for (const [name, says] of Object.entries(SAYS)) place(name, says);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function place(name: string, says: string): void {
  writeFileSync(path.join(folder, name), `#!/bin/sh\necho '${says}'\n`);
  chmodSync(path.join(folder, name), 0o755);
}

const { sizes } = profiles.quick;
const run = (drivers: ReturnType<typeof describedDrivers>) => ({ id: 'a-run', command: 'compare', ...drivers });

test('without names nothing changes', () => {
  expect(chooseDrivers([], [...PATTERNS])).toEqual([]);
  expect(describedDrivers([])).toEqual({});
  expect(sizesFor([], sizes)).toBe(sizes);
});

test('several may be named, one for each load', () => {
  const chosen = chooseDrivers(['vegeta', 'wrk'], [...PATTERNS]);
  expect(describedDrivers(chosen)).toEqual({
    drivers: [
      { name: 'vegeta', version: '12.12.0', load: 'open' },
      { name: 'wrk', version: '4.2.0', load: 'closed' },
    ],
  });
});

test('the trials of a program that drives closed loops are not shorter than a second', () => {
  expect(sizesFor(chooseDrivers(['oha'], ['pooling']), sizes)).toEqual({ ...sizes, capacity_ms: 1_000 });
  expect(sizesFor(chooseDrivers(['vegeta'], ['workers']), sizes)).toBe(sizes);
});

test.each<[string, DriverName[], (typeof PATTERNS)[number][], string]>([
  ['vegeta without an open loop', ['vegeta'], ['pooling', 'batching'], 'vegeta drives open loops'],
  ['wrk without a closed loop', ['wrk'], ['workers'], 'wrk drives closed loops'],
  ['two for one load', ['oha', 'wrk'], [...PATTERNS], 'oha and wrk both drive closed loops'],
])('%s is refused', (_what, names, measured, message) => {
  expect(() => chooseDrivers(names, measured)).toThrow(
    expect.objectContaining({ exitCode: EXIT.usage, message: expect.stringContaining(message) }),
  );
});

test('one that is missing is refused as what this machine lacks', () => {
  rmSync(path.join(folder, 'wrk'));
  expect(() => chooseDrivers(['wrk'], ['pooling'])).toThrow(expect.objectContaining({ exitCode: EXIT.environment }));
});

test('a run goes on with the same drivers alone', () => {
  const drivers = describedDrivers(chooseDrivers(['wrk'], ['pooling']));
  expect(describedDrivers(sameDrivers(run(drivers)))).toEqual(drivers);
  expect(sameDrivers(run({}))).toEqual([]);
  place('wrk', 'wrk 4.3.0 [epoll]');
  expect(() => sameDrivers(run(drivers))).toThrow(
    expect.objectContaining({ exitCode: EXIT.environment, message: expect.stringContaining('was 4.2.0, is 4.3.0') }),
  );
});
