/** Connections in use by rate: the line that Little's law predicts, and what was measured. */
import * as Plot from '@observablehq/plot';
import { connectionsOf, measuredRate, type TuneResults } from '../../../results/schema.ts';
import { framed, landmark, level } from '../../kit/frame.ts';
import type { Markup } from '../../kit/markup.ts';
import type { ChartOptions } from '../../kit/svg.ts';
import { cellMetrics, meanText } from '../cell-metrics.ts';
import { recommendedCell } from '../course.ts';
import { colorClass, measuredProcesses } from '../names.ts';

interface InUse {
  rate: number;
  mean: number;
}

/** Null where connections could not be seen. */
export function inUseChart(results: TuneResults, { width, id }: ChartOptions): Markup | null {
  const { probe, subject, recommendation } = results;
  const measured = measuredInUse(results);
  if (probe === null || measured.length === 0) return null;
  const target = measuredRate(results);
  const color = colorClass(subject);
  const size = recommendation === null ? [] : [(results.measured?.pools ?? 1) * connectionsOf(recommendation.setting)];
  const highest = Math.max(target, ...measured.map(({ rate }) => rate));
  const law = (rate: number) => (rate * probe.hold_ms) / 1000;
  // The name of the level needs room below that of the target.
  const top = Math.max(
    1.15 * law(highest),
    ...size.map((each) => 1.35 * each),
    ...measured.map(({ mean }) => 1.15 * mean),
  );
  const x = {
    title: `requests per second at ${measuredProcesses(results)}`,
    domain: [0, highest * 1.05] as [number, number],
  };
  const predicted = [0, highest].map((rate) => ({ rate, mean: law(rate) }));
  const last = measured.at(-1) as InUse;
  return framed(
    {
      id,
      width,
      title: 'Connections in use: predicted and measured',
      description: measured
        .map(({ rate, mean }) => `At ${rate}/s predicted ${meanText(law(rate))}, measured ${meanText(mean)}.`)
        .join(' '),
      x,
      y: { title: 'connections in use, mean', domain: [0, top] },
      ends: [
        { value: law(highest), name: 'Little’s law', className: 'muted' },
        { value: last.mean, name: 'measured', className: color },
      ],
    },
    [
      ...landmark(target, 'target', x),
      ...size.flatMap((connections) => level(connections, `${connections} recommended`)),
      Plot.line(predicted, { x: 'rate', y: 'mean', strokeWidth: 1.5, className: 'line muted variant-2' }),
      Plot.line(measured, { x: 'rate', y: 'mean', strokeWidth: 1.75, className: `line ${color}` }),
      Plot.dot(measured, { x: 'rate', y: 'mean', r: 4, className: `end ${color}` }),
    ],
  );
}

/** On the recommended setting: at the rates of the load curve, or else at the target. Ascending rates. */
function measuredInUse(results: TuneResults): InUse[] {
  const points = results.load_curve.flatMap(({ rate_per_s: rate, in_use_mean: mean }) =>
    mean === null ? [] : [{ rate, mean }],
  );
  if (points.length > 0) return points;
  const cell = recommendedCell(results);
  const mean = cell === undefined ? null : cellMetrics(cell).in_use_mean;
  return mean === null ? [] : [{ rate: measuredRate(results), mean }];
}
