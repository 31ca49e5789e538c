/**
 * When a comparison in rounds is looked at, and how sure it must be then that one pool is slower than another. It ends at the first
 * look that shows so, or that finds nothing open; all its looks together err as rarely as one.
 */
import { nominalLevels, powerSpending } from '../../stats/alpha-spending.ts';

/** Two give no interval. */
export const FEWEST_ROUNDS = 3;
export const MOST_ROUNDS = 6;
/**
 * The chance that any of the pools beside an equal one is shown to be faster: that would enlarge the answer. Each has an equal
 * share of it (Bonferroni), and spends that as the rounds pass. What the ratio must exceed beside makes it rarer.
 */
const FALSE_ALARMS = 0.02;
/** Few rounds say little of their spread. */
const RHO = 1;

/** By pools: integrating takes some milliseconds. */
const known = new Map<number, number[]>();

/**
 * The two-sided level of the intervals after so many rounds beside so many pools.
 * @param rounds fewer than FEWEST_ROUNDS have no interval, and the level of the first look.
 */
export function levelAfter(rounds: number, pools: number): number {
  const beside = Math.max(1, pools);
  const levels = known.get(beside) ?? levelsBeside(beside);
  known.set(beside, levels);
  return levels[Math.min(Math.max(rounds, FEWEST_ROUNDS), MOST_ROUNDS) - FEWEST_ROUNDS] as number;
}

function levelsBeside(pools: number): number[] {
  const looks = Array.from({ length: MOST_ROUNDS - FEWEST_ROUNDS + 1 }, (_, index) => FEWEST_ROUNDS + index);
  const spent = (n: number) => powerSpending(FALSE_ALARMS / pools, n / MOST_ROUNDS, RHO);
  return nominalLevels(looks.map((n) => ({ n, spent: spent(n) }))).map((oneSided) => 1 - 2 * oneSided);
}
