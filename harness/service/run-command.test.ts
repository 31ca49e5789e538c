import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { processStartTime } from '../lab/process-table.ts';
import { openWorkplace, type Workplace } from '../lab/workplace.ts';
import { type CommandRun, runCommand } from './run-command.ts';

let dir: string;
let workplace: Workplace;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet run '));
  vi.stubEnv('TMPDIR', dir);
  workplace = openWorkplace('run');
});
afterEach(async () => {
  await workplace[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

const run = (script: string, more: Partial<CommandRun> = {}) =>
  runCommand({
    ...{ workplace, what: '`build` of base', words: ['sh', '-c', script], cwd: dir, logFile: path.join(dir, 'log') },
    ...{ env: { PATH: process.env.PATH ?? '' }, timeoutMs: 60_000, lateHint: 'give it longer', hint: 'run it' },
    ...{ signal: new AbortController().signal, ...more },
  });
const written = (file: string) => readFileSync(path.join(dir, file), 'utf8').trim();
const groups = () => JSON.parse(readFileSync(path.join(workplace.dir, 'lease.json'), 'utf8')).groups;

test('its output is in the log, without secrets', async () => {
  await run('echo one; echo API_TOKEN=geheim123 >&2; pwd');
  expect(written('log')).toContain('one');
  expect(written('log')).toContain(dir);
  expect(written('log')).not.toContain('geheim123');
});

test('one that fails is named, with its last lines', async () => {
  await expect(run('for i in $(seq 30); do echo line $i; done; exit 3')).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(
      /^`build` of base exited with code 3; the end of its output:\n {4}line 19\n.*line 30$/s,
    ),
    hint: expect.stringMatching(/^run it; its whole output is in .*log$/),
  });
});

test('a program that there is not', async () => {
  const missing = run('', { words: ['no-such-program'] });
  await expect(missing).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining('no-such-program') });
});

test('one that takes too long is ended, with what it has started', async () => {
  await expect(run('sleep 600 & echo $! > child; wait', { timeoutMs: 500 })).rejects.toMatchObject({
    message: expect.stringContaining('did not end within'),
    hint: 'give it longer',
  });
  expect(processStartTime(Number(written('child')))).toBeUndefined();
});

test('what it leaves behind ends with it, wherever that has gone', async () => {
  await run('setsid sleep 600 & echo $! > child; until test -s child; do :; done');
  expect(processStartTime(Number(written('child')))).toBeUndefined();
  expect(groups()).toEqual([]);
});

test('an abort ends it, with what it has started', async () => {
  const controller = new AbortController();
  const running = run('setsid sleep 600 & echo $! > child; wait', { signal: controller.signal });
  await expect.poll(() => existsSync(path.join(dir, 'child')) && written('child')).toMatch(/^\d+$/);
  controller.abort(new Error('stopped by hand'));
  await expect(running).rejects.toThrow('stopped by hand');
  expect(processStartTime(Number(written('child')))).toBeUndefined();
  expect(groups()).toEqual([]);
});
