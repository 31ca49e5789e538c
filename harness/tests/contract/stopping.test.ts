/** Both services end when asked, or when their owner is gone, with everything they started and whatever is under way. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGroupCpu } from '../../lab/cpu-time.ts';
import { serviceEnvironment } from '../../lab/services.ts';
import { pythonCommand, repositoryRoot } from '../../lab/source.ts';
import { STACKS, type StackName } from '../../results/schema.ts';
import { ask } from './asking.ts';
import { openSurroundings, type Surroundings } from './both.ts';
import { holdTables } from './held-tables.ts';

const COMMANDS: Record<StackName, () => [string, string]> = {
  node: () => [process.execPath, path.join(repositoryRoot, 'node/server.ts')],
  python: () => [pythonCommand(), path.join(repositoryRoot, 'python/server.py')],
};
/** Nothing here ends by itself before: idle connections are kept for 75 s, and requests under way wait for the test. */
const PATIENCE_MS = 60_000;
/** The longest that there is: many seconds of computing. */
const LONG_REPORT = 200_000_000;
const SHORT_REPORT = 2_000_000;

let around: Surroundings;
beforeAll(async () => {
  around = await openSurroundings('stopping');
});
afterAll(() => around?.[Symbol.asyncDispose]());

type Case = (service: Running, stack: StackName) => Promise<void>;

/** Both stacks side by side, for most of the time goes into waiting. @param held whether no query of theirs ends. */
const forBoth = (name: string, run: Case, { held = false } = {}) =>
  test(name, async () => {
    await using _ = held ? await holdTables(around) : undefined;
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
    expect(await service.endsAfter(() => service.child.kill(signal)), stack).toEqual(ENDED);
    agent.destroy();
  });
}

forBoth(
  'SIGTERM ends it, with a request under way',
  async (service, stack) => {
    const slow = ask(service.url, { method: 'GET', path: '/parallel/before/users/1' }).catch(() => 'cut');
    await settled(async () => JSON.parse((await ask(service.url, STATS)).text).pool.in_use === 1);
    expect(await service.endsAfter(() => service.child.kill('SIGTERM')), stack).toEqual(ENDED);
    await slow;
  },
  { held: true },
);

forBoth(
  'SIGTERM ends it, with threads of its own at work',
  async (service, stack) => {
    const form = stack === 'python' ? 'def' : 'async';
    const path = `/workloads/${form}/fanout/users/1`;
    const slow = ask(service.url, { method: 'GET', path }).catch(() => 'cut');
    await settled(async () => JSON.parse((await ask(service.url, STATS)).text).pool.in_use === 3);
    expect(await service.endsAfter(() => service.child.kill('SIGTERM')), stack).toEqual(ENDED);
    await slow;
  },
  { held: true },
);

forBoth('the end of its stdin ends it', async (service, stack) => {
  expect(await service.endsAfter(() => service.child.stdin.end()), stack).toEqual(ENDED);
});

forBoth('SIGTERM ends it, with reports under way beside the event loop', async (service, stack) => {
  const reports = [];
  for (const variant of ['after', 'after-pool'])
    reports.push(await service.works(() => postReport(service.url, variant, LONG_REPORT)));
  expect(await service.endsAfter(() => service.child.kill('SIGTERM')), stack).toEqual(ENDED);
  expect(reports.map(({ answered }) => answered())).toEqual([false, false]);
  await settled(() => !groupIsAlive(service.pid));
});

forBoth('a client that leaves before its report is done leaves no process behind', async (service) => {
  // Threads that a runtime starts with its first work are there from now on.
  for (const variant of ['after', 'after-pool'])
    await ask(service.url, { ...JSON_POST, path: `/workers/${variant}`, body: '{"size":1}' });
  const idle = service.workersAlive();
  for (const variant of ['after', 'after-pool']) {
    const client = await service.works(() => postReport(service.url, variant, SHORT_REPORT));
    client.leave();
  }
  await settled(() => service.workersAlive() <= idle);
  expect((await ask(service.url, { method: 'GET', path: '/light' })).status).toBe(200);
});

forBoth('killed outright, it takes its worker processes with it', async (service) => {
  for (const variant of ['after', 'after-pool'])
    await service.works(() => postReport(service.url, variant, LONG_REPORT));
  service.child.kill('SIGKILL');
  await settled(() => !groupIsAlive(service.pid));
});

const JSON_POST = { method: 'POST', headers: { 'content-type': 'application/json' } };
const STATS = { method: 'GET', path: '/stats' };
const ENDED = { code: 0, signal: null };

interface Running extends AsyncDisposable {
  url: string;
  pid: number;
  /** Starts some work, and waits until the service and its worker processes are computing. */
  works<T>(begin: () => T): Promise<T>;
  child: ChildProcessWithoutNullStreams;
  endsAfter(action: () => unknown): Promise<{ code: number | null; signal: string | null } | 'still there'>;
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
    async works(begin) {
      const cpuMs = startGroupCpu(pid);
      const begun = begin();
      // Without /proc it cannot be told.
      await settled(() => (cpuMs() ?? Number.POSITIVE_INFINITY) > 50);
      return begun;
    },
    async endsAfter(action) {
      action();
      const end = await Promise.race([exited, sleep(PATIENCE_MS, undefined, { ref: false })]);
      return end === undefined ? 'still there' : { code: end[0], signal: end[1] };
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
  const sent = request(`${url}/workers/${variant}`, { ...JSON_POST, agent: false });
  let answered = false;
  sent.on('error', () => {});
  sent.on('response', (response) => {
    answered = response.statusCode === 200;
    response.resume().on('error', () => {});
  });
  sent.end(JSON.stringify({ size }));
  return { answered: () => answered, leave: () => sent.destroy() };
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
  await expect.poll(condition, { timeout: PATIENCE_MS, interval: 50 }).toBe(true);
}
