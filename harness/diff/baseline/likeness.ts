/** Whether two runs may stand beside each other: the same work, and for absolute values the same environment. Pure. */
import { CALIBRATED, fixedSizes } from '../../results/fixed-sizes.ts';
import { placementName } from '../../results/placement-name.ts';
import type { BaselineRun, StackName, Unlike } from '../../results/schema.ts';

/** The profile, its sizes and the placement. Where they differ nothing can be compared: a gain is that of a workload. */
export function unlikeWork(base: BaselineRun, head: BaselineRun): Unlike[] {
  const facts = ({ profile, sizes, environment }: BaselineRun) => ({
    profile,
    placement: placementName(environment),
    ...fixedSizes(sizes),
  });
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
    const { commit, dirty, missing, fingerprint, placement, runtimes, ...machine } = environment;
    return {
      ...machine,
      ...parts('runtime', runtimes),
      duet: duet_version,
      ...parts('sources', Object.fromEntries(JUDGING.map((part) => [part, sources[part]]))),
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
    .map((name) => {
      const [what = name, of] = name.split(PART);
      return { what, ...(of === undefined ? {} : { of }), base: shown(base[name]), head: shown(head[name]) };
    });
}

/** Between a member and which of its parts is meant. */
const PART = '/';

const parts = (what: string, values: Partial<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(values).map(([of, value]) => [`${what}${PART}${of}`, value]));

const shown = (value: unknown) => (value === undefined ? null : String(value));
