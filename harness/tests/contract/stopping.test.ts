/** Both services end when asked, or when their owner is gone, in time and with everything they started. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serviceEnvironment } from '../../lab/services.ts';
import { pythonCommand, repositoryRoot } from '../../lab/source.ts';
import { STACKS, type StackName } from '../../results/schema.ts';
import { ask } from './asking.ts';
import { openSurroundings, type Surroundings } from './both.ts';

const COMMANDS: Record<StackName, () => [string, string]> = {
  node: () => [process.execPath, path.join(repositoryRoot, 'node/server.ts')],
  python: () => [pythonCommand(), path.join(repositoryRoot, 'python/server.py')],
};
/** What a stop may take: the second that requests under way are given, and the end of the runtime. */
const STOP_MS = 3_000;
/** Computes for seconds in either stack. */
const LONG_REPORT = 30_000_000;
const SHORT_REPORT = 2_000_000;

let around: Surroundings;
beforeAll(async () => {
  around = await openSurroundings('stopping');
});
afterAll(() => around?.[Symbol.asyncDispose]());

/** Both stacks side by side, for most of the time goes into waiting. */
const forBoth = (name: string, run: (service: Running, stack: StackName) => Promise<void>) =>
  test(name, async () => {
    await Promise.all(
      STACKS.map(async (stack) => {
        await using service = await start(stack);
        await run(service, stack);
      }),
    );
  });

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  forBoth(`${signal} ends it, with keep-alive connections open`, async (service, stack) => {
    const agent = new Agent({ keepAlive: true });
    for (let i = 0; i < 3; i++) expect(await getOver(agent, `${service.url}/light`)).toBe(200);
    expect(await service.endsAfter(() => service.child.kill(signal)), stack).toEqual(IN_TIME);
    agent.destroy();
  });
}

forBoth('SIGTERM ends it, with a request under way', async (service, stack) => {
  const slow = ask(service.url, { method: 'GET', path: '/parallel/before/users/1?user_ms=5000' }).catch(() => 'cut');
  await settled(async () => JSON.parse((await ask(service.url, STATS)).text).pool.in_use === 1);
  expect(await service.endsAfter(() => service.child.kill('SIGTERM')), stack).toEqual(IN_TIME);
  await slow;
});

forBoth('SIGTERM ends it, with threads of its own at work', async (service, stack) => {
  const form = stack === 'python' ? 'def' : 'async';
  const path = `/workloads/${form}/fanout/users/1?wait_ms=5000`;
  const slow = ask(service.url, { method: 'GET', path }).catch(() => 'cut');
  await settled(async () => JSON.parse((await ask(service.url, STATS)).text).pool.in_use === 3);
  expect(await service.endsAfter(() => service.child.kill('SIGTERM')), stack).toEqual(IN_TIME);
  await slow;
});

forBoth('the end of its stdin ends it', async (service, stack) => {
  expect(await service.endsAfter(() => service.child.stdin.end()), stack).toEqual(IN_TIME);
});

forBoth('SIGTERM ends it, with reports under way beside the event loop', async (service, stack) => {
  for (const variant of ['after', 'after-pool']) postReport(service.url, variant, LONG_REPORT);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(await service.endsAfter(() => service.child.kill('SIGTERM')), stack).toEqual(IN_TIME);
  await settled(() => !groupIsAlive(service.pid));
});

forBoth('a client that leaves before its report is done leaves no process behind', async (service) => {
  const idle = service.workersAlive();
  for (const variant of ['after', 'after-pool']) {
    const client = postReport(service.url, variant, SHORT_REPORT);
    await new Promise((resolve) => setTimeout(resolve, 150));
    client.destroy();
  }
  await settled(() => service.workersAlive() === idle);
  expect((await ask(service.url, { method: 'GET', path: '/light' })).status).toBe(200);
});

forBoth('killed outright, it takes its worker processes with it', async (service) => {
  for (const variant of ['after', 'after-pool']) postReport(service.url, variant, LONG_REPORT);
  await new Promise((resolve) => setTimeout(resolve, 500));
  service.child.kill('SIGKILL');
  await settled(() => !groupIsAlive(service.pid));
});

const STATS = { method: 'GET', path: '/stats' };
const IN_TIME = { code: 0, signal: null, inTime: true };

interface Running extends AsyncDisposable {
  url: string;
  pid: number;
  child: ChildProcessWithoutNullStreams;
  endsAfter(action: () => unknown): Promise<{ code: number | null; signal: string | null; inTime: boolean }>;
  /** Child processes and, where /proc tells, threads. */
  workersAlive(): number;
}

/** Not through the lab, which would clean up after the service: here the service itself is on trial. */
async function start(stack: StackName): Promise<Running> {
  const { lab } = around;
  const [command, script] = COMMANDS[stack]();
  const environment = serviceEnvironment({
    databaseUrl: lab.database.url,
    upstreamUrl: lab.upstreamUrl,
    filesDir: lab.filesDir,
  });
  const child = spawn(command, [script], { env: { PATH: process.env.PATH, ...environment }, detached: true });
  const pid = child.pid as number;
  child.stderr.resume();
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  return {
    url: JSON.parse(line).listening,
    pid,
    child,
    async endsAfter(action) {
      const asked = performance.now();
      action();
      const [code, signal] = await exited;
      return { code, signal, inTime: performance.now() - asked < STOP_MS };
    },
    workersAlive() {
      const children = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
        .stdout.trim()
        .split('\n').length;
      const tasks = `/proc/${pid}/task`;
      return children + (stack === 'node' && existsSync(tasks) ? readdirSync(tasks).length : 0);
    },
    async [Symbol.asyncDispose]() {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It has ended, as it should.
      }
    },
  };
}

/** Sent, and its fate not waited for. */
function postReport(url: string, variant: string, size: number) {
  const headers = { 'content-type': 'application/json' };
  const sent = request(`${url}/workers/${variant}`, { method: 'POST', headers, agent: false });
  sent.on('error', () => {});
  sent.on('response', (response) => response.resume().on('error', () => {}));
  sent.end(JSON.stringify({ size }));
  return sent;
}

function getOver(agent: Agent, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent }, (response) => response.resume().on('end', () => resolve(response.statusCode)));
    sent.on('error', reject).end();
  });
}

/** A process that has ended and that nobody has waited for yet does not count. */
function groupIsAlive(pid: number): boolean {
  const processes = spawnSync('ps', ['-A', '-o', 'pgid=,stat='], { encoding: 'utf8' }).stdout.trim().split('\n');
  return processes.some((line) => line.trim().startsWith(`${pid} `) && !line.includes('Z'));
}

async function settled(condition: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(condition, { timeout: 10_000, interval: 50 }).toBe(true);
}
