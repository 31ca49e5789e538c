/** The noise floor of a diff: what base against itself (A/A) says about its changes. */

import type { DiffControl, DiffResults } from '../../results/schema.ts';
import { sideNames } from '../../results/side-names.ts';
import { movedBeyond, sharedLevel } from '../../stats/noise-floor.ts';
import { STACK_TITLES } from '../kit/format.ts';
import { INTERVAL } from '../kit/method.ts';
import { measuredShare, percentChange, percentInterval } from '../kit/percent.ts';
import { cellName } from './rows.ts';

type Controlled = Pick<DiffResults, 'controls' | 'rows'>;

/**
 * One line per control, "pooling, Node, after against itself (A/A), CPU time …: +0.3 % (95 % interval …)", and beyond
 * which shift it would have been called moved.
 */
export function noiseLines({ controls, rows }: Controlled, wanted = (_: DiffControl) => true): string[] {
  const level = sharedLevel(Math.max(1, controls.length));
  return controls.filter(wanted).map((control) => {
    const limit = movedBeyond(control.sd_per_block, control.ratio.n, level);
    const power =
      limit === null
        ? ''
        : ` It would be called moved beyond ${percentChange(1 / (1 + limit))} or ${percentChange(1 + limit)}.`;
    const meaning = control.moved
      ? ' It moved although nothing differs, so no difference in this part means anything.'
      : power;
    return `${cellName(control)} against itself (A/A), ${controlMetric(control, rows)}: ${controlText(control)}.${meaning}`;
  });
}

/** "Noise floor (base against itself): pooling Node ±1.3 %": how far from no change two equal sides may lie. Null without a control. */
export function noiseSummary({ controls, run }: Pick<DiffResults, 'controls' | 'run'>): string | null {
  const floors = Map.groupBy(
    controls.filter(({ ratio }) => ratio.low !== null && ratio.high !== null),
    (control) =>
      control.pattern === 'request' ? cellName(control) : `${control.pattern} ${STACK_TITLES[control.stack]}`,
  );
  if (floors.size === 0) return null;
  const texts = [...floors].map(([place, group]) => {
    const highest = Math.max(...group.map(floorOf));
    return `${place} ±${measuredShare(highest)}`;
  });
  return `${noiseTitle(run)}: ${texts.join(', ')}.`;
}

/** "Noise floor (base against itself)". */
export const noiseTitle = (run: Pick<DiffResults['run'], 'service'>): string =>
  `Noise floor (${sideNames(run).base} against itself)`;

/** The title of the metric of a control, which knows only its id. */
export function controlMetric({ pattern, metric }: DiffControl, rows: DiffResults['rows']): string {
  const named = (row: DiffResults['rows'][number]) => row.metric.id === metric;
  return (rows.find((row) => row.pattern === pattern && named(row)) ?? rows.find(named))?.metric.title ?? metric;
}

function controlText({ ratio, sd_per_block }: DiffControl): string {
  const interval = percentInterval(ratio);
  const known = interval === null ? 'too few blocks for an interval' : `${INTERVAL} ${interval}`;
  const spread = sd_per_block === null ? '' : `, a block varies by about ${measuredShare(sd_per_block)}`;
  return `${percentChange(ratio.value)} (${known}${spread})`;
}

/** The end of the interval that is farther from no change, as a share. */
const floorOf = ({ ratio: { low, high } }: DiffControl) => Math.max(high ?? 1, 1 / (low ?? 1)) - 1;
