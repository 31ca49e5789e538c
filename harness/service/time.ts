/** A time with its unit, as a config file and the options take it. */
export const TIME = /^\d+(\.\d+)?(ms|s|m)$/;

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000 };

/** @param time that fits TIME, e.g. "500ms". */
export function inMs(time: string): number {
  const [, number, unit] = /^([\d.]+)(ms|s|m)$/.exec(time) ?? [];
  return Number(number) * UNIT_MS[unit as keyof typeof UNIT_MS];
}
