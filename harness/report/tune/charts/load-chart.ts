/** Latency of the recommended setting by rate, with the rate from which it cannot keep up. */
import * as Plot from '@observablehq/plot';
import { measuredRate, type TuneResults, type TuneWindow } from '../../../results/schema.ts';
import { latencyAxis } from '../../kit/axis.ts';
import { framed, landmark, level } from '../../kit/frame.ts';
import type { Markup } from '../../kit/markup.ts';
import { shareOfRequests } from '../../kit/percent.ts';
import type { ChartOptions } from '../../kit/svg.ts';
import { durationText, rateText } from '../cell-metrics.ts';
import { colorClass, measuredProcesses } from '../names.ts';
import { timeoutShare } from '../other-loads.ts';

const PERCENTILES = [
  { name: 'p50', of: (window: TuneWindow) => window.p50_ms, dashes: 'variant-0' },
  { name: 'p95', of: (window: TuneWindow) => window.p95_ms, dashes: 'variant-1' },
  { name: 'p99', of: (window: TuneWindow) => window.p99_ms, dashes: 'variant-2' },
] as const;

/** Null when no rate has a latency. */
export function loadChart(results: TuneResults, { width, id }: ChartOptions): Markup | null {
  const { load_curve, knee_per_s, target, subject } = results;
  const lines = PERCENTILES.map(({ of, ...line }) => ({
    ...line,
    points: load_curve.flatMap((window) => {
      const value = of(window);
      return value === null ? [] : [{ rate: window.rate_per_s, value, timedOut: window.timeouts > 0 }];
    }),
  })).filter(({ points }) => points.length > 0);
  if (lines.length === 0) return null;
  const color = colorClass(subject);
  const asked = measuredRate(results);
  const marked = [asked, ...(knee_per_s === null ? [] : [knee_per_s])];
  const rates = [...load_curve.map(({ rate_per_s }) => rate_per_s), ...marked];
  const x = {
    title: `requests per second at ${measuredProcesses(results)}`,
    domain: [Math.min(...rates) * 0.95, Math.max(...rates) * 1.02] as [number, number],
  };
  const y = latencyAxis(
    'latency, ms',
    lines.flatMap(({ points }) => points.map(({ value }) => value)),
  );
  const p99 = target.p99_ms;
  return framed(
    {
      id,
      width,
      title: 'Latency by rate',
      description: load_curve
        .map(
          (each) =>
            `At ${rateText(each.rate_per_s)}/s p99 ${durationText(each.p99_ms)}, ${shareOfRequests(timeoutShare(each))} timeouts.`,
        )
        .join(' '),
      x,
      y,
      ends: lines.map(({ name, points }) => {
        const last = points.at(-1) as { rate: number; value: number };
        return { value: last.value, name, className: color };
      }),
    },
    [
      ...landmark(asked, `target ${rateText(asked)}/s`, x),
      ...(knee_per_s === null ? [] : landmark(knee_per_s, `knee ${rateText(knee_per_s)}/s`, x, 1)),
      ...(p99 !== null && p99 > y.domain[0] && p99 < y.domain[1] ? level(p99, 'p99 asked for') : []),
      ...lines.flatMap(({ points, dashes }) => [
        Plot.line(points, { x: 'rate', y: 'value', strokeWidth: 1.75, className: `line ${color} ${dashes}` }),
        Plot.dot(
          points.filter(({ timedOut }) => !timedOut),
          { x: 'rate', y: 'value', r: 3, className: `end ${color}` },
        ),
        Plot.dot(
          points.filter(({ timedOut }) => timedOut),
          { x: 'rate', y: 'value', r: 4, symbol: 'times', strokeWidth: 2, className: 'timed-out' },
        ),
      ]),
    ],
  );
}
