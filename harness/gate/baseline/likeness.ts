/** Whether two runs may stand beside each other: the same work, and for absolute figures the same environment. Pure. */
import type { BaselineRun, StackName } from '../../results/schema.ts';

/** One thing that must be equal and is not. */
export interface Unlike {
  what: string;
  base: string;
  head: string;
}

/** Found anew in every run by calibration: the CPU report of each stack. */
const CALIBRATED: Record<StackName, string> = { node: 'report_size_node', python: 'report_size_python' };

/** The profile and its sizes. Where they differ nothing can be compared: a gain is that of a workload. */
export function unlikeWork(base: BaselineRun, head: BaselineRun): Unlike[] {
  const facts = ({ profile, sizes }: BaselineRun) => {
    const calibrated = Object.values(CALIBRATED);
    const fixed = Object.entries(sizes).filter(([name]) => !calibrated.includes(name));
    return { profile, ...Object.fromEntries(fixed) };
  };
  return differences(facts(base), facts(head));
}

/** The calibrated work of these stacks: it decides how long the pattern `workers` takes. */
export function unlikeCalibration(base: BaselineRun, head: BaselineRun, stacks: readonly StackName[]): Unlike[] {
  const facts = ({ sizes }: BaselineRun) =>
    Object.fromEntries(stacks.map((stack) => [CALIBRATED[stack], sizes[CALIBRATED[stack]]]));
  return differences(facts(base), facts(head));
}

/**
 * The machine, the software and the harness. The sources of the services are not among them: those are what a baseline is
 * there to judge.
 */
export function unlikeEnvironment(base: BaselineRun, head: BaselineRun): Unlike[] {
  const facts = ({ environment, sources = {}, duet_version }: BaselineRun) => {
    const { commit, dirty, missing, fingerprint, runtimes, ...machine } = environment;
    return {
      ...machine,
      ...prefixed('runtime of', runtimes),
      duet: duet_version,
      ...prefixed('sources of', Object.fromEntries(JUDGING.map((part) => [part, sources[part]]))),
    };
  };
  const named = differences(facts(base), facts(head));
  if (named.length > 0) return named;
  // It holds more than is named here, such as the lock files of runs that recorded no sources.
  return differences({ fingerprint: base.environment.fingerprint }, { fingerprint: head.environment.fingerprint });
}

/** The parts whose change would change every number. */
const JUDGING = ['harness', 'fixtures', 'lock files'];

function differences(base: Record<string, unknown>, head: Record<string, unknown>): Unlike[] {
  return [...new Set([...Object.keys(base), ...Object.keys(head)])]
    .filter((what) => base[what] !== head[what])
    .map((what) => ({ what: what.replaceAll('_', ' '), base: shown(base[what]), head: shown(head[what]) }));
}

const prefixed = (words: string, values: Partial<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${words} ${name}`, value]));

const shown = (value: unknown) => (value === undefined ? 'unknown' : String(value));
