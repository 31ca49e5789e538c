/**
 * One request of each cell over time: its waits as bars, or what was looked at meanwhile as lines and dots. Before stands
 * above after and the stacks side by side, all on one time axis. Drawn at build time.
 */
import * as Plot from '@observablehq/plot';
import type { StackName } from '../../../results/schema.ts';
import { AXIS, axisBelow, GRID, tickText } from '../../kit/axis.ts';
import type { Markup } from '../../kit/markup.ts';
import { type ChartOptions, drawing } from '../../kit/svg.ts';
import { linearTicks } from '../../kit/ticks.ts';
import type { TimelineCell } from '../timelines.ts';
import { type Bar, type BarData, barData, type Layout, layoutOf, type ValueData, valueData } from './timeline-data.ts';

/** Heights and widths in pixels. */
const HEAD = 24;
const LANE = 18;
const VALUES = 104;
/** Shares of a row and of a column that lie between two of them: the last and the first mark of an axis need room. */
const BETWEEN = { rows: 0.06, columns: 0.1 };
const MARGIN = { top: 6, right: 14, bottom: 44 };
/** Two panels side by side need this much. */
const SIDE_BY_SIDE = 700;
const LETTER = 6.8;
/** A shorter bar would not be seen, … */
const LEAST_BAR = 1;
/** … and bars that follow each other are this far apart, where they are longer than that. */
const GAP = 0.75;

/** Null where no cell was traced. */
export function timelineChart(
  title: string,
  cells: readonly TimelineCell[],
  { width, id }: ChartOptions,
): Markup | null {
  const stacks = [...new Set(cells.map(({ stack }) => stack))];
  const layout = layoutOf(cells, stacks.length > 1 && width >= SIDE_BY_SIDE);
  const bars = barData(layout);
  const values = bars === undefined ? valueData(layout) : undefined;
  if (layout.end === 0 || (bars === undefined && values === undefined)) return null;
  const { columns, rows, end } = layout;
  const left = leftMargin(bars, values);
  const panelHeight = HEAD + (bars === undefined ? VALUES : LANE * bars.lanes.length + 4);
  const panelWidth = ((width - left - MARGIN.right) * (1 - BETWEEN.columns)) / (columns.length - BETWEEN.columns);
  const below = axisBelow(
    { title: 'ms', ticks: linearTicks([0, end]), format: tickText },
    { titled: { dx: 6 - left, fx: () => columns[0], fy: () => rows.at(-1) } },
  );
  const options: Plot.PlotOptions = {
    width,
    height: Math.ceil((panelHeight * (rows.length - BETWEEN.rows)) / (1 - BETWEEN.rows)) + MARGIN.top + MARGIN.bottom,
    ...{ marginLeft: left, marginRight: MARGIN.right, marginTop: MARGIN.top, marginBottom: MARGIN.bottom },
    x: { domain: [0, end] },
    y: bars === undefined ? { domain: [0, values?.high ?? 1], insetTop: HEAD } : bandScale(bars),
    fx: { domain: columns, axis: null, paddingInner: BETWEEN.columns, paddingOuter: 0 },
    fy: { domain: rows, axis: null, paddingInner: BETWEEN.rows, paddingOuter: 0 },
    marks: [
      below.axis,
      below.grid,
      ...(bars === undefined ? [] : barAxis(bars)),
      ...(values === undefined ? [] : valueAxis(values)),
      ...stacks.flatMap((stack) => [
        ...headMarks(layout, stack, columns.length > 1 ? 0 : 6 - left),
        ...(bars === undefined ? [] : barMarks(bars, stack, panelWidth / end)),
        ...(values === undefined ? [] : valueMarks(values, stack)),
      ]),
      below.title,
    ],
  };
  return drawing(options, { id, title: `${title}: one request over time`, description: describe(layout) });
}

const AT = { fx: 'column', fy: 'row' } as const;

function leftMargin(bars: BarData | undefined, values: ValueData | undefined): number {
  const names = bars === undefined ? values?.ticks.map(({ text }) => text) : bars.named ? bars.lanes : [];
  return 18 + LETTER * Math.max(0, ...(names ?? []).map((name) => name.length));
}

const bandScale = ({ lanes }: BarData): Plot.ScaleOptions => ({
  type: 'band',
  domain: lanes,
  axis: null,
  paddingInner: 0.25,
  paddingOuter: 0.1,
  insetTop: HEAD,
});

const barAxis = ({ named }: BarData): Plot.Markish[] => (named ? [Plot.axisY({ ...AXIS })] : []);

const valueAxis = ({ ticks }: ValueData): Plot.Markish[] => [
  Plot.gridY(
    ticks.map(({ value }) => value),
    GRID,
  ),
  Plot.axisY(
    ticks.map(({ value }) => value),
    { ...AXIS, text: (tick: number) => ticks.find(({ value }) => value === tick)?.text ?? '' },
  ),
];

/** @param dx where the panels stand below each other, a head begins at the edge of the drawing: it has more room there. */
const headMarks = ({ panels }: Layout, stack: StackName, dx: number): Plot.Markish[] => [
  Plot.text(
    panels.filter((panel) => panel.stack === stack),
    { ...AT, text: 'head', frameAnchor: 'top-left', dx, dy: 6, fontSize: 13, className: `stack-name ${stack}` },
  ),
];

/** @param scale pixels of a millisecond. */
function barMarks({ bars }: BarData, stack: StackName, scale: number): Plot.Markish[] {
  const ofStack = bars.filter((bar) => bar.stack === stack);
  const endOf = ({ start, end }: Bar) => {
    const length = (end - start) * scale;
    return length > LEAST_BAR + GAP ? end - GAP / scale : start + Math.max(length, LEAST_BAR) / scale;
  };
  const drawn = (slight: boolean) =>
    Plot.barX(
      ofStack.filter((bar) => bar.slight === slight),
      { ...AT, x1: 'start', x2: endOf, y: 'lane', className: `bar ${slight ? 'slight ' : ''}${stack}` },
    );
  const fits = ({ start, end, label = '' }: Bar) => label !== '' && (end - start) * scale > LETTER * (label.length + 2);
  return [
    drawn(true),
    drawn(false),
    Plot.text(ofStack.filter(fits), {
      ...AT,
      x: ({ start, end }: Bar) => (start + end) / 2,
      y: 'lane',
      text: 'label',
      fontSize: 12,
      className: 'bar-label',
    }),
  ];
}

function valueMarks(values: ValueData, stack: StackName): Plot.Markish[] {
  const line = (name: 'rss_bytes' | 'read_bytes', className: string) =>
    values
      .samplesOf(stack, name)
      .map((samples) => Plot.line(samples, { ...AT, x: 't', y: 'value', strokeWidth: 1.75, className }));
  return [
    Plot.rect(values.spansOf(stack, 'report'), {
      ...{ ...AT, x1: 'start', x2: 'end', y1: () => 0, y2: () => values.high },
      className: `band ${stack}`,
    }),
    Plot.link(values.spansOf(stack, 'stall'), {
      ...{ ...AT, x1: 'start', x2: 'end', y: () => values.high },
      strokeWidth: 4,
      className: 'stall',
    }),
    ...values
      .samplesOf(stack, 'rss_bytes')
      .map((samples) => Plot.areaY(samples, { ...AT, x: 't', y1: () => 0, y2: 'value', className: `band ${stack}` })),
    ...line('rss_bytes', `line ${stack}`),
    ...line('read_bytes', `line ${stack} variant-0`),
    Plot.dot(values.samplesOf(stack, 'light_ms').flat(), {
      ...AT,
      x: 't',
      y: 'value',
      r: 2,
      className: `end ${stack}`,
    }),
  ];
}

const describe = ({ panels }: Layout): string => panels.map(({ head }) => head).join('; ');
