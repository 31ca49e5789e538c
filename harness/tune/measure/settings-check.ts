/**
 * Whether a reader's service heeds the setting that it is given. One that does not answers equally fast at every size, and
 * the smallest would be recommended to it: so it is found out before the search, under load that must queue for a
 * pool of one connection.
 */
import { DuetError, EXIT, refused } from '../../errors.ts';
import { closedLoop } from '../../load/closed-loop.ts';
import { watchDeaths } from '../../protocol/deaths.ts';
import { neverBlocked, type Unseen } from '../../results/tune.ts';
import type { Arm, ArmContext } from './bench.ts';
import { openArm, plainSetting } from './bench.ts';

const SMALL = 1;
/** The connections of the small pool: the least that answers. */
const smallIn = ({ least }: Pick<ArmContext, 'least'>): number => least?.connections ?? SMALL;
const LARGE = 16;
/** At the same time: more than either pool, and fewer than the 40 threads of `def` routes. */
const CLIENTS = 24;
const WINDOW_MS = 1_500;
/** A session that listens, or that some monitor has, is none of the pool's. */
const OTHER_SESSIONS = 2;
/** Throughputs closer than this are not distinguishable: windows as short as these differ by tens of percent on a busy machine. */
const NEAR = 1.5;
/** One connection and one process, each busy half of the time, serve twice as much as they do in turn; no more. */
const MOST_GAIN_OF_ONE = 2.5;

type Seeing = { subject: ArmContext['subject']; watch: Pick<ArmContext['watch'], 'seesSessions'> };

/** Throughputs (per second) at the smallest and the largest pool; `aloneAtSmall` with one request at a time. */
export interface Throughputs {
  aloneAtSmall: number;
  small: number;
  large: number;
}

/**
 * @param most connections that may be opened.
 * @returns what could not be seen; nothing when the service was seen to heed its setting.
 * @throws DuetError (exit 2) when it ignores the setting, or seems to; (exit 5) when nothing was answered at all.
 */
export async function checkSettingIsHeeded(most: number, context: ArmContext): Promise<Unseen[]> {
  if (context.watch.seesSessions) return countSessions(context);
  // On fewer connections it did not answer, and on these it did.
  if (context.least !== undefined) return [];
  const aloneAndSmall = await onArm(SMALL, context, async (arm) => {
    const before = await throughput(arm, 1);
    const small = await throughput(arm, CLIENTS);
    // Of both, the better: what else this machine does must not make many at once look fast.
    return { small, aloneAtSmall: Math.max(before, await throughput(arm, 1)) };
  });
  const large = await onArm(Math.min(LARGE, most), context, (arm) => throughput(arm, CLIENTS));
  return judgeThroughputs({ ...aloneAndSmall, large }, context);
}

/** Certain: PostgreSQL shows how many connections a pool of one has. */
async function countSessions(context: ArmContext): Promise<[]> {
  const small = smallIn(context);
  const { sessions, inUse } = await onArm(small, context, async (arm) => {
    const seenSince = await context.watch.start(arm.service);
    const fromMs = performance.now();
    await throughput(arm, Math.min(CLIENTS, neverBlocked(context.least, small)));
    const seen = await seenSince({ fromMs, untilMs: performance.now() });
    return { sessions: seen.sessions_max ?? 0, inUse: seen.in_use_max ?? 0 };
  });
  if (sessions === 0) {
    throw refused(
      'the service answers but has no connection to the database of DATABASE_URL: it uses another database, or none',
      'set DATABASE_URL to the database that it uses, or unset it; duet then reports what it could not see',
    );
  }
  if (inUse <= small && sessions <= small + OTHER_SESSIONS) return [];
  throw ignored(
    `given a pool of ${small}, it had ${sessions} connections to PostgreSQL, ${inUse} of them in use at once`,
    context,
  );
}

/** Without a database to look at: a pool of one must be slower than one of sixteen, unless something else is slowest. */
export function judgeThroughputs({ aloneAtSmall, small, large }: Throughputs, context: Seeing): Unseen[] {
  if (small === 0 && large === 0) {
    throw new DuetError(`with ${CLIENTS} requests at a time, none was answered as expected at any pool size`, {
      exitCode: EXIT.invalid,
      hint: 'see the log of the service in the run folder',
    });
  }
  if (small * NEAR < large || large * NEAR < small) return [];
  if (small > aloneAtSmall * MOST_GAIN_OF_ONE) {
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
    'that it starts one process and opens one pool',
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

async function throughput({ client, service }: Arm, clients: number): Promise<number> {
  const { perSecond } = await closedLoop(client, service.request, {
    clients,
    durationMs: WINDOW_MS,
    check: service.check,
  });
  return perSecond;
}
