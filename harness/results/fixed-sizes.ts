/** Which sizes of a run a profile fixes: they tell whether two runs did the same work. */
import type { StackName } from './names.ts';
import type { Sizes } from './sizes.ts';

/** Found anew in every run by calibration: the CPU report of each stack. */
export const CALIBRATED = { node: 'report_size_node', python: 'report_size_python' } as const satisfies Record<
  StackName,
  keyof Sizes
>;

/** The sizes that a profile says; the others are found anew in every run. */
export function fixedSizes(sizes: Sizes): Record<string, number> {
  const calibrated: string[] = Object.values(CALIBRATED);
  return Object.fromEntries(Object.entries(sizes).filter(([name]) => !calibrated.includes(name)));
}
