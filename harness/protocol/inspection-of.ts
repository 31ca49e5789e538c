/** The inspection of a cell, from the header of its run. Pure. */
import type { Cell, CellInspection, RunHeader } from '../results/schema.ts';

/** Empty where there is none: its requests failed, or the run is older than inspections. */
export function inspectionOf(
  { inspections = [] }: RunHeader,
  { pattern, stack, variant }: Omit<CellInspection, 'inspection'>,
): Pick<Cell, 'inspection'> {
  const found = inspections.find((one) => one.pattern === pattern && one.stack === stack && one.variant === variant);
  return found === undefined ? {} : { inspection: found.inspection };
}
