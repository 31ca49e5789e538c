import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Child, type ChildOptions, startChild } from './process.ts';
import { processStartTime } from './process-table.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

let temporary: string;
let workplace: Workplace;
let logFile: string;
beforeEach(() => {
  temporary = mkdtempSync(path.join(os.tmpdir(), 'duet process '));
  vi.stubEnv('TMPDIR', temporary);
  workplace = openWorkplace('run');
  logFile = path.join(temporary, 'child.log');
});
afterEach(async () => {
  await workplace[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});

/** A child that runs a line of shell. */
const start = (script: string, more: Partial<ChildOptions> = {}): Promise<Child> =>
  startChild(workplace, {
    what: 'the child',
    command: 'sh',
    args: ['-c', script],
    env: { PATH: process.env.PATH ?? '' },
    logFile,
    ...more,
  });
const READY = `echo '{"listening":"http://x","more":"y"}'`;
const lease = () => JSON.parse(readFileSync(path.join(workplace.dir, 'lease.json'), 'utf8')).groups;

test('it is ready when it says where it listens, and its output is its log', async () => {
  await using child = await start(`echo first; echo second >&2; ${READY}; exec sleep 60`);
  expect(child.ready).toEqual({ listening: 'http://x', more: 'y' });
  expect(child.death()).toBeUndefined();
  expect(lease()).toMatchObject([{ pid: child.pid, what: 'the child' }]);
  await expect.poll(() => readFileSync(logFile, 'utf8')).toContain('second\n');
});

test('a line of its own may say that it is ready', async () => {
  const readyWhen = (line: string) => (line === 'go' ? { listening: '5' } : undefined);
  await using child = await start('echo go >&2; exec sleep 60', { readyWhen });
  expect(child.ready).toEqual({ listening: '5' });
});

describe('one that does not say so is asked', () => {
  test('until it is ready, whatever it prints meanwhile', async () => {
    let asked = 0;
    const readyBy = async () => {
      while (++asked < 3) await sleep(20);
      return { listening: 'http://y' };
    };
    await using child = await start(`echo '{"listening": no JSON'; exec sleep 60`, { readyBy });
    expect(child.ready).toEqual({ listening: 'http://y' });
    expect(asked).toBe(3);
  });

  test('until it dies, which ends the asking', async () => {
    let signal: AbortSignal | undefined;
    const readyBy = (asking: AbortSignal) => {
      signal = asking;
      return new Promise<never>(() => {});
    };
    await expect(start('echo farewell; exit 3', { readyBy })).rejects.toThrow(
      /^the child exited with code 3.*farewell$/s,
    );
    expect(signal?.aborted).toBe(true);
  });

  test('until the asking fails, which ends the child', async () => {
    const readyBy = () => Promise.reject(new Error('it is another'));
    await expect(start('exec sleep 60', { readyBy })).rejects.toThrow('it is another');
    expect(lease()).toEqual([]);
  });
});

describe('at the start', () => {
  test('one that dies is told with its code and the end of its log, without passwords', async () => {
    const script = `for i in $(seq 40); do echo line $i; done; echo "no postgresql://u:geheim@h/db" >&2; exit 7`;
    const error = await start(script).catch((reason) => reason);
    expect(error).toMatchObject({ exitCode: 4, name: 'DuetError' });
    expect(error.message).toMatch(/^the child exited with code 7; the end of its log:\n/);
    expect(error.message).toContain('line 40');
    expect(error.message).not.toContain('line 5\n');
    expect(error.message).toContain('postgresql://u:***@h/db');
    expect(lease()).toEqual([]);
  });

  test('one that a signal ended is told with the signal', async () => {
    await expect(start('kill -SEGV $$')).rejects.toThrow('the child was ended by SIGSEGV');
  });

  test('one that stays silent is ended', async () => {
    const error = await start('echo $$; exec sleep 60', { startTimeoutMs: 300 }).catch((reason) => reason);
    expect(error.message).toMatch(/^the child did not listen within 0.3 s; the end of its log:\n/);
    const pid = Number(/\d+$/.exec(error.message)?.[0]);
    expect(processStartTime(pid)).toBeUndefined();
    expect(lease()).toEqual([]);
  });

  test('one that does not exist is told, with a hint', async () => {
    await expect(start('', { command: 'no-such-program' })).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('the child could not be started'),
      hint: expect.stringContaining('no-such-program'),
    });
  });
});

test('one that dies later tells how, with the end of its log', async () => {
  const child = await start(`${READY}; sleep 0.2; echo farewell; exit 3`);
  await expect.poll(child.death).toMatch(/^the child exited with code 3; .*farewell$/s);
  await child.stop();
});

describe('stopping', () => {
  test('asks first: what catches the signal ends in its own way', async () => {
    const child = await start(`trap 'echo bye; exit 0' TERM; ${READY}; while :; do sleep 0.05; done`);
    await child.stop();
    expect(child.death()).toMatch(/^the child exited with code 0; .*bye$/s);
    expect(lease()).toEqual([]);
  });

  test('does not wait for ever for what ignores the signal', async () => {
    const child = await start(`trap '' TERM; ${READY}; while :; do sleep 0.05; done`);
    await child.stop();
    expect(child.death()).toContain('was ended by SIGKILL');
  });

  test('ends the whole group, also children that it left behind', async () => {
    const child = await start(`sleep 60 & echo "{\\"listening\\":\\"$!\\"}"; exec sleep 60`);
    const grandchild = Number(child.ready.listening);
    expect(processStartTime(grandchild)).toBeDefined();
    await child.stop();
    await expect.poll(() => processStartTime(grandchild)).toBeUndefined();
  });

  test.each(['stop', 'kill'] as const)('%s lets others of its group tidy up after it', async (end) => {
    const file = path.join(temporary, 'tidied');
    const tidy = `(trap '' TERM; while kill -0 $$; do sleep 0.01; done; : > '${file}') >/dev/null 2>&1 &`;
    const child = await start(`${tidy} ${READY}; exec sleep 60`);
    await child[end]();
    expect(existsSync(file)).toBe(true);
  });

  test('twice is as good as once', async () => {
    const child = await start(`${READY}; exec sleep 60`);
    await Promise.all([child.stop(), child.stop()]);
    await child.stop();
    expect(lease()).toEqual([]);
  });
});

test('its environment is only what it was given', async () => {
  vi.stubEnv('DUET_TEST_SECRET', 'x');
  await using _child = await start(`env; ${READY}; exec sleep 60`);
  await expect.poll(() => readFileSync(logFile, 'utf8')).toContain('listening');
  expect(readFileSync(logFile, 'utf8')).not.toContain('DUET_TEST_SECRET');
});

test('its stdin stays open while we live, so that it can notice our death', async () => {
  await using child = await start(`${READY}; cat; echo stdin has ended`);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(child.death()).toBeUndefined();
  expect(execFileSync('ps', ['-o', 'pid=', '-p', String(child.pid)], { encoding: 'utf8' }).trim()).toBe(
    String(child.pid),
  );
});

test('the end of what outlives its leader is waited for, also where nothing else keeps the program going', () => {
  const leader = `trap 'exit 0' TERM; sleep 1.5 >/dev/null 2>&1 </dev/null & ${READY}; wait`;
  const options = { what: 'the child', command: 'sh', args: ['-c', leader], env: { PATH: process.env.PATH }, logFile };
  const program = `
    import { startChild } from ${JSON.stringify(import.meta.resolve('./process.ts'))};
    import { openWorkplace } from ${JSON.stringify(import.meta.resolve('./workplace.ts'))};
    const workplace = openWorkplace('alone');
    const child = await startChild(workplace, { ...${JSON.stringify(options)}, roamsOn: 1 });
    await child.stop();
    await workplace[Symbol.asyncDispose]();
    console.log('ended');`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(printed).toBe('ended\n');
});
