/** p95 of every setting of the search by its connections, in the order measured, with the band in which all are equivalent. */
import * as Plot from '@observablehq/plot';
import { connectionsOf, type TuneResults } from '../../../results/schema.ts';
import { type Axis, latencyAxis, roomy } from '../../kit/axis.ts';
import { framed, landmark, level } from '../../kit/frame.ts';
import type { Markup } from '../../kit/markup.ts';
import type { ChartOptions } from '../../kit/svg.ts';
import { cellMetrics, durationText, leastDisturbed } from '../cell-metrics.ts';
import { colorClass, settingText } from '../names.ts';

interface Measured {
  order: number;
  setting: string;
  connections: number;
  p95: number;
  timedOut: boolean;
  isRecommended: boolean;
}

/** Null when no setting has a p95. */
export function searchChart(results: TuneResults, { width, id }: ChartOptions): Markup | null {
  const { standard, target, subject } = results;
  const points = measured(results);
  if (points.length === 0) return null;
  const color = colorClass(subject);
  const equivalent = equivalentBand(standard);
  const y = latencyAxis('p95, ms', [
    ...points.map(({ p95 }) => p95),
    ...(equivalent === null ? [] : [equivalent.most]),
  ]);
  const x = connectionAxis(
    points.toSorted((one) => (one.isRecommended ? -1 : 1)).map(({ connections }) => connections),
  );
  const inside = (p99: number) => p99 > y.domain[0] && p99 < y.domain[1];
  const chosen = points.find(({ isRecommended }) => isRecommended);
  const band = equivalent === null ? [] : x.domain.map((connections) => ({ connections, ...equivalent }));
  return framed(
    {
      id,
      width,
      title: 'The search: p95 by connections',
      description: points.map(({ order, setting, p95 }) => `${order}: ${setting}, p95 ${durationText(p95)}.`).join(' '),
      x,
      y,
    },
    [
      Plot.areaY(band, { x: 'connections', y1: 'least', y2: 'most', className: `band ${color}` }),
      ...(chosen === undefined ? [] : landmark(chosen.connections, `${chosen.connections} recommended`, x)),
      ...(target.p99_ms !== null && inside(target.p99_ms) ? level(target.p99_ms, 'p99 asked for') : []),
      Plot.line(
        points.toSorted((one, other) => one.connections - other.connections),
        { x: 'connections', y: 'p95', strokeWidth: 1, className: `line ${color} variant-0` },
      ),
      Plot.dot(
        points.filter((point) => !point.timedOut),
        { x: 'connections', y: 'p95', r: 4, className: `end ${color}` },
      ),
      Plot.dot(
        points.filter((point) => point.timedOut),
        { x: 'connections', y: 'p95', r: 5, symbol: 'times', strokeWidth: 2, className: 'timed-out' },
      ),
      Plot.dot(
        points.filter((point) => point.isRecommended),
        { x: 'connections', y: 'p95', r: 9, strokeWidth: 1.75, className: `break-even ${color}` },
      ),
      Plot.text(points, { x: 'connections', y: 'p95', text: 'order', dy: -16, fontSize: 12, className: 'value halo' }),
    ],
  );
}

/** From the best p95 up to where chance ends, in ms. */
function equivalentBand(standard: TuneResults['standard']): { least: number; most: number } | null {
  if (standard === null || standard.p95_ms === null) return null;
  return { least: standard.p95_ms, most: standard.p95_ms * (1 + standard.noise) };
}

function measured({ search, subject, recommendation }: TuneResults): Measured[] {
  const chosen = recommendation?.setting;
  return search.flatMap((cell, index) => {
    const { p95_ms } = cellMetrics(leastDisturbed(cell));
    const { timeouts } = cellMetrics(cell);
    if (p95_ms === null) return [];
    const { setting } = cell;
    return [
      {
        order: index + 1,
        setting: settingText(setting, subject),
        connections: connectionsOf(setting),
        p95: p95_ms,
        timedOut: timeouts > 0,
        isRecommended: setting.size === chosen?.size && setting.overflow === chosen.overflow,
      },
    ];
  });
}

/** Doublings are equal steps: one connection more matters among few. */
function connectionAxis(connections: readonly number[]): Axis {
  const [least, most] = [Math.min(...connections), Math.max(...connections)];
  return {
    title: 'connections (log scale)',
    domain: [least / 1.15, most * 1.15],
    log: true,
    ticks: (place) => roomy([...new Set(connections)], place),
  };
}
