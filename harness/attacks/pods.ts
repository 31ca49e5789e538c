/** The attacks of all pods of one export, or why they do not belong together. Pure. */
import { refused } from '../errors.ts';
import type { AttackName } from '../results/attack-name.ts';
import type { Attack } from './read-attack.ts';

/** What all pods of an export have in common, as messages call it. */
const SHARED = {
  id: 'the export',
  ratePerS: 'the rate per second',
  durationS: 'the duration in seconds',
  pods: 'the number of pods',
} as const satisfies Partial<Record<keyof AttackName, string>>;

/**
 * Every pod once, in their order.
 * @throws DuetError (exit 2) for attacks of several exports or loads, for a pod that is there twice, and for one that is missing.
 */
export function podsOf(attacks: readonly Attack[]): Attack[] {
  const [first, ...others] = attacks;
  if (first === undefined) throw refused('there are no results to import', 'duet import results-*.bin');
  for (const other of others) refuseStranger(first, other);
  const byPod = Map.groupBy(attacks, ({ name }) => name.pod);
  for (const [pod, some] of byPod) {
    const [one, another] = some;
    if (another === undefined) continue;
    throw refused(`pod ${pod} is there twice: ${one?.file}, ${another.file}`, 'give the results of each pod once');
  }
  const { pods } = first.name;
  const missing = Array.from({ length: pods }, (_, pod) => pod).filter((pod) => !byPod.has(pod));
  if (missing.length > 0) {
    throw refused(
      `of ${pods} pods ${missing.length === 1 ? 'one is' : `${missing.length} are`} missing: ${missing.join(', ')}`,
      'give the results of all pods: without them the sum is another load than the one that the service had',
    );
  }
  return attacks.toSorted((one, other) => one.name.pod - other.name.pod);
}

function refuseStranger(first: Attack, other: Attack): void {
  for (const [member, what] of Object.entries(SHARED)) {
    const [one, another] = [first, other].map(({ name }) => name[member as keyof typeof SHARED]);
    if (one === another) continue;
    throw refused(
      `the results do not belong together: ${what} is ${one} in ${first.file}, and ${another} in ${other.file}`,
      'give the results of one export',
    );
  }
}
