/**
 * How long a request may wait for a connection: long enough for the bursts that are borne, and no longer, because under
 * more load than can be served everyone waits that long, and those that are given up keep the others waiting.
 */
import { quantity, statedQuantity } from '../../report/format.ts';
import type { TuneResults, TuneWindow } from '../../results/tune.ts';

/** Where overload was not measured: the shortest that survives a short stall of the database. */
const UNMEASURED_MS = 2_000;
/** The waits tried under overload: with and without patience. */
export const PATIENCE_MS = [500, 2_000];
/** Of what the more patient one serves: windows of a few seconds differ by so much. */
const SERVES_AS_MUCH = 0.9;
/** Another burst may be worse than the one that was measured. */
const MARGIN = 2;

export interface PoolTimeout {
  timeoutMs: number;
  reason: string;
}

/**
 * The shortest of the waits tried under overload that serves as much as the longest, and that a burst stays well below. The
 * library's own, which --grid tries too, is there to be seen.
 */
export function poolTimeout({ overload, burst, probe }: TuneResults): PoolTimeout {
  const hardest = Math.max(...overload.map(({ window }) => window.rate_per_s));
  const tried = overload
    .filter(({ setting, window }) => window.rate_per_s === hardest && PATIENCE_MS.includes(setting.timeout_ms))
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
  const muchPerS = SERVES_AS_MUCH * servedPerS(longest.window);
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
    reason: `At ${quantity(hardest, 'req/s')}, ${tried.every(({ window }) => servesAll(window)) ? 'which was borne' : 'more than can be served'}: ${compared.join('; ')}. ${why}`,
  };
}

/** By the length of the schedule and of the queue that was left then: those answered last had waited for about that long. */
const servedPerS = ({ completed, duration_ms, answered_p99_ms }: TuneWindow): number =>
  completed / ((duration_ms + (answered_p99_ms ?? 0)) / 1_000);
const servesAll = ({ completed, sent }: TuneWindow): boolean => completed === sent;
const inWords = (ms: number): string => statedQuantity(ms, 'ms');

function outcome(window: TuneWindow): string {
  const answered = window.answered_p99_ms ?? null;
  const served = `${percent(window.completed / Math.max(1, window.sent))} served`;
  if (answered === null) return served;
  const early = servesAll(window) ? `, for in ${quantity(window.duration_ms, 'ms')} the queue grew no longer` : '';
  return `${served} at a p99 of ${quantity(answered, 'ms')}${early}`;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
