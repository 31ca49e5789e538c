import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openWorkplace, type Workplace } from '../../lab/workplace.ts';
import { fillDatabase } from './fill-database.ts';

let dir: string;
let workplace: Workplace;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet fill '));
  vi.stubEnv('TMPDIR', dir);
  vi.stubEnv('PGSSLMODE', 'require');
  vi.stubEnv('PORT', undefined);
  workplace = openWorkplace('mine');
});
afterEach(async () => {
  await workplace[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true });
});

const fill = (lines: Record<string, string | undefined>) =>
  fillDatabase(
    lines,
    { cwd: dir, env: { DB_NAME: '{db_name}', PORT: '{port}' } },
    { workplace, url: 'postgresql://u:geheim@127.0.0.1:5433/shop', logDir: dir, signal: new AbortController().signal },
  );

test('each command in turn, in the folder of the service, told the database in every way', async () => {
  await fill({
    '--migrate': 'echo "$DB_NAME $PGPORT [$PORT] [$PGSSLMODE]" > made',
    '--seed-data': 'sh -c "cat made > filled; echo {db_host} >> filled"',
  });
  expect(readFileSync(path.join(dir, 'filled'), 'utf8')).toBe('shop 5433 [] []\n127.0.0.1\n');
});

test('one that is not given is not run, and one that fails is told with the end of its output', async () => {
  await expect(fill({ '--migrate': undefined, '--seed-data': 'echo no luck; exit 3' })).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(/--seed-data, .* exited with code 3.*\n +no luck/s),
  });
});
