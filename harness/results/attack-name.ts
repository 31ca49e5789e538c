/**
 * The name that `duet export vegeta` gives to each of its attacks. Every raw result of vegeta carries it, so that results tell by
 * themselves which export they are of, which of how many pods sent them, and which load the pods are together.
 */

export interface AttackName {
  /** The id of the export. */
  id: string;
  /** From 0, as JOB_COMPLETION_INDEX counts. */
  pod: number;
  pods: number;
  /** The rate of all pods together. */
  ratePerS: number;
  durationS: number;
}

/** An export has at most that: a name with more is somebody else's, whatever it is meant to do to who reads it. */
export const MOST_EXPORTED = { pods: 1_000, ratePerS: 1_000_000, durationS: 24 * 3_600 } as const;

/** @param pod as a number, or as the variable of a shell that holds it. */
export const attackName = (
  { id, pods, ratePerS, durationS }: Omit<AttackName, 'pod'>,
  pod: AttackName['pod'] | string,
): string => `duet-${id}-${pod}-of-${pods}-at-${ratePerS}-for-${durationS}s`;

/** Undefined where nobody but vegeta's user gave the name. */
export function readAttackName(name: string): AttackName | undefined {
  const [, id, ...numbers] = /^duet-([0-9a-f]{12})-(\d+)-of-(\d+)-at-(\d+)-for-(\d+)s$/.exec(name) ?? [];
  if (id === undefined) return undefined;
  const [pod, pods, ratePerS, durationS] = numbers.map(Number) as [number, number, number, number];
  const load = { pods, ratePerS, durationS };
  const isPossible = Object.entries(load).every(
    ([what, value]) => value > 0 && value <= MOST_EXPORTED[what as keyof typeof MOST_EXPORTED],
  );
  return isPossible && pod < pods ? { id, pod, ...load } : undefined;
}

/** The rate of one pod in whole numbers, as vegeta takes it: 500 in 1 s of 2,000 per second from 4, 1,000 in 3 s of 1,000 from 3. */
export function podRate({ ratePerS, pods }: Pick<AttackName, 'ratePerS' | 'pods'>): { requests: number; perS: number } {
  const divisor = commonDivisor(ratePerS, pods);
  return { requests: ratePerS / divisor, perS: pods / divisor };
}

const commonDivisor = (one: number, other: number): number => (other === 0 ? one : commonDivisor(other, one % other));
