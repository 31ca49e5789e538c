/** A row of a diff that is judged without statistics: a count or a fact. Pure. */
import type { CellName, Metric } from '../results/schema.ts';
import type { JudgedRow } from './gate.ts';

/** Without values and verdict. */
export const exactRow = ({ pattern, stack, variant }: CellName, metric: Metric): Omit<JudgedRow, 'verdict'> => ({
  ...{ pattern, stack, variant, metric },
  family: 'primary',
  alert: false,
  threshold: null,
  base: null,
  head: null,
  change: null,
  suspected: false,
  p: null,
  screening: { base: [], head: [] },
  fresh: { base: [], head: [] },
});
