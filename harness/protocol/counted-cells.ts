/** The variants of a stack that a run counts and does not time. Pure. */
import type { Pattern } from '../patterns/pattern.ts';
import type { RunHeader, StackName, StackResult } from '../results/schema.ts';
import { inspectionOf } from './inspection-of.ts';

/** The counted cells of a pattern that this run knew: the header of an older run has no code of them. Absent where there are none. */
export function countedCellsOf(
  run: RunHeader,
  { name, counted }: Pattern,
  stack: StackName,
): Pick<StackResult, 'counted'> {
  const known = run.code[name]?.[stack]?.map(({ variant }) => variant) ?? [];
  const cells = (counted?.[stack] ?? [])
    .filter((one) => known.includes(one.name))
    .map(({ name: variant, what }) => ({ variant, what, ...inspectionOf(run, { pattern: name, stack, variant }) }));
  return cells.length === 0 ? {} : { counted: cells };
}
