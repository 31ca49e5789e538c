/**
 * Whether a reader's service heeds the setting that it is given, and what it opens beside. One that ignores it answers equally
 * fast at every size, and the smallest would be recommended to it. So two settings are tried before the search, under load
 * that must queue for either: what follows the setting is the difference, and the rest is not of its pool.
 */
import { refused } from '../../errors.ts';
import { servingProcesses } from '../../lab/service-sockets.ts';
import { neverBlocked, type Unseen } from '../../results/tune.ts';
import type { Arm, ArmContext } from './bench.ts';
import { CLIENTS, onArm, SMALL, throughput } from './checked-arm.ts';
import { compareThroughputs } from './compare-throughputs.ts';
import { watchProcesses } from './count-processes.ts';
import { type Follows, judgeSettings, type SeenSetting } from './followed-setting.ts';
import { settingIgnored } from './setting-ignored.ts';

/** The connections of the small pool: the least that answers. */
const smallIn = ({ least }: Pick<ArmContext, 'least'>): number => least?.connections ?? SMALL;
/** Enough beyond it that one connection more or less, which comes and goes, does not decide. */
const STEP = 2;
const MOST_CLIENTS = 128;
/** Connections are opened within the first of these. */
const LOOK_MS = 800;

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
  throw settingIgnored(
    `given a pool of ${connections}, it had ${sessions} connections to PostgreSQL${used}${more}`,
    context,
  );
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
  const seesSessions = context.watch.sight === 'sessions';
  const { sessions_max, in_use_max } = await seenSince({ fromMs, untilMs: performance.now() });
  const serving = seen === undefined ? [] : servingProcesses(seen).map(({ database }) => database);
  const ofSockets = (seen ?? []).reduce((sum, { database }) => sum + database, 0);
  if (seesSessions && sessions_max === 0) throw strangeDatabase();
  const sessions = seesSessions ? (sessions_max ?? 0) : ofSockets;
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
