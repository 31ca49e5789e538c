/** Whether what is measured now may be put beside what was measured before an interruption. Pure. */
import type { FinishedPhase, RunHeader, Sample } from '../results/schema.ts';
import { lifetimesOf, type PlannedPhase } from './plan.ts';

/** One thing that must be equal and is not. */
export interface Difference {
  what: string;
  before: string;
  now: string;
}

/** Members that others tell better: the sources say more than the commit, the parts more than the fingerprint, and the pinning what the placement does. */
const IGNORED = new Set(['commit', 'dirty', 'missing', 'fingerprint', 'placement']);

/** Where a run or a diff comes from. */
export type Provenance = Pick<RunHeader, 'duet_version' | 'environment' | 'sources'>;

/** How the machine, the software and the code of a run differ from what they would be now. */
export function differences(before: Provenance, now: Provenance): Difference[] {
  const facts = ({ duet_version, environment, sources = {} }: Provenance): Record<string, unknown> => {
    const { runtimes, ...machine } = environment;
    const known = Object.entries(machine).filter(([key]) => !IGNORED.has(key));
    return {
      duet: duet_version,
      ...Object.fromEntries(known.map(([key, value]) => [key.replaceAll('_', ' '), value])),
      ...prefixed('runtime of the', 'service', runtimes),
      ...prefixed('sources:', '', sources),
    };
  };
  const [old, new_] = [facts(before), facts(now)];
  const named = compare(old, new_);
  if (named.length > 0) return named;
  return compare({ fingerprint: before.environment.fingerprint }, { fingerprint: now.environment.fingerprint });
}

/** The samples must be those of the plan: where the plan would be another one today, trial numbers mean other cells. */
export function strangers(plan: readonly PlannedPhase[], samples: readonly Sample[]): Sample[] {
  const planned = new Map(plan.flatMap((phase) => phase.trials.map((trial) => [trial.trial, { ...phase, ...trial }])));
  return samples.filter((sample) => {
    const trial = planned.get(sample.trial);
    return (['block', 'pattern', 'stack', 'variant', 'side', 'arm'] as const).some(
      (key) => trial?.[key] !== sample[key],
    );
  });
}

/**
 * What is left of a plan. A phase that was cut off is measured again as a whole: its balance needs all its trials. Those
 * that had ended on the same services count, and what comes after them starts services anew.
 */
export function remainingPhases(plan: readonly PlannedPhase[], finished: readonly FinishedPhase[]): PlannedPhase[] {
  const keyOf = ({ block, pattern, phase }: Pick<PlannedPhase, 'block' | 'pattern' | 'phase'>) =>
    `${block} ${pattern} ${phase}`;
  const done = new Set(finished.map(keyOf));
  return lifetimesOf(plan).flatMap((lifetime) =>
    lifetime
      .filter((planned) => !done.has(keyOf(planned)))
      .map(({ continues: _, ...planned }, at) => (at === 0 ? planned : { ...planned, continues: true as const })),
  );
}

function compare(before: Record<string, unknown>, now: Record<string, unknown>): Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((what) => before[what] !== now[what])
    .map((what) => ({ what, before: shown(before[what]), now: shown(now[what]) }));
}

const prefixed = (before: string, after: string, values: Partial<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`${before} ${key} ${after}`.trim(), value]));

const shown = (value: unknown) => (value === undefined ? 'unknown' : String(value));
