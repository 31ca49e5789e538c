/**
 * What is tuned: something that can be started with a pool setting and then asked over HTTP. The search knows nothing
 * else of it, so one of this repository's services and a reader's own are tuned in the same way.
 */
import { DuetError } from '../errors.ts';
import type { ServiceProcess } from '../lab/service-sockets.ts';
import type { HttpAnswer, HttpRequest } from '../load/client.ts';
import type { Check } from '../load/outcome.ts';
import type { PoolSetting, TuneSubject } from '../results/tune.ts';

/** What a setting says beside the size. */
export type SettingPart = 'overflow' | 'timeout';

export interface Subject {
  readonly describes: TuneSubject;
  /** Values of a setting that do not reach the service, which has its own for them. */
  readonly untold?: readonly SettingPart[];
  /** It can be told how long to wait for a connection only in multiples of this. Default: 1. */
  readonly timeoutStepMs?: number;
  /** It has one address: a setting must be ended before the next one starts. */
  readonly oneAtATime?: true;
  /** It cannot be given a setting, only watched with the one it has: whatever `start` is asked for. */
  readonly unchangeable?: true;
  /** The same on PostgreSQL itself, where duet has put a pooler before it. */
  readonly withoutPooler?: Subject;
  /**
   * A fresh process (or the running one, after its hook) with this setting, ready for requests.
   * @param limits where the setting may be too small for a single request.
   * @throws DuetError when it does not come up; NoAnswer when it does not keep to the limits.
   */
  start(setting: PoolSetting, limits?: StartLimits): Promise<TunedService>;
}

/** What a start is held to, beside what every start is. */
export interface StartLimits {
  /** Until it is ready, and again until one request is answered as expected: with no other answer. */
  answersWithinMs: number;
}

/** Thrown where a service did not end, and did not answer one request as expected either. */
export class NoAnswer extends DuetError {
  override name = 'NoAnswer';
}

/** Disposing of it ends it; a service that was running before is left running. */
export interface TunedService extends AsyncDisposable {
  readonly url: string;
  /** The leader of its process group, where duet started it: its CPU can be read then. */
  readonly pid?: number;
  /** The n-th request of a load, from 0: the same for every setting, but for what is not to repeat, such as an id. */
  readonly request: (n: number) => HttpRequest;
  /** Whether an answer is the expected one. */
  readonly check: Check;
  /** Only the status of an answer is judged, so its body may say that something went wrong. */
  readonly onlyStatus?: true;
  /** Whether an answer that is not says that no connection came free in time. By default those with status 503 do. */
  readonly isPoolTimeout: (answer: HttpAnswer) => boolean;
  /** The pool's own account, where the service tells one. `restart`: its maxima begin anew after this answer. */
  readPool?(options?: { restart?: boolean }): Promise<PoolAccount>;
  /** Its processes and their connections at this moment; undefined, or without result, where they are not to be seen. */
  readProcesses?(): ServiceProcess[] | undefined;
  /** How its process ended, once it has. */
  death(): string | undefined;
}

/** What a pool tells of itself at one moment. Sums count from the start of the service. */
export interface PoolAccount {
  /** Connections given out. */
  inUse: number;
  /** Callers that ask for one and have none yet. */
  waiting: number;
  /** Since the maxima began anew. */
  inUseMax: number;
  waitingMax: number;
  /** Connections given out so far, and how long their callers had waited for them, opening included. */
  checkouts: number;
  waitMsTotal: number;
  /** Connections given back so far, and how long they had been out. */
  returns: number;
  holdMsTotal: number;
  connectionsOpened: number;
  /** The threads that `def` routes run on; null where there are none. */
  threads: { limit: number; inUse: number; inUseMax: number; waiting: number } | null;
  /** Longest delay of the event loop since the maxima began anew; null where it is not told. */
  loopStallMaxMs: number | null;
}

/** The default of `isPoolTimeout`. */
export const isUnavailable = ({ status }: HttpAnswer): boolean => status === 503;

/** A wait for a connection as the subject can be told it: rounded up. */
export const toldTimeout = ({ timeoutStepMs = 1 }: Pick<Subject, 'timeoutStepMs'>, ms: number): number =>
  Math.ceil(ms / timeoutStepMs) * timeoutStepMs;
