/**
 * How long a request may wait for a connection: long enough for the bursts that are borne, and no longer, because under
 * more load than can be served everyone waits that long, and those that are given up keep the others waiting.
 */
import type { TimeoutReason, TuneResults, TuneWindow } from '../../results/tune.ts';

/** Where overload was not measured: the shortest that survives a short stall of the database. */
const UNMEASURED_MS = 2_000;
/** The waits tried under overload: with and without patience. */
export const PATIENCE_MS: readonly number[] = [500, 2_000];
const LONGEST_MS = Math.max(...PATIENCE_MS);
/** The share of what the more patient one serves: windows of a few seconds differ by this much. */
const SERVES_AS_MUCH = 0.9;
/** Another burst may be worse than the one that was measured. */
const MARGIN = 2;

/**
 * The shortest of the waits tried under overload that serves as much as the longest, and that a burst stays well below. The
 * library's own, which --grid tries too, is there to be seen.
 */
export function poolTimeout({ overload, burst, probe }: TuneResults): TimeoutReason {
  const hardest = Math.max(...overload.map(({ window }) => window.rate_per_s));
  const tried = overload
    .filter(({ setting, window }) => window.rate_per_s === hardest && setting.timeout_ms <= LONGEST_MS)
    .toSorted((one, other) => one.setting.timeout_ms - other.setting.timeout_ms);
  const longest = tried.at(-1);
  if (longest === undefined || tried.length < 2) {
    return { code: 'timeout', timeout_ms: UNMEASURED_MS, overload: null };
  }
  // A bound from above: the longest answer in the burst, less the time of a request.
  const burstWaitMs = burst?.max_ms == null || probe === null ? 0 : Math.max(0, burst.max_ms - probe.service_ms);
  const muchPerS = SERVES_AS_MUCH * servedPerS(longest.window);
  const serves = tried.filter(({ window }) => servedPerS(window) >= muchPerS);
  const chosen = serves.find(({ setting }) => setting.timeout_ms >= MARGIN * burstWaitMs) ?? longest;
  return {
    code: 'timeout',
    timeout_ms: chosen.setting.timeout_ms,
    overload: {
      rate_per_s: hardest,
      tried: tried.map(({ setting, window }) => ({
        timeout_ms: setting.timeout_ms,
        sent: window.sent,
        completed: window.completed,
        duration_ms: window.duration_ms,
        answered_p99_ms: window.answered_p99_ms ?? null,
      })),
      burst_wait_ms: burstWaitMs,
      choice:
        chosen === tried[0]
          ? 'shorter-serves-all'
          : serves[0] === tried[0]
            ? 'shorter-leaves-no-margin'
            : 'shorter-serves-fewer',
    },
  };
}

/** By the length of the schedule and of the queue that was left then: those answered last had waited for about that long. */
const servedPerS = ({ completed, duration_ms, answered_p99_ms }: TuneWindow): number =>
  completed / ((duration_ms + (answered_p99_ms ?? 0)) / 1_000);
