/** The least pool with which a service answers one request, where one connection is too few, and what it needs them for. */
import { openClient } from '../../load/client.ts';
import { sendJudged } from '../../load/outcome.ts';
import type { LeastPool } from '../../results/tune.ts';
import { NoAnswer, type StartLimits, type TunedService, toldTimeout } from '../subject.ts';
import { PoolTooSmall, type Starting, startSetting } from './start.ts';

/** An answer comes within this of a start that took no longer than the first one; twice that, for machines are busy. */
const ANSWERS_MS = 4_000;
const SLOWER_START = 2;

/**
 * So many requests at the same time. Of two, the first may take all that it needs before the second one comes; of more, those
 * that wait get what the first gives back one by one, and each holds what another waits for.
 */
const CROWD = 4;
/** Crowds are sent for so long, and so many at least. */
const CROWDS_MS = 1_000;
const LEAST_CROWDS = 5;
/** How long they may wait for a connection: twice what they need where only one is left for all of them. */
const LEAST_WAIT_MS = 2_000;
const waitOf = ({ serviceMs }: Looking): number => Math.max(LEAST_WAIT_MS, 2 * CROWD * serviceMs);

/** @param startMs what a start with an ample pool took. */
export const limitsAfter = (startMs: number): StartLimits => ({
  answersWithinMs: Math.round(ANSWERS_MS + SLOWER_START * startMs),
});

/** What it takes to look for it. */
export type Looking = Starting & {
  mayBeTooFew: NonNullable<Starting['mayBeTooFew']>;
  /** The time of a request that nobody keeps waiting. */
  serviceMs: number;
  /** Connections that may be opened. */
  most: number;
  signal: AbortSignal;
};

/** Goes up from a pool that was too small, one connection at a time: the ample one, with which it answered, is not far. */
export async function findLeastPool(tooSmall: PoolTooSmall, looking: Looking): Promise<LeastPool> {
  let before = tooSmall;
  for (;;) {
    const connections = before.connections + 1;
    const hasEnded = !(before.cause instanceof NoAnswer);
    const found = await onPool(connections, looking, (service) => !hasEnded && crowdsBlock(service, looking));
    if (found instanceof PoolTooSmall) before = found;
    else if (hasEnded) return { code: 'does-not-start', connections };
    else return needsOf(connections, found, looking);
  }
}

/**
 * One request needs the connections that are held from the start and those that it takes at once: `connections`. A crowd of n
 * blocks itself unless there are held + n × (at once − 1) + 1, so the least pool on which it does not tells the two apart.
 */
async function needsOf(connections: number, crowdBlocked: boolean, looking: Looking): Promise<LeastPool> {
  if (!crowdBlocked) return { code: 'held', connections, held: connections - 1 };
  let atOnce = 2;
  for (; atOnce < connections; atOnce++) {
    const enough = connections - atOnce + CROWD * (atOnce - 1) + 1;
    if (enough > looking.most) break;
    if ((await onPool(enough, looking, (service) => crowdsBlock(service, looking))) === false) break;
  }
  return { code: 'at-once', connections, at_once: atOnce, held: connections - atOnce };
}

/** What `look` finds on a service with so many connections, or that they are too few for one request. */
async function onPool(
  connections: number,
  looking: Looking,
  look: (service: TunedService) => Promise<boolean> | boolean,
): Promise<boolean | PoolTooSmall> {
  looking.signal.throwIfAborted();
  const setting = { size: connections, overflow: 0, timeout_ms: toldTimeout(looking.subject, waitOf(looking)) };
  try {
    await using service = await startSetting(setting, looking);
    return await look(service);
  } catch (error) {
    if (error instanceof PoolTooSmall) return error;
    throw error;
  }
}

/** Whether requests at the same time keep each other from being answered. */
async function crowdsBlock({ url, request, check }: TunedService, looking: Looking): Promise<boolean> {
  const { signal, mayBeTooFew } = looking;
  const timeoutMs = Math.max(mayBeTooFew.limits.answersWithinMs, waitOf(looking));
  const untilMs = performance.now() + CROWDS_MS;
  for (let crowd = 0; crowd < LEAST_CROWDS || performance.now() < untilMs; crowd++) {
    // New connections: where several processes share the port, the requests are to meet in one of them now and then.
    await using client = openClient(url, { connections: CROWD, timeoutMs, signal });
    const numbers = Array.from({ length: CROWD }, (_, one) => CROWD * crowd + one);
    const problems = await Promise.all(numbers.map((n) => sendJudged(client, request(n), check, n)));
    signal.throwIfAborted();
    if (problems.some((problem) => problem !== undefined)) return true;
  }
  return false;
}
