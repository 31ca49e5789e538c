/** What is installed is not complete, or not what it was: exit 4, what is missing, and how it comes back. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pythonCommand } from '../../lab/source.ts';
import { duet } from './duet-process.ts';
import { makeFreshInstall } from './fresh-install.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place } from './place.ts';

let place: Place;
let checkout: string;
beforeAll(() => {
  place = makePlace();
  checkout = makeFreshInstall(place);
});
afterAll(() => place?.[Symbol.dispose]());

describe('a package that is missing', () => {
  test.each([
    ['execa', 'needed by what carries a command out', ['verify', '--stack', 'node']],
    ['commander', 'needed by every command', ['list']],
  ])('%s, %s', async (name, _, args) => {
    rmSync(join(checkout, 'node_modules', name));
    const { exitCode, stderr } = await duet(place, args, { checkout });
    expect(exitCode, stderr).toBe(4);
    expect(stderr).toBe(
      `duet: the package ${name} is missing: what is installed is not complete\nduet: try: remove node_modules, and run \`make setup\`\n`,
    );
  });
});

test('a Python without the packages of the service', async () => {
  const venv = join(place.dir, 'bare');
  await execa(pythonCommand(), ['-m', 'venv', '--without-pip', venv]);
  const env = { DUET_PYTHON: join(venv, 'bin/python') };
  const args = ['compare', '--profile', 'smoke', '--pattern', 'batching', '--stack', 'python'];
  const { exitCode, stdout, stderr } = await duet(place, args, { env });
  expect(exitCode, stderr).toBe(4);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^duet: the python service exited with code 1; the end of its log:$/m);
  expect(stderr).toMatch(/^ {4}ModuleNotFoundError: No module named/m);
  expect(stderr).toContain(`DUET_PYTHON is ${env.DUET_PYTHON}`);
  if (noProc === undefined) expect(await leftovers(place, [])).toEqual([]);
});
