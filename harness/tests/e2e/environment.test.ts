/** What is missing or out of order around a run: exit 4 (or 2 for a wrong path), and what to do about it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { duet } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place } from './place.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place[Symbol.dispose]());

const COMPARE = ['compare', '--profile', 'smoke', '--pattern', 'pooling'];

test.each(['DUET_NODE', 'DUET_PYTHON'])('%s that points to nothing', async (name) => {
  const { exitCode, stderr } = await duet(place, COMPARE, { env: { [name]: '/nowhere/runtime' } });
  expect(exitCode).toBe(4);
  expect(stderr).toContain('/nowhere/runtime');
  expect(stderr).toContain(`duet: try: ${name} is /nowhere/runtime: check`);
  expect(stderr).not.toMatch(/^\s+at /m);
  if (noProc === undefined) expect(await leftovers(place, [])).toEqual([]);
});

describe('a DATABASE_URL where nobody answers', () => {
  const env = { DATABASE_URL: 'postgresql://someone:hunter2-secret@127.0.0.1:1/db' };

  test.each([[COMPARE], [['verify']], [['serve']], [['doctor']]])(
    'duet %s ends with exit 4 and shows no password',
    async (args) => {
      const { exitCode, stdout, stderr } = await duet(place, args, { env });
      expect(exitCode).toBe(4);
      expect(stdout + stderr).toContain('PostgreSQL at postgresql://someone:***@127.0.0.1:1/db does not answer');
      expect(stdout + stderr).toContain('check DATABASE_URL');
      expect(stdout + stderr + filesOf(place)).not.toContain('hunter2');
    },
  );
});

function filesOf({ out }: Place): string {
  if (!existsSync(out)) return '';
  const entries = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('\n');
}

test.each(['compare', 'verify', 'doctor'])('duet %s --out under a file', async (command) => {
  const { exitCode, stderr } = await duet(place, [command, '--out', '/dev/null/x']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^duet: cannot .*\/dev\/null\/x/m);
  expect(stderr).toContain('choose another folder with --out');
});

test('duet doctor says what this machine has', async () => {
  const { exitCode, stdout, stderr } = await duet(place, ['doctor']);
  expect(exitCode, stdout + stderr).toBe(0);
  for (const fact of [
    'harness: Node.js',
    'Node service: v',
    'Python service: Python 3',
    'memory for quick',
    'disk for quick',
    'PostgreSQL',
  ]) {
    expect(stdout).toMatch(new RegExp(`^ok +${fact}`, 'm'));
  }
  expect(stdout).not.toContain('MISSING');
});
