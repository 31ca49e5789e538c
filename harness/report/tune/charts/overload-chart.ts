/** What becomes of the requests of each overload: answered, timed out or failed, as shares. */
import * as Plot from '@observablehq/plot';
import type { TuneResults } from '../../../results/schema.ts';
import { axisBelow } from '../../kit/axis.ts';
import type { Markup } from '../../kit/markup.ts';
import { shareOfRequests } from '../../kit/percent.ts';
import { type ChartOptions, drawing } from '../../kit/svg.ts';
import { durationText } from '../cell-metrics.ts';
import { colorClass } from '../names.ts';
import { answeredP99, answeredShare, overloadRows, timeoutShare } from '../other-loads.ts';

/** A line of text is so high; a narrow drawing needs two of them over each bar. */
const LINE = 16;
const BAR = 14;
const GAP = 18;
const NARROW = 560;
/** In percent. */
const TICKS = [0, 25, 50, 75, 100];

/** Null when there was no overload. */
export function overloadChart(results: TuneResults, { width, id }: ChartOptions): Markup | null {
  const bars = overloadRows(results).map(({ load, wait, window }, row) => {
    const label = `${load}, waits at most ${wait}`;
    const outcome = `${shareOfRequests(timeoutShare(window))} time out, p99 of the answered ${durationText(answeredP99(window))}`;
    const text = `${label}:${width < NARROW ? '\n' : ' '}${outcome}`;
    return { row, label, outcome, text, answered: 100 * answeredShare(window) };
  });
  if (bars.length === 0) return null;
  const color = colorClass(results.subject);
  const lines = width < NARROW ? 2 : 1;
  const height = lines * LINE + BAR + GAP;
  const place = {
    y: 'row',
    className: 'value',
    fontSize: 12,
    textAnchor: 'start',
    frameAnchor: 'left',
    dx: 0,
  } as const;
  const bar = { y: 'row', insetTop: lines * LINE + 4, insetBottom: GAP - 4 } as const;
  const below = axisBelow(
    { title: 'share of requests', ticks: TICKS, format: (tick) => `${tick} %` },
    { titled: {}, grid: { insetTop: LINE } },
  );
  return drawing(
    {
      width,
      height: bars.length * height + 44,
      marginLeft: 14,
      marginRight: 24,
      marginTop: 0,
      marginBottom: 44,
      x: { domain: [0, 100] },
      y: { type: 'band', domain: bars.map(({ row }) => row), axis: null, padding: 0 },
      marks: [
        below.grid,
        below.axis,
        Plot.barX(bars, { ...bar, x1: 0, x2: 'answered', className: `served ${color}` }),
        Plot.barX(bars, { ...bar, x1: 'answered', x2: 100, className: 'refused' }),
        Plot.text(bars, {
          ...place,
          lineAnchor: 'middle',
          lineHeight: 1.25,
          text: 'text',
          dy: (lines * LINE - height) / 2,
        }),
        below.title,
      ],
    },
    {
      id,
      title: 'Overload by how long a request may wait',
      description: bars.map(({ label, outcome }) => `${label}: ${outcome}.`).join(' '),
    },
  );
}
