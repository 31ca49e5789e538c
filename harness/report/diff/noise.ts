/** The noise floor of a diff: what base against itself (A/A) says about its changes. */
import type { DiffControl, DiffResults } from '../../results/schema.ts';
import { STACK_TITLES } from '../format.ts';
import { measuredShare, percentChange, percentInterval } from './percent.ts';
import { cellName } from './rows.ts';

type Controlled = Pick<DiffResults, 'controls' | 'rows'>;

/** One line per control, "pooling, Node, after against itself (A/A), CPU time …: +0.3 % (95 % interval …)". */
export function noiseLines({ controls, rows }: Controlled): string[] {
  return controls.map((control) => {
    const meaning = control.moved
      ? ' It moved although nothing differs: no difference in this part of the diff means anything.'
      : '';
    return `${cellName(control)} against itself (A/A), ${controlMetric(control, rows)}: ${controlText(control)}.${meaning}`;
  });
}

/** "Noise floor (base against itself): pooling Node ±1.3 %": how far from no change two equal sides may lie. Null without a control. */
export function noiseSummary({ controls }: Pick<DiffResults, 'controls'>): string | null {
  const floors = Map.groupBy(
    controls.filter(({ ratio }) => ratio.low !== null && ratio.high !== null),
    ({ pattern, stack }) => `${pattern} ${STACK_TITLES[stack]}`,
  );
  if (floors.size === 0) return null;
  const texts = [...floors].map(([place, group]) => {
    const highest = Math.max(...group.map(floorOf));
    return `${place} ±${measuredShare(highest)}`;
  });
  return `Noise floor (base against itself): ${texts.join(', ')}.`;
}

/** The title of the metric of a control, which knows only its id. */
export function controlMetric({ pattern, metric }: DiffControl, rows: DiffResults['rows']): string {
  const named = (row: DiffResults['rows'][number]) => row.metric.id === metric;
  return (rows.find((row) => row.pattern === pattern && named(row)) ?? rows.find(named))?.metric.title ?? metric;
}

function controlText({ ratio, sd_per_block }: DiffControl): string {
  const interval = percentInterval(ratio);
  const known = interval === null ? 'too few blocks for an interval' : `95 % interval ${interval}`;
  const spread = sd_per_block === null ? '' : `, a block errs by about ${measuredShare(sd_per_block)}`;
  return `${percentChange(ratio.value)} (${known}${spread})`;
}

/** The end of the interval that is farther from no change, as a share. */
const floorOf = ({ ratio: { low, high } }: DiffControl) => Math.max(high ?? 1, 1 / (low ?? 1)) - 1;
