import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { choosePlacement, parseCoreList, placement, placementRecord } from '../lab/placement.ts';
import { hasProc, procValue } from '../lab/proc.ts';
import { openWorkplace, type Workplace } from '../lab/workplace.ts';
import { DriverFailed } from '../load/driver.ts';
import { PLACEMENTS } from '../results/name-lists.ts';
import type { FoundDriver } from './find.ts';
import { runProgram } from './program.ts';

/** A shell in the place of a driver: it does what a driver may do. */
const allowed = parseCoreList(procValue('self/status', 'Cpus_allowed_list') ?? '0');
const SHELL: FoundDriver = { name: 'wrk', version: '4.1.0', load: 'closed', path: '/bin/sh' };

let workplace: Workplace;
beforeAll(() => {
  workplace = openWorkplace(`driver-program-${process.pid}`);
});
afterAll(async () => {
  await workplace[Symbol.asyncDispose]();
});

const run = (script: string, more: { signal?: AbortSignal; interrupt?: AbortSignal; mostMs?: number } = {}) =>
  runProgram(SHELL, ['-c', script], { workplace, signal: new AbortController().signal, mostMs: 20_000, ...more });

test('what it prints is returned, with the CPU time that it used', async () => {
  const { stdout, cpu } = await run('n=0; while [ $n -lt 200000 ]; do n=$((n + 1)); done; echo done');
  expect(stdout).toBe('done');
  expect(cpu.userMs + cpu.systemMs).toBeGreaterThan(0);
});

test('nothing of the environment reaches it, and it is told to keep to one thread', async () => {
  const { stdout } = await run('env');
  const variables = stdout.split('\n').filter((line) => !/^(?:PATH|PWD|_|SHLVL|OLDPWD)=/.test(line));
  expect(variables.toSorted()).toEqual(['GOMAXPROCS=1', 'LC_ALL=C', 'TOKIO_WORKER_THREADS=1']);
});

test.skipIf(!hasProc).for(PLACEMENTS)(
  'in the placement %s it runs where duet’s own driver would',
  async (name, { skip }) => {
    const before = placementRecord();
    skip(before.rest === null, 'nothing can be pinned here');
    onTestFinished(() => choosePlacement(before.name, before));
    await choosePlacement(name);
    const { stdout } = await run('grep Cpus_allowed_list /proc/self/status');
    const ran = parseCoreList(stdout.split(':')[1]?.trim() ?? '');
    expect(ran).toEqual(placement.rest ?? allowed);
  },
);

test('one that fails is named, with the end of what it wrote', async () => {
  const failure = await run('echo first >&2; echo "unable to connect" >&2; exit 3').catch((error) => error);
  expect(failure).toBeInstanceOf(DriverFailed);
  expect(failure.driver).toBe('wrk 4.1.0');
  expect(failure.message).toBe('exited with code 3: first | unable to connect');
});

test('one that is killed is named, too', async () => {
  const failure = await run('kill -9 $$').catch((error) => error);
  expect(failure).toBeInstanceOf(DriverFailed);
  expect(failure.message).toBe('was ended by SIGKILL');
});

test('one that does not end is killed', async () => {
  const failure = await run('sleep 60', { mostMs: 100 }).catch((error) => error);
  expect(failure).toBeInstanceOf(DriverFailed);
  expect(failure.message).toBe('was ended by SIGKILL');
});

test('one that cannot be started is told so', async () => {
  const missing = { ...SHELL, path: '/nonexistent/wrk' };
  const failure = await runProgram(missing, [], {
    workplace,
    signal: AbortSignal.timeout(20_000),
    mostMs: 20_000,
  }).catch((error) => error);
  expect(failure).toBeInstanceOf(DriverFailed);
});

test('it may end by itself when it is asked to', async () => {
  const asked = new AbortController();
  const running = run('trap "echo asked; exit 0" INT; echo up; while :; do sleep 0.05; done', {
    interrupt: asked.signal,
  });
  await sleep(300);
  asked.abort();
  expect((await running).stdout).toBe('up\nasked');
});

test('it ends with the run', async () => {
  const stopped = new AbortController();
  const running = run('trap "" INT TERM; while :; do sleep 0.05; done', { signal: stopped.signal });
  running.catch(() => {});
  await sleep(200);
  stopped.abort(new Error('the run was stopped'));
  await expect(running).rejects.toThrow('the run was stopped');
});
