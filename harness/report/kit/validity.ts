/** Whether the trials of a run may be believed, in words: how many were repeated or left out, and why. */
import type { Cell, Gain, Invalidity, Rule, RuleTally, RunDistrust, Validity } from '../../results/schema.ts';
import { type SideNames, VERSIONS } from '../../results/side-names.ts';
import { counted } from './format.ts';
import { share, wholeShare } from './percent.ts';
import type { DataTable } from './tables.ts';

/** What each rule found, in words. */
export const RULE_TITLES: Record<Rule, string> = {
  'driver-saturated': 'the load driver was saturated',
  'driver-late': 'the load driver sent late',
  'driver-failed': 'the load driver failed',
  errors: 'requests failed or were dropped',
  'wrong-answer': 'an answer was wrong',
  'process-died': 'a process died',
  'clock-jumped': 'the clock jumped',
  'foreign-cpu': 'another process used the processor',
  'control-moved': 'the A/A control moved',
};

/** What was measured and what the rule allows, in words; a sentence of an older file as it stands. */
export function invalidityText(one: Invalidity): string {
  if ('detail' in one) return one.detail;
  if ('title' in one) return `${one.title}: ${one.message}`;
  switch (one.rule) {
    case 'driver-saturated':
      return `the driver used ${wholeShare(one.cpu_share)} of a core (limit ${wholeShare(one.most_share)})`;
    case 'driver-late':
      return latenessText(one);
    case 'driver-failed':
      return `${one.driver} ${one.message}`;
    case 'errors': {
      const kinds = Object.entries(one.kinds).map(([kind, count]) => `${count} ${kind}`);
      return `${one.failed} of ${one.requests} requests failed (${kinds.join(', ')}); none may`;
    }
    case 'wrong-answer':
      return `${one.wrong} of ${one.requests} answers were wrong; none may be`;
    case 'process-died':
      return one.message;
    case 'clock-jumped':
      return `the clock was set or the machine slept: it ran ${Math.round(one.ahead_ms)} ms ahead of the steady one (limit ${one.most_jump_ms} ms either way)`;
    case 'foreign-cpu':
      return `other processes used ${one.cpu_share.toFixed(2)} of a core for ${Math.round(one.elapsed_ms)} ms (limit ${one.most_share}, and ${one.slack_ms} ms of tolerance)`;
    case 'control-moved':
      return `${one.variant} against itself (A/A) gave ${one.ratio.toFixed(2)} in ${one.metric}, and its interval excludes 1`;
  }
}

type Late = Exclude<Extract<Invalidity, { rule: 'driver-late' }>, { detail: string }>;

type Delayed = Extract<Late, { undelayed_ms: number }>;

function latenessText(one: Late): string {
  if ('dropped' in one) {
    return `the driver dropped ${one.dropped} ${one.dropped === 1 ? 'request' : 'requests'}: too many were in progress`;
  }
  if ('late' in one) {
    return `${one.late} of ${one.requests} requests left more than ${one.most_lag_ms} ms after they were due (limit half of them)`;
  }
  if ('undelayed_ms' in one) return delayText(one);
  return `1 % of the driver's requests left ${one.lag_p99_ms.toFixed(1)} ms or more after they were due (limit ${one.most_lag_ms} ms)`;
}

function delayText({ quantile, measured_ms, undelayed_ms, most_share, most_ms }: Delayed): string {
  const decided = quantile === 0.5 ? 'the median' : `the ${Math.round(100 * quantile)}th percentile`;
  const raised = `from ${undelayed_ms.toFixed(1)} ms to ${measured_ms.toFixed(1)} ms`;
  return `delays of the driver may have raised ${decided} ${raised} (limit ${share(most_share)}, or ${most_ms} ms)`;
}

/** Why there is no gain, or no cell; null where nothing is known. */
export function whyMissingText({ why_missing: why }: Pick<Gain, 'why_missing'>): string | null {
  if (why === undefined) return null;
  if (typeof why === 'string') return why;
  return why.code === 'failed' ? `${why.variant}: ${why.title}` : 'not measured in this run';
}

/** Why nobody should trust a run, in words that follow "this run is invalid: "; null for one that says nothing. */
export function distrustText({ distrust }: Pick<Validity, 'distrust'>): string | null {
  if (distrust === undefined) return null;
  return typeof distrust === 'string' ? distrust : distrust.map(reasonText).join('; ');
}

function reasonText(reason: RunDistrust): string {
  if (reason.code === 'too-many-invalid') {
    return `${reason.invalid} of ${reason.trials} trials are invalid, more than ${share(reason.most_share)}`;
  }
  const [first, ...others] = reason.cells;
  const more = others.length === 0 ? 'has' : `and ${others.length} more ${others.length === 1 ? 'cell' : 'cells'} have`;
  return `${first} ${more} no valid trial`;
}

/** One of the attempts that a rule made invalid: its cell, and what was measured. */
export function exampleText({ example }: Pick<RuleTally, 'example'>, names: SideNames = VERSIONS): string {
  if (typeof example === 'string') return example;
  const side = example.side === undefined ? '' : ` (${names[example.side]})`;
  return `${example.cell}${side}: ${invalidityText(example.invalidity)}`;
}

/** The tally of any kind of run. Absent in old results. */
interface Tallied {
  validity?: Pick<Validity, 'trials' | 'repeated' | 'invalid' | 'reasons'>;
}

/** One sentence; null for results that do not say. */
export function validityLine({ validity }: Tallied): string | null {
  if (validity === undefined) return null;
  const { trials, repeated, invalid } = validity;
  const all = counted(trials, 'trial');
  if (repeated === 0 && invalid === 0) return `All ${all} are valid.`;
  const left = invalid === 0 ? 'none' : invalid.toLocaleString('en-US');
  return `${all}: ${repeated.toLocaleString('en-US')} repeated because invalid, ${left} left out.`;
}

type Reason = [why: string, attempts: string, example: string];

/** Why attempts were invalid: the rule, how many attempts, and one of them. Most frequent first. */
export function validityRows({ validity }: Tallied, names?: SideNames): Reason[] {
  return (validity?.reasons ?? []).map((tally) => [
    RULE_TITLES[tally.rule],
    tally.trials.toLocaleString('en-US'),
    exampleText(tally, names),
  ]);
}

/** The reasons, a line each. */
export function validityReasons(results: Tallied, names?: SideNames): string[] {
  return validityRows(results, names).map(([why, attempts, example]) => `${why} (${attempts}): ${example}`);
}

/** The reasons as a table; null where no attempt was invalid. */
export function validityTable(results: Tallied, names?: SideNames): DataTable | null {
  const rows = validityRows(results, names);
  const header = ['invalid because', 'attempts', 'for example'];
  return rows.length === 0 ? null : { caption: 'Why attempts were invalid', header, rows, numbers: [1] };
}

/** "2 trials left out", for a cell that lost some. */
export function lossOf({ invalid_trials = 0 }: Cell): string | null {
  return invalid_trials === 0 ? null : `${counted(invalid_trials, 'trial')} left out`;
}
