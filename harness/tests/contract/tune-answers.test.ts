/** Services of readers that say with a status of success, or with an ordinary error, that no connection became free in time. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../lab/postgres.ts';
import { openWorkplace, type Workplace } from '../../lab/workplace.ts';
import type { TuneResults, TuneWindow } from '../../results/tune.ts';
import { bottleneckOf } from '../../tune/advice/bottleneck.ts';
import { recognizePoolTimeouts } from '../../tune/advice/pool-timeout-answers.ts';
import { learnAnswerKinds } from '../../tune/measure/answer-kinds.ts';
import { type Bench, openArm } from '../../tune/measure/bench.ts';
import { openFirstArm } from '../../tune/measure/first-arm.ts';
import { openWatch } from '../../tune/measure/pool-watch.ts';
import { probe } from '../../tune/measure/probe.ts';
import { runWindow } from '../../tune/measure/window.ts';
import type { AskingOptions } from '../../tune/subjects/asking.ts';
import { commandSubject, readServiceCommand } from '../../tune/subjects/command.ts';
import { findings } from '../builders/findings.ts';

const SERVICE = fileURLToPath(new URL('../servers/answering-service.ts', import.meta.url));
/** Two connections that are held for 20 ms serve a third of it: the others wait, and most of them for too long. */
const TWO = { size: 2, overflow: 0, timeout_ms: 500 };
const HEAVY = { ratePerS: 300, durationMs: 1_500, arrivals: 'steady' as const, seed: 3 };

const resources = new AsyncDisposableStack();
let workplace: Workplace;
let database: Database;
let logs: string;

beforeAll(async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'duet answers '));
  resources.defer(() => rmSync(dir, { recursive: true, force: true }));
  logs = path.join(dir, 'logs');
  mkdirSync(logs);
  workplace = resources.use(openWorkplace(`contract-tune-answers-${process.pid}`));
  database = resources.use(await openDatabase(workplace, logs));
});
afterAll(() => resources.disposeAsync());

async function benchOf(asking: Partial<AskingOptions>): Promise<Bench & AsyncDisposable> {
  const signal = new AbortController().signal;
  const command = readServiceCommand({
    command: `"${process.execPath}" "${SERVICE}"`,
    env: { PORT: '{port}', POOL: '{pool_max}', WAIT_MS: '{pool_timeout_ms}' },
    ...{ request: 'GET /graphql', header: {}, timeoutStatus: 503, readyTimeoutMs: 30_000, ...asking },
  });
  const environment = { DATABASE_URL: database.url };
  const logFile = path.join(logs, 'service.log');
  const subject = commandSubject(command, { workplace, logFile, signal, databaseUrl: database.url, environment });
  const watch = await openWatch(database.url);
  return {
    ...{ subject, watch, signal, labProcesses: [], warmUpMs: 100, ratePerS: 100, arrivals: 'steady', seed: 1 },
    onWindow() {},
    [Symbol.asyncDispose]: () => watch[Symbol.asyncDispose](),
  };
}

/** One window of more requests than two connections can serve. */
async function overloaded(asking: Partial<AskingOptions>): Promise<TuneWindow> {
  await using bench = await benchOf(asking);
  await using arm = await openArm(TWO, bench);
  return await runWindow(arm, HEAVY, bench);
}

/** What follows from it. */
function recognized(window: TuneWindow): TuneResults {
  const subject = { kind: 'command' as const, command: 'svc', env: {}, request: 'GET /' };
  return recognizePoolTimeouts(findings({ subject, overload: [{ setting: TWO, window }] }));
}

async function probeIdle(bench: Bench) {
  await using arm = await openFirstArm(8, bench);
  return await probe(300, arm, bench);
}

it.each([
  ['GraphQL', '/graphql', 'json:errors='],
  ['an envelope', '/envelope', 'json:ok=true'],
])(
  '%s, whose errors have status 200, serves what --expect says, and the others get no connection in time',
  async (_, where, rule) => {
    const asking = { request: `GET ${where}`, expect: [rule] };
    await using bench = await benchOf(asking);
    // One at a time, no request goes wrong: it would be refused otherwise.
    expect((await probeIdle(bench)).requests).toBeGreaterThan(0);
    await using arm = await openArm(TWO, bench);
    const window = await runWindow(arm, HEAVY, bench);
    const { sent, completed, failures, unexpected } = window;
    expect(completed).toBeGreaterThan(20);
    expect(failures).toBeGreaterThan(20);
    expect(completed + failures).toBe(sent);
    expect(unexpected).toMatchObject([{ problem: 'wrong-body', count: failures }]);
    expect(window.failure_example).toMatch(/^200 \{/);
    expect(recognized(window).pool_timeout_answers).toMatchObject([{ problem: 'wrong-body', verdict: 'recognized' }]);
  },
);

it.each([
  ['/500', { problem: 'wrong-status', status: 500 }],
  ['/502', { problem: 'wrong-status', status: 502 }],
  ['/reset', { problem: 'reset' }],
])('a service that answers no connection in time with %s: the pool limits it', async (where, kind) => {
  const window = await overloaded({ request: `GET ${where}` });
  expect(window.timeouts).toBe(0);
  expect(window.failures).toBeGreaterThan(20);
  const results = recognized(window);
  expect(results.pool_timeout_answers).toMatchObject([{ ...kind, verdict: 'recognized' }]);
  const { timeouts } = results.overload[0]?.window ?? window;
  expect(timeouts).toBeGreaterThan(20);
  const found = { connections: 2, ending: 'smallest' as const, windows: 5 };
  expect(bottleneckOf(found, results)).toMatchObject({ kind: 'pool', timeouts, refused_with: [kind] });
});

it.each([
  ['GraphQL', '/graphql', { code: 'names', added: ['errors'], missing: ['data'] }],
  ['a page', '/page', { code: 'length' }],
])(
  '%s of which only the status is judged serves all, but other answers than the idle service',
  async (_, where, difference) => {
    await using bench = { ...(await benchOf({ request: `GET ${where}` })), answers: learnAnswerKinds() };
    await probeIdle(bench);
    await using arm = await openArm(TWO, bench);
    const { sent, completed, failures, strange } = await runWindow(arm, HEAVY, bench);
    expect({ completed, failures }).toEqual({ completed: sent, failures: 0 });
    expect(strange).toMatchObject({ difference });
    expect(strange?.strange).toBeGreaterThan(20);
  },
);
