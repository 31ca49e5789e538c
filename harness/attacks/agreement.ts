/** Whether pods see the same service. Each pod is a stratum, and the windows of its attack are its blocks. Pure. */
import { type PodAgreement, WINDOWS } from '../results/import.ts';
import { doDiffer } from '../stats/fixed-sample.ts';
import { quantile } from '../stats/quantiles.ts';
import { heterogeneity } from '../stats/strata.ts';
import { DELTAS } from '../stats/verdict.ts';

/** With one there is no telling what is a difference between pods and what is one between windows. */
const LEAST_WINDOWS = 2;

/** A request that was answered: when it was due, in ms from the first of its pod, and how long it took. */
export interface Answered {
  atMs: number;
  responseMs: number;
}

/**
 * Pods differ where their spread is no accident, and as large as what counts as a change of a time.
 * @param p the quantile, 0 .. 1. @param durationMs of the attack.
 * @returns null for one pod, and where there are not two windows in which every pod has enough answers for the quantile.
 */
export function agreementOf(
  pods: readonly (readonly Answered[])[],
  p: number,
  durationMs: number,
): PodAgreement | null {
  // So many that one of them lies beyond the quantile.
  const least = Math.ceil(1 / (1 - p) - 1e-9);
  const windows = pods.map((answered) => valuesInWindows(answered, durationMs));
  const isUsed = (_: unknown, at: number) => windows.every((all) => (all[at]?.length ?? 0) >= least);
  const used = windows.map((all) => all.filter(isUsed));
  const found = heterogeneity(used.map((all) => all.map((values) => Math.log(quantile(values, p)))));
  if (found === null || (used[0]?.length ?? 0) < LEAST_WINDOWS) return null;
  return { p: found.p, sd: found.sd, differ: doDiffer(found) && Math.exp(found.sd) - 1 >= DELTAS.time };
}

function valuesInWindows(answered: readonly Answered[], durationMs: number): number[][] {
  const windows = Array.from({ length: WINDOWS }, (): number[] => []);
  for (const { atMs, responseMs } of answered) {
    const at = Math.min(WINDOWS - 1, Math.floor((atMs / durationMs) * WINDOWS));
    windows[at]?.push(responseMs);
  }
  return windows;
}
