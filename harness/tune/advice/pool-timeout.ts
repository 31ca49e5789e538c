/**
 * How long a request may wait for a connection: long enough for the bursts that are borne, and no longer, because under
 * more load than can be served everyone waits that long, and those that are given up keep the others waiting.
 */
import { quantity, statedQuantity } from '../../report/format.ts';
import type { TuneResults, TuneWindow } from '../../results/tune.ts';

/** Where overload was not measured: the shortest that survives a short stall of the database. */
const UNMEASURED_MS = 2_000;
/** Of what the more patient one serves; after a short window that also serves those who still wait, so the knee will do. */
const SERVES_AS_MUCH = 0.95;
/** Another burst may be worse than the one that was measured. */
const MARGIN = 2;

export interface PoolTimeout {
  timeoutMs: number;
  reason: string;
}

/** The shortest of the waits tried under overload that serves as much as the longest, and that a burst stays well below. */
export function poolTimeout({ overload, burst, probe, knee_per_s }: TuneResults): PoolTimeout {
  const hardest = Math.max(...overload.map(({ window }) => window.rate_per_s));
  const tried = overload
    .filter(({ window }) => window.rate_per_s === hardest)
    .toSorted((one, other) => one.setting.timeout_ms - other.setting.timeout_ms);
  const longest = tried.at(-1);
  if (longest === undefined || tried.length < 2) {
    return {
      timeoutMs: UNMEASURED_MS,
      reason: `Not measured under overload: ${inWords(UNMEASURED_MS)} is longer than a burst and shorter than anybody's patience.`,
    };
  }
  // A bound from above: the longest answer in the burst, less the time of a request.
  const burstWaitMs = burst?.max_ms == null || probe === null ? 0 : Math.max(0, burst.max_ms - probe.service_ms);
  const muchPerS = SERVES_AS_MUCH * Math.min(servedPerS(longest.window), knee_per_s ?? Number.POSITIVE_INFINITY);
  const serves = tried.filter(({ window }) => servedPerS(window) >= muchPerS);
  const chosen = serves.find(({ setting }) => setting.timeout_ms >= MARGIN * burstWaitMs) ?? longest;
  const compared = tried.map(({ setting, window }) => `with ${inWords(setting.timeout_ms)}, ${outcome(window)}`);
  const burstWait = `In the burst requests waited up to ${quantity(burstWaitMs, 'ms')}`;
  const why =
    chosen === tried[0]
      ? `${burstWait}, and the short wait serves all that can be served in time: who waits longer only makes the next wait too.`
      : serves[0] === tried[0]
        ? `${burstWait}: the shorter wait leaves no margin for that.`
        : 'The shorter wait serves fewer than the service could.';
  return {
    timeoutMs: chosen.setting.timeout_ms,
    reason: `At ${quantity(hardest, 'req/s')}, more than can be served: ${compared.join('; ')}. ${why}`,
  };
}

/** By the length of the schedule. */
const servedPerS = ({ completed, duration_ms }: TuneWindow): number => completed / (duration_ms / 1_000);
const inWords = (ms: number): string => statedQuantity(ms, 'ms');

function outcome(window: TuneWindow): string {
  const answered = window.answered_p99_ms ?? null;
  const served = `${percent(window.completed / Math.max(1, window.sent))} served`;
  return answered === null ? served : `${served} at a p99 of ${quantity(answered, 'ms')}`;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
