/** Connections in use and requests waiting before, during and after a burst. */
import * as Plot from '@observablehq/plot';
import { connectionsOf, type TuneResults } from '../../../results/schema.ts';
import { framed, level } from '../../kit/frame.ts';
import type { Markup } from '../../kit/markup.ts';
import type { ChartOptions } from '../../kit/svg.ts';
import { wholeText } from '../cell-metrics.ts';
import { colorClass } from '../names.ts';

/** Null when the course of a burst was not seen. */
export function burstChart(
  { burst, recommendation, subject }: TuneResults,
  { width, id }: ChartOptions,
): Markup | null {
  const timeline = (burst?.timeline ?? [])
    .filter(({ at_ms }) => at_ms >= 0)
    .map(({ at_ms, in_use, waiting }) => ({ s: at_ms / 1000, in_use, waiting }));
  const last = timeline.at(-1);
  if (burst === null || last === undefined) return null;
  const color = colorClass(subject);
  const waiting = timeline.flatMap((moment) =>
    moment.waiting === null ? [] : [{ ...moment, waiting: moment.waiting }],
  );
  const size = recommendation === null ? [] : [connectionsOf(recommendation.setting)];
  const most = Math.max(
    1,
    ...size,
    ...timeline.map(({ in_use }) => in_use),
    ...waiting.map((moment) => moment.waiting),
  );
  return framed(
    {
      id,
      width,
      height: 220,
      title: 'Connections in use and requests waiting in a burst',
      description: `At most ${wholeText(burst.in_use_max)} in use, at most ${wholeText(burst.waiting_max)} waiting.`,
      x: { title: 'seconds', domain: [0, last.s] },
      y: { title: 'connections, requests', domain: [0, most * 1.15] },
      ends: [
        { value: last.in_use, name: 'in use', className: color },
        ...(waiting.length === 0 ? [] : [{ value: last.waiting ?? 0, name: 'waiting', className: 'waiting' }]),
      ],
    },
    [
      Plot.areaY(timeline, { x: 's', y: 'in_use', curve: 'step-after', className: `band ${color}` }),
      Plot.line(timeline, { x: 's', y: 'in_use', curve: 'step-after', strokeWidth: 1.25, className: `line ${color}` }),
      Plot.line(waiting, { x: 's', y: 'waiting', curve: 'step-after', strokeWidth: 1.75, className: 'line waiting' }),
      ...size.flatMap((connections) => level(connections, `${connections} connections`)),
    ],
  );
}
