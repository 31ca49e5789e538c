/** What every measurement needs, and how a setting is brought up for it. */
import { type Client, openClient } from '../../load/client.ts';
import { closedLoop } from '../../load/closed-loop.ts';
import { type WatchedProcess, watchDeaths } from '../../protocol/deaths.ts';
import {
  type ArrivalsName,
  connectionsOf,
  type LeastPool,
  neverBlocked,
  type PoolSetting,
  type TuneWindow,
} from '../../results/tune.ts';
import type { TunedService } from '../subject.ts';
import type { AnswerKinds } from './answer-kinds.ts';
import type { Watch } from './pool-watch.ts';
import { type Starting, startSetting } from './start.ts';

export interface Bench extends Starting {
  watch: Watch;
  /** How the service answers while it is idle: learnt by the probe, and looked for in windows. Default: not looked for. */
  answers?: AnswerKinds;
  /** Processes beside the service whose death makes the measurement worthless: those of the lab. */
  labProcesses: readonly WatchedProcess[];
  /** Arrivals per second at what is measured: usually one process. */
  ratePerS: number;
  /** Pools of the setting that are up in it. Default: one. */
  pools?: number;
  /** Connections beside those. Default: none. */
  extra?: number;
  arrivals: ArrivalsName;
  seed: number;
  /** How long every setting that is brought up is warmed up. Default: half a second. */
  warmUpMs?: number;
  signal: AbortSignal;
  /** What it needs before it answers one request, where that is more than a connection. */
  least?: LeastPool;
  /** Whether there is time to run a window again in which the driver was late. Default: there is. */
  mayRepeat?(): boolean;
  /** Called with every finished window, in their order. */
  onWindow(kind: WindowKind, setting: PoolSetting, window: TuneWindow): void;
}

/** What a window was run for. */
export type WindowKind = 'search' | 'grid' | 'load-curve' | 'overload' | 'burst' | 'verify';

/** A setting that is up and warm. */
export interface Arm extends AsyncDisposable {
  setting: PoolSetting;
  service: TunedService;
  client: Client;
}

/**
 * So many connections to the service at most, so that it is the pool that lets requests wait, and not the client: they
 * fill a pool_timeout of 2 s up to 1,500 requests per second. A process may have 4,096 files open nearly everywhere.
 * Requests beyond them wait in the client, and their wait counts.
 */
const CONNECTIONS = 3_000;
/** A service that goes on working for so long after it should have given up does not answer in time. */
const BEYOND_TIMEOUT_MS = 5_000;
const WARM_UP_MS = 500;
/** More clients at once do not make it any warmer. */
const MOST_WARM_UP_CLIENTS = 64;

/** What it takes to bring a setting up. */
export type ArmContext = Starting & Pick<Bench, 'watch' | 'labProcesses' | 'signal' | 'warmUpMs' | 'least' | 'pools'>;

/** The connections that a setting opens while it is measured, all together. */
export const openedBy = (setting: PoolSetting, { pools = 1, extra = 0 }: Pick<Bench, 'pools' | 'extra'>): number =>
  pools * connectionsOf(setting) + extra;

/** A pool of so many connections, all of them kept: the search walks over these. */
export const plainSetting = (connections: number): PoolSetting => ({
  size: connections,
  overflow: 0,
  timeout_ms: SEARCH_TIMEOUT_MS,
});

/** Long beside any answer worth waiting for, and short enough that a setting that cannot keep up ends its window soon. */
const SEARCH_TIMEOUT_MS = 2_000;

/**
 * Starts the subject with a setting and warms it up: compiler, and every connection of the pool.
 * @param beside whether another setting stays up beside it, and is measured in turn with it.
 * @param clients that warm it up, at most: of a service of which nothing is known, requests may block each other.
 */
export async function openArm(
  setting: PoolSetting,
  context: ArmContext,
  { beside = false, clients: most = MOST_WARM_UP_CLIENTS } = {},
): Promise<Arm> {
  const { subject, watch, labProcesses, signal, warmUpMs = WARM_UP_MS, least, pools = 1 } = context;
  signal.throwIfAborted();
  await using resources = new AsyncDisposableStack();
  // Of a service that runs already, or beside it, some sessions are there before: they are not somebody else's.
  if (subject.describes.kind !== 'url' && !beside) {
    await watchDeaths({ watched: [...labProcesses], where: { phase: 'starting the service' }, signal }, () =>
      watch.noteOthers(),
    );
  }
  const service = resources.use(await startSetting(setting, context));
  const timeoutMs = setting.timeout_ms + BEYOND_TIMEOUT_MS;
  const client = resources.use(openClient(service.url, { connections: CONNECTIONS, timeoutMs, signal }));
  const connections = connectionsOf(setting);
  const clients = Math.min(pools * connections, most, pools * neverBlocked(least, connections));
  await watchDeaths({ watched: [...labProcesses, service], where: { phase: 'warm-up' }, signal }, () =>
    closedLoop(client, service.request, { clients, durationMs: warmUpMs, check: service.check }),
  );
  const owned = resources.move();
  return { setting, service, client, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
