/** Whether one trial counts: what it says of itself, and what went on around it. Rules that need a whole run: run-validity.ts */
import { type ForeignCpu, type Ownership, startForeignAccount } from '../lab/foreign-cpu.ts';
import { MOST_DELAY_MS, MOST_DELAY_SHARE } from '../load/lateness.ts';
import { MOST_DRIVER_SHARE } from '../load/saturation.ts';
import type { Measurement } from '../patterns/pattern.ts';
import type { Failure, Invalidity, Rule, TrialRules } from '../results/schema.ts';
import { watchClock } from './clock-jump.ts';

/** The share of a core that others may use while a trial runs. */
export const MOST_FOREIGN_SHARE = 0.15;
/**
 * What the two accounts of CPU time may differ by over one trial although they mean the same: the kernel samples the
 * machine's at its own tick, and each process's is rounded to 10 ms. Of 170 windows of 80 ms to 1 s on two busy cores
 * one was off by more than 50 ms. It matters for trials below a second.
 */
export const FOREIGN_SLACK_MS = 60;
/**
 * Real steps are larger: ntpd sets the clock from 128 ms on, systemd-timesyncd from 400 ms on. What NTP does to
 * smaller errors stays below it: slewing, at most 500 ppm, needs 100 s for as much.
 */
export const MOST_CLOCK_JUMP_MS = 50;

/** Failures that the contract foresees are results of a valid trial. */
export const isForeseen = ({ type }: Failure): boolean => type === 'urn:duet:problem:string-too-long';

/** The rules that a busy machine breaks, whatever we do. */
const OF_A_BUSY_MACHINE: ReadonlySet<Rule> = new Set(['driver-saturated', 'driver-late', 'foreign-cpu']);

/** The bounds in use, as a run records them. */
export const TRIAL_RULES: TrialRules = {
  driver_cpu_share: MOST_DRIVER_SHARE,
  driver_delay_share: MOST_DELAY_SHARE,
  driver_delay_ms: MOST_DELAY_MS,
  clock_jump_ms: MOST_CLOCK_JUMP_MS,
  foreign_cpu_share: MOST_FOREIGN_SHARE,
  foreign_cpu_slack_ms: FOREIGN_SLACK_MS,
};

export interface Circumstances {
  clockJumpMs: number;
  /** Undefined where it cannot be told. */
  foreign: ForeignCpu | undefined;
}

/** Starts looking at what surrounds a trial; the returned function says what it was. */
export function watchCircumstances(ownership: Ownership): () => Circumstances {
  const foreign = startForeignAccount(ownership);
  const clockJumpMs = watchClock();
  return () => ({ clockJumpMs: clockJumpMs(), foreign: foreign() });
}

/**
 * Every reason why a trial does not count.
 * @param onBusyMachine `shown`: a busy machine is no reason, for runs that only ask whether everything works.
 */
export function judgeTrial(
  { failure, invalid = [] }: Pick<Measurement, 'failure' | 'invalid'>,
  { clockJumpMs, foreign }: Circumstances,
  onBusyMachine: 'invalid' | 'shown' = 'invalid',
): Invalidity[] {
  const found = [...invalid];
  if (failure !== undefined && !isForeseen(failure)) found.push(failed(failure));
  if (Math.abs(clockJumpMs) > MOST_CLOCK_JUMP_MS) {
    found.push({ rule: 'clock-jumped', ahead_ms: clockJumpMs, most_jump_ms: MOST_CLOCK_JUMP_MS });
  }
  if (foreign !== undefined && foreign.cpuMs > MOST_FOREIGN_SHARE * foreign.elapsedMs + FOREIGN_SLACK_MS) {
    found.push({
      rule: 'foreign-cpu',
      cpu_share: foreign.cpuMs / foreign.elapsedMs,
      elapsed_ms: foreign.elapsedMs,
      most_share: MOST_FOREIGN_SHARE,
      slack_ms: FOREIGN_SLACK_MS,
    });
  }
  return onBusyMachine === 'invalid' ? found : found.filter(({ rule }) => !OF_A_BUSY_MACHINE.has(rule));
}

function failed({ type, title, detail }: Failure): Invalidity {
  const rule = type === 'urn:duet:problem:wrong-answer' ? 'wrong-answer' : 'errors';
  return { rule, title, message: detail };
}
