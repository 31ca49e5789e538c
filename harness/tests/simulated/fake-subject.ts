/** A subject for tests: an HTTP server in this process whose only work is to hold a connection of its pool. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DuetError } from '../../errors.ts';
import { isOk } from '../../load/outcome.ts';
import { connectionsOf, type PoolSetting } from '../../results/tune.ts';
import {
  isUnavailable,
  NoAnswer,
  type PoolAccount,
  type StartLimits,
  type Subject,
  type TunedService,
} from '../../tune/subject.ts';

export interface FakeOptions {
  /** How long each request holds its connection; asked anew for each. */
  holdMs: number | ((setting: PoolSetting) => number);
  /** The answer to request `n` where it is not the usual one. */
  oddAnswer?: (n: number) => { status: number; body: string } | undefined;
  /** Connections that a request holds at the same time, taken one after the other. Default: one. */
  atOnce?: number;
  /** Connections that are held from the start. Default: none. */
  held?: number;
  /** With fewer connections it does not start. Default: 1. */
  startsFrom?: number;
  /** Whether it tells the account of its pool. Default: it does. */
  silent?: boolean;
}

export interface FakeSubject extends Subject {
  /** Every setting that was started, in order. */
  readonly started: PoolSetting[];
  /** How many of them are up. */
  up(): number;
}

export function fakeSubject(options: FakeOptions): FakeSubject {
  const started: PoolSetting[] = [];
  let up = 0;
  return {
    describes: { kind: 'own', stack: 'python', form: 'async', workload: 'slow' },
    started,
    up: () => up,
    async start(setting, limits) {
      started.push(setting);
      const { startsFrom = 1 } = options;
      if (connectionsOf(setting) < startsFrom) throw new DuetError(`it needs ${startsFrom} connections`);
      const service = await startFake(setting, options);
      if (limits !== undefined && !(await answersWithin(service, limits))) {
        await service[Symbol.asyncDispose]();
        throw new NoAnswer('there was no answer');
      }
      up++;
      const end = () => {
        up--;
        return service[Symbol.asyncDispose]();
      };
      return { ...service, [Symbol.asyncDispose]: end };
    },
  };
}

async function answersWithin({ url }: TunedService, { answersWithinMs }: StartLimits): Promise<boolean> {
  const answer = await fetch(`${url}/0`, { signal: AbortSignal.timeout(answersWithinMs) }).catch(() => undefined);
  return answer?.ok === true;
}

async function startFake(
  setting: PoolSetting,
  { holdMs, oddAnswer, silent, atOnce = 1, held = 0 }: FakeOptions,
): Promise<TunedService> {
  const pool = new FakePool(connectionsOf(setting) - held, setting.timeout_ms);
  const server = createServer(async ({ url = '' }, response) => {
    const odd = oddAnswer?.(Number(url.slice(1)));
    if (odd !== undefined) response.writeHead(odd.status).end(odd.body);
    else if (!(await pool.use(typeof holdMs === 'number' ? holdMs : holdMs(setting), atOnce)))
      response.writeHead(503).end('no connection in time');
    else response.end('fine');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    request: (n) => ({ method: 'GET', path: `/${n}` }),
    check: isOk,
    isPoolTimeout: isUnavailable,
    ...(silent ? {} : { readPool: async ({ restart = false } = {}) => pool.tell(restart) }),
    death: () => undefined,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** First come, first served. */
class FakePool {
  readonly #size: number;
  readonly #timeoutMs: number;
  readonly #waiting: { give: () => void }[] = [];
  readonly #account: PoolAccount = {
    inUse: 0,
    waiting: 0,
    inUseMax: 0,
    waitingMax: 0,
    checkouts: 0,
    waitMsTotal: 0,
    returns: 0,
    holdMsTotal: 0,
    connectionsOpened: 0,
    threads: null,
    loopStallMaxMs: 0,
  };

  constructor(size: number, timeoutMs: number) {
    this.#size = size;
    this.#timeoutMs = timeoutMs;
  }

  tell(restart: boolean): PoolAccount {
    const told = { ...this.#account, waiting: this.#waiting.length };
    if (restart) Object.assign(this.#account, { inUseMax: this.#account.inUse, waitingMax: 0 });
    return told;
  }

  /** Whether there were so many connections in time; holds them. */
  async use(holdMs: number, atOnce: number): Promise<boolean> {
    const askedMs = performance.now();
    if (!(await this.#take())) return false;
    const account = this.#account;
    const givenMs = performance.now();
    account.checkouts++;
    account.waitMsTotal += givenMs - askedMs;
    await sleep(holdMs);
    const isServed = atOnce === 1 || (await this.use(holdMs, atOnce - 1));
    account.returns++;
    account.holdMsTotal += performance.now() - givenMs;
    const next = this.#waiting.shift();
    if (next === undefined) account.inUse--;
    else next.give();
    return isServed;
  }

  #take(): Promise<boolean> | boolean {
    const account = this.#account;
    if (account.inUse < this.#size) {
      account.inUse++;
      account.inUseMax = Math.max(account.inUseMax, account.inUse);
      return true;
    }
    return new Promise((resolve) => {
      const waiter = { give: () => resolve(true) };
      this.#waiting.push(waiter);
      account.waitingMax = Math.max(account.waitingMax, this.#waiting.length);
      setTimeout(() => {
        const at = this.#waiting.indexOf(waiter);
        if (at === -1) return;
        this.#waiting.splice(at, 1);
        resolve(false);
      }, this.#timeoutMs).unref();
    });
  }
}
