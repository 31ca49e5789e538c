/** How many requests of a reader's service a diff sends, from how long one takes. Pure. */
import type { RequestLoad } from '../results/schema.ts';

/** What one request took on base, in ms. */
export interface RequestTimes {
  /** Under a closed loop of all clients: the time from one answer to the next. */
  perRequestMs: number;
  /** Alone. */
  singleMs: number;
}

/** A turn is short beside what else happens on a machine, a warm-up long enough for the first compiling. In ms. */
const TURN_MS = 7;
const WINDOW_MS = 60;
const WARM_UP_MS = 300;
const MOST_WARM_UP = 2_000;
/** Reading the accounts around a window, in ms. */
const AROUND_MS = 10;
/** A trial at a low rate, and the time between two of its requests, so that none waits for the one before. In ms. */
const SINGLE_MS = 130;
const GAP = { times: 3, least: 10, most: 500 };
const SINGLE = { least: 4, most: 12 };

/** The same for both sides and all blocks. */
export function chooseLoad({ perRequestMs, singleMs }: RequestTimes, clients: number): RequestLoad {
  const turn = Math.max(clients, Math.round(TURN_MS / perRequestMs));
  // Even, so that each side is the first of two equally often.
  const turns = 2 * Math.max(1, Math.round(WINDOW_MS / (turn * perRequestMs) / 2));
  const warm_up = between(Math.round(WARM_UP_MS / perRequestMs), { least: 2 * clients, most: MOST_WARM_UP });
  const gap_ms = between(Math.ceil(GAP.times * singleMs), GAP);
  return {
    ...{ warm_up, warm_up_ms: warm_up * perRequestMs, turns, turn },
    window_ms: turns * turn * perRequestMs + AROUND_MS,
    ...{ single: between(Math.round(SINGLE_MS / gap_ms), SINGLE), gap_ms },
  };
}

const between = (value: number, { least, most }: { least: number; most: number }): number =>
  Math.min(most, Math.max(least, value));
