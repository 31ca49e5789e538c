/** What becomes of the requests of each overload: served, timed out or failed, per second. */
import * as Plot from '@observablehq/plot';
import type { TuneResults } from '../../../results/schema.ts';
import type { ChartOptions } from '../../html/chart.ts';
import type { Markup } from '../../html/markup.ts';
import { drawing } from '../../html/svg.ts';
import { linearTicks } from '../../html/ticks.ts';
import { durationText, shareText } from '../figures.ts';
import { overloadRows, servedPerS, timeoutShare } from '../pressure.ts';
import { colorClass } from './frame.ts';

/** A line of text is so high; a narrow drawing needs two of them over each bar. */
const LINE = 16;
const BAR = 14;
const GAP = 14;
const NARROW = 560;

/** Null when there was no overload. */
export function overloadChart(results: TuneResults, { width, id }: ChartOptions): Markup | null {
  const bars = overloadRows(results).map(({ load, wait, window }, index) => {
    const served = servedPerS(window);
    const refused = (1000 * (window.timeouts + window.failures)) / window.duration_ms;
    const label = `${load}, waits at most ${wait}`;
    const outcome = `${shareText(timeoutShare(window))} time out, p99 of the answered ${durationText(window.answered_p99_ms ?? window.p99_ms)}`;
    return {
      row: index,
      served,
      all: served + refused,
      label,
      outcome,
      text: `${label}:${width < NARROW ? '\n' : ' '}${outcome}`,
    };
  });
  if (bars.length === 0) return null;
  const color = colorClass(results.subject);
  const most = Math.max(...bars.map(({ all }) => all));
  const ticks = linearTicks([0, most]);
  const lines = width < NARROW ? 2 : 1;
  const row = lines * LINE + BAR + GAP;
  const place = {
    y: 'row',
    className: 'value',
    fontSize: 12,
    textAnchor: 'start',
    frameAnchor: 'left',
    dx: 0,
  } as const;
  const bar = { y: 'row', insetTop: lines * LINE + 4, insetBottom: GAP - 4 } as const;
  return drawing(
    {
      width,
      height: bars.length * row + 44,
      marginLeft: 4,
      marginRight: 14,
      marginTop: 0,
      marginBottom: 44,
      x: { domain: [0, most] },
      y: { type: 'band', domain: bars.map(({ row }) => row), axis: null, padding: 0 },
      marks: [
        Plot.gridX({ ticks, className: 'grid', strokeOpacity: 1, insetTop: LINE }),
        Plot.axisX({ ticks, label: null, tickSize: 0, fontSize: 12, className: 'axis' }),
        Plot.barX(bars, { ...bar, x1: 0, x2: 'served', className: `served ${color}` }),
        Plot.barX(bars, { ...bar, x1: 'served', x2: 'all', className: 'refused' }),
        Plot.text(bars, { ...place, lineAnchor: 'middle', text: 'text', dy: (lines * LINE - row) / 2 }),
        Plot.text(['requests per second'], { frameAnchor: 'bottom-left', dy: 40, fontSize: 12, className: 'axis' }),
      ],
    },
    {
      id,
      title: 'Overload by how long a request may wait',
      description: bars.map(({ label, outcome }) => `${label}: ${outcome}.`).join(' '),
    },
  );
}
