/** Spans of time as people read and type them. */

/** "42 s", "2 min 05 s". */
export function inWords(ms: number): string {
  const seconds = wholeSeconds(ms);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** A time that is only expected: "42 s", "12 min". */
export function roughlyInWords(ms: number): string {
  return ms < 90_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}

/** As an option takes it: "5m", "75s". */
export function asTyped(ms: number): string {
  const seconds = wholeSeconds(ms);
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

const wholeSeconds = (ms: number) => Math.max(0, Math.round(ms / 1_000));
