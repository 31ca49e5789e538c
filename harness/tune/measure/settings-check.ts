/**
 * Whether a reader's service heeds the setting that it is given, and what it opens beside. One that ignores it answers equally
 * fast at every size, and the smallest would be recommended to it. So two settings are tried before the search, under load
 * that must queue for either: what follows the setting is the difference, and the rest is not of its pool.
 */
import { DuetError, EXIT, refused } from '../../errors.ts';
import { servingProcesses } from '../../lab/service-sockets.ts';
import { closedLoop } from '../../load/closed-loop.ts';
import { watchDeaths } from '../../protocol/deaths.ts';
import { neverBlocked, type Unseen } from '../../results/tune.ts';
import type { Arm, ArmContext } from './bench.ts';
import { openArm, plainSetting } from './bench.ts';
import { watchProcesses } from './count-processes.ts';
import { type Follows, judgeSettings, MOST_GAIN_OF_ONE, type SeenSetting } from './followed-setting.ts';

const SMALL = 1;
/** The connections of the small pool: the least that answers. */
const smallIn = ({ least }: Pick<ArmContext, 'least'>): number => least?.connections ?? SMALL;
/** Enough beyond it that one connection more or less, which comes and goes, does not decide. */
const STEP = 2;
/** At the same time: more than either pool, and fewer than the 40 threads of `def` routes. */
const CLIENTS = 24;
const MOST_CLIENTS = 128;
/** Connections are opened within the first of these. */
const LOOK_MS = 800;
/** Without connections to count, throughputs are compared: with so many of them, for so long. */
const LARGE = 16;
const WINDOW_MS = 1_500;
/** Throughputs closer than this are not distinguishable: windows as short as these differ by tens of percent on a busy machine. */
const NEAR = 1.5;

type Seeing = { subject: ArmContext['subject']; watch: Pick<ArmContext['watch'], 'seesSessions'> };

export interface CheckLimits {
  /** That serve, where they were seen. */
  processes: number | undefined;
  /** The most connections that the setting may say. */
  ceiling: number;
  /** The most that may be open in all. */
  most: number;
}

export interface Checked {
  /** What could not be seen; nothing when the service was seen to heed its setting. */
  unseen: Unseen[];
  /** Undefined where its connections could not be counted. */
  connections: Follows | undefined;
}

/** @throws DuetError (exit 2) when it ignores the setting, or seems to; (exit 5) when nothing was answered at all. */
export async function checkSettingIsHeeded(limits: CheckLimits, context: ArmContext): Promise<Checked> {
  const { processes, ceiling } = limits;
  const small = await onArm(smallIn(context), context, (arm) => look(arm, limits, context));
  if (small.sessions === 0) {
    // On fewer connections it did not answer, and on these it did.
    const unseen = context.least === undefined ? await compareThroughputs(ceiling, processes ?? 1, context) : [];
    return { unseen, connections: undefined };
  }
  const large = await lookAtMore(small, limits, context);
  const follows = judgeSettings({ processes, small, large, mayGrow: mayGrow(context) });
  if (follows !== undefined) return { unseen: [], connections: follows };
  const { connections, sessions, inUse } = small;
  const used = inUse === null ? '' : `, ${inUse} of them in use at once`;
  const more = large === undefined ? '' : `, and ${large.sessions} with a pool of ${large.connections}`;
  throw ignored(`given a pool of ${connections}, it had ${sessions} connections to PostgreSQL${used}${more}`, context);
}

/** A larger setting, where one can be had beside what the service has open anyway. */
async function lookAtMore(
  small: SeenSetting,
  limits: CheckLimits,
  context: ArmContext,
): Promise<SeenSetting | undefined> {
  const room = Math.floor((limits.most - small.sessions) / (limits.processes ?? 1));
  const least = smallIn(context);
  const connections = Math.min(least + Math.min(STEP, room), limits.ceiling);
  return connections <= least ? undefined : await onArm(connections, context, (arm) => look(arm, limits, context));
}

/** The connections of the service while many requests are under way, and how much faster these are served than one by one. */
async function look(arm: Arm, { processes = 1 }: CheckLimits, context: ArmContext): Promise<SeenSetting> {
  const { size } = arm.setting;
  const wanted = Math.max(CLIENTS, 3 * processes * (SMALL + STEP));
  const clients = Math.min(wanted, MOST_CLIENTS, processes * neverBlocked(context.least, size));
  const seenSince = await context.watch.start(arm.service);
  const fromMs = performance.now();
  const { done: many, processes: seen } = await watchProcesses(arm.service, () => throughput(arm, clients, LOOK_MS));
  const { sessions_max, in_use_max } = await seenSince({ fromMs, untilMs: performance.now() });
  const serving = seen === undefined ? [] : servingProcesses(seen).map(({ database }) => database);
  const ofSockets = (seen ?? []).reduce((sum, { database }) => sum + database, 0);
  if (context.watch.seesSessions && sessions_max === 0) throw strangeDatabase();
  const sessions = context.watch.seesSessions ? (sessions_max ?? 0) : ofSockets;
  const isCrowded = sessions > processes * size || serving.some((held) => held > size);
  return {
    ...{ connections: size, sessions, inUse: in_use_max },
    perProcess: ofSockets === 0 ? [] : serving,
    gain: isCrowded ? many / Math.max(await throughput(arm, 1, LOOK_MS), Number.EPSILON) : null,
  };
}

const strangeDatabase = () =>
  refused(
    'the service answers but has no connection to the database of DATABASE_URL: it uses another database, or none',
    'set DATABASE_URL to the database that it uses, or unset it; duet then reports what it could not see',
  );

/** Whether its pool may open more than it is told: it is told its size, and nothing of an overflow. */
function mayGrow({ subject: { describes, untold = [] } }: Pick<ArmContext, 'subject'>): boolean {
  return untold.includes('overflow') && templatesOf(describes).some((template) => template.includes('{pool_size}'));
}

const templatesOf = (describes: ArmContext['subject']['describes']): string[] => {
  if (describes.kind === 'command') return [describes.command, ...Object.values(describes.env)];
  return describes.kind === 'url' && describes.hook !== null ? [describes.hook] : [];
};

async function compareThroughputs(most: number, processes: number, context: ArmContext): Promise<Unseen[]> {
  const aloneAndSmall = await onArm(SMALL, context, async (arm) => {
    const before = await throughput(arm, 1, WINDOW_MS);
    const small = await throughput(arm, CLIENTS, WINDOW_MS);
    // Of both, the better: what else this machine does must not make many at once look fast.
    return { small, aloneAtSmall: Math.max(before, await throughput(arm, 1, WINDOW_MS)) };
  });
  const large = await onArm(Math.min(LARGE, most), context, (arm) => throughput(arm, CLIENTS, WINDOW_MS));
  return judgeThroughputs({ ...aloneAndSmall, large, processes }, context);
}

/** Throughputs (per second) at the smallest and the largest pool; `aloneAtSmall` with one request at a time. */
export interface Throughputs {
  aloneAtSmall: number;
  small: number;
  large: number;
  /** That serve, each with a pool. */
  processes: number;
}

/** Without connections to count: a pool of one must be slower than one of sixteen, unless something else is slowest. */
export function judgeThroughputs({ aloneAtSmall, small, large, processes }: Throughputs, context: Seeing): Unseen[] {
  if (small === 0 && large === 0) {
    throw new DuetError(`with ${CLIENTS} requests at a time, none was answered as expected at any pool size`, {
      exitCode: EXIT.invalid,
      hint: 'see the log of the service in the run folder',
    });
  }
  if (small * NEAR < large || large * NEAR < small) return [];
  if (small > processes * aloneAtSmall * MOST_GAIN_OF_ONE) {
    const rates = `${perSecond(small)} with a pool of ${SMALL} and ${perSecond(large)} with one of ${LARGE}`;
    const evidence = `${CLIENTS} requests at a time were served equally fast, ${rates}, and ${perSecond(aloneAtSmall)} one by one`;
    throw ignored(`${evidence}, or it needs a connection for only a small part of a request`, context);
  }
  return [
    {
      code: 'setting-heeded',
      clients: CLIENTS,
      small: { connections: SMALL, per_s: small },
      large: { connections: LARGE, per_s: large },
    },
  ];
}

const perSecond = (rate: number) => `${Number(rate.toPrecision(2))} per second`;

function ignored(evidence: string, context: Seeing): DuetError {
  const { subject } = context;
  const { describes } = subject;
  const given =
    describes.kind === 'command' ? Object.entries(describes.env).map(([name, value]) => `${name}=${value}`) : [];
  const told = given.filter((one) => /\{(pool_size|pool_max|max_overflow)\}/.test(one));
  const where = told.length > 0 ? told.join(' and ') : describes.kind === 'url' ? '--hook' : 'what --command says';
  const hints = [
    `check that it reads ${where}`,
    ...(subject.untold?.includes('overflow')
      ? ['if its pool may grow beyond its size, tell it {max_overflow} too, or {pool_max} instead of {pool_size}']
      : []),
    context.watch.seesSessions
      ? 'that nobody else uses this database'
      : 'or set DATABASE_URL: then its connections are counted and the check is certain',
  ];
  return refused(`the service seems to ignore its pool setting: ${evidence}`, hints.join('; '));
}

/** Runs `work` on a fresh service with so many connections. */
async function onArm<T>(connections: number, context: ArmContext, work: (arm: Arm) => Promise<T>): Promise<T> {
  await using arm = await openArm(plainSetting(connections), context);
  const watched = [...context.labProcesses, arm.service];
  return await watchDeaths({ watched, where: { phase: 'settings check' }, signal: context.signal }, () => work(arm));
}

async function throughput({ client, service }: Arm, clients: number, durationMs: number): Promise<number> {
  const { perSecond } = await closedLoop(client, service.request, { clients, durationMs, check: service.check });
  return perSecond;
}
