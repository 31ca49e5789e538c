/**
 * The picture of an operation in one stack: the CPU of every library as a multiple of the reference, on a log axis with its
 * interval, in bands by what it causes. Drawn at build time; the page has the colours.
 */
import * as Plot from '@observablehq/plot';
import type { Library } from '../../../results/libraries.ts';
import type { OperationName } from '../../../results/library-names.ts';
import type { StackName } from '../../../results/names.ts';
import { axisBelow, type Place, roomy, tickText } from '../../kit/axis.ts';
import { counted, gainIntervalOf, STACK_TITLES, times } from '../../kit/format.ts';
import type { Markup } from '../../kit/markup.ts';
import { inMargins, ratioMarks } from '../../kit/ratio-marks.ts';
import { type ChartOptions, drawing } from '../../kit/svg.ts';
import { logTicks } from '../../kit/ticks.ts';
import {
  CAUSES,
  type CauseKey,
  causedBy,
  costOf,
  type FieldLibraries,
  isInstalled,
  isUnlike,
  ofStack,
  referenceOf,
} from '../findings/selection.ts';
import { CAUSE_NOUNS, operationNoun } from '../words/names.ts';

/** Beside the other stack, and on a phone. */
export const COST_WIDTHS = { wide: 560, narrow: 335 };

/** Pixels. */
const TOP = 26;
const BAND = 24;
const AXIS_HEIGHT = 50;
const RIGHT = 56;
/** On a phone a name stands above its line. */
const SIZES = {
  wide: { row: 22, nameAbove: 0 },
  narrow: { row: 36, nameAbove: 16 },
};
/** So much for a letter of a name in bold, and at most for a name. */
const LETTER = 7.4;
const MOST_LEFT = 290;

/** A library with the height of its line, in pixels. */
interface Placed extends CostMark {
  y: number;
}

export function costChart({ domain, operation }: CostData, panel: CostPanel, { width, id }: ChartOptions): Markup {
  const { row, nameAbove } = width >= COST_WIDTHS.wide ? SIZES.wide : SIZES.narrow;
  const left = nameAbove > 0 ? 8 : leftOf(panel);
  const { bands, marks, height } = placed(panel, row, nameAbove);
  const { stack } = panel;
  const x: Plot.ScaleOptions = { type: 'log', domain, range: [left + 8, width - RIGHT - 12] };
  const place = Plot.scale({ x }).apply as Place;
  const below = axisBelow(
    {
      title: 'CPU per request, × the reference (log scale)',
      ticks: roomy(logTicks(domain), place),
      format: (tick) => `${tickText(tick)}×`,
    },
    { titled: { dx: -left } },
  );
  const measured = marks.filter(({ value }) => value !== null);
  const { reach, interval, mark } = ratioMarks(measured, { y: 'y' }, { stack, reach: 2.5, interval: 9, radius: 4.5 });
  const { atLeft, atRight } = inMargins({ y: 'y' }, { left, right: RIGHT });
  const beside = { ...atRight, text: 'label', dy: -nameAbove };
  return drawing(
    {
      width,
      height: height + AXIS_HEIGHT,
      marginLeft: left,
      marginRight: RIGHT,
      marginTop: TOP,
      marginBottom: AXIS_HEIGHT,
      x,
      y: { type: 'identity', axis: null },
      marks: [
        below.grid,
        below.axis,
        below.title,
        Plot.text([STACK_TITLES[stack]], { ...atLeft, y: () => 10, fontSize: 14, className: `stack-name ${stack}` }),
        Plot.text([operation], { ...atRight, y: () => 10, fontSize: 12, className: 'axis' }),
        Plot.ruleY(bands, { y: 'top', insetLeft: -left, insetRight: -RIGHT, className: 'band-line' }),
        Plot.text(bands, { ...atLeft, text: 'title', fontSize: 13, className: 'band-name halo' }),
        Plot.ruleX([1], { className: 'even' }),
        ...namesOf(marks, { ...atLeft, dy: -nameAbove, text: 'title', fontSize: 12.5 }),
        ...[reach, interval, mark],
        Plot.text(measured, { ...beside, fontSize: 13, className: 'gain-value' }),
        Plot.text(
          marks.filter(({ value }) => value === null),
          { ...beside, fontSize: 12, className: 'axis' },
        ),
      ],
    },
    { id, title: `CPU by library, ${STACK_TITLES[stack]}`, description: panel.description },
  );
}

/** Room for the longest name. */
function leftOf({ groups }: CostPanel): number {
  const longest = Math.max(...groups.flatMap(({ marks }) => marks.map(({ title }) => title.length)));
  return Math.min(MOST_LEFT, Math.round(LETTER * longest) + 14);
}

/** The reference is set apart. */
const namesOf = (marks: readonly Placed[], options: Plot.TextOptions): Plot.Markish[] => [
  Plot.text(
    marks.filter(({ isReference }) => !isReference),
    { ...options, className: 'row-name halo' },
  ),
  Plot.text(
    marks.filter(({ isReference }) => isReference),
    { ...options, className: 'row-name reference halo' },
  ),
];

interface PlacedBand {
  title: string;
  /** Where the line above it is, and its name. */
  top: number;
  y: number;
}

/** Every band and every library below the one before. */
function placed({ groups }: CostPanel, row: number, nameAbove: number) {
  const bands: PlacedBand[] = [];
  const marks: Placed[] = [];
  let height = TOP;
  for (const { title, marks: own } of groups) {
    if (title !== null) {
      bands.push({ title, top: height, y: height + BAND / 2 });
      height += BAND;
    }
    for (const mark of own) {
      marks.push({ ...mark, y: height + (row + nameAbove) / 2 });
      height += row;
    }
  }
  return { bands, marks, height: height + 4 };
}

export interface CostMark {
  name: string;
  title: string;
  isReference: boolean;
  /** The ratio; null where it was not measured. */
  value: number | null;
  low: number | null;
  high: number | null;
  label: string;
}

/** Libraries that cause the same, the cheapest first. */
interface CostGroup {
  /** "3 round trips"; null in a field where nothing is counted. */
  title: string | null;
  cause: number | null;
  marks: CostMark[];
}

type CostPanel = NonNullable<ReturnType<typeof panelOf>>;
type CostData = NonNullable<ReturnType<typeof costData>>;

/** Null where no ratio was measured. */
export function costData(field: FieldLibraries, operation: OperationName) {
  const panels = field.stacks.map((stack) => panelOf(field, operation, stack)).filter((panel) => panel !== null);
  const values = panels.flatMap(({ groups }) =>
    groups.flatMap(({ marks }) =>
      marks.flatMap(({ value, low, high }) => [value, low, high].flatMap((one) => one ?? [])),
    ),
  );
  if (values.length === 0) return null;
  // That of all panels, so that they can be compared by eye.
  const domain: [number, number] = [Math.min(0.9, ...values), Math.max(2, ...values)];
  return { operation: operationNoun(operation), panels, domain };
}

/** Null where nothing is to be compared. */
function panelOf(field: FieldLibraries, operation: OperationName, stack: StackName) {
  const libraries = ofStack(field, stack).filter((library) => isInstalled(library) && !isUnlike(library));
  const reference = referenceOf(libraries);
  const marks = libraries.map((library) => ({ library, mark: markOf(library, operation) }));
  if (reference === undefined || marks.every(({ mark }) => mark.value === null)) return null;
  const cause = CAUSES[field.field];
  const causes = Map.groupBy(marks, ({ library }) => causedBy(library, operation) ?? null);
  const groups = [...causes]
    .map(([count, all]) => ({
      title: causeTitle(count, cause),
      cause: count,
      marks: all.map(({ mark }) => mark).toSorted(byCost),
    }))
    .toSorted((one, other) => (one.cause ?? Number.POSITIVE_INFINITY) - (other.cause ?? Number.POSITIVE_INFINITY));
  return {
    stack,
    groups,
    description: `${STACK_TITLES[stack]}, CPU of ${operationNoun(operation)} as a multiple of that of ${reference.title}: ${groups.map(groupText).join('. ')}.`,
  };
}

export function markOf(library: Library, operation: OperationName): CostMark {
  const { name, title, reference: isReference } = library;
  const cost = costOf(library, operation, 'cpu');
  const named = { name, title, isReference };
  if (isReference && cost !== undefined) return { ...named, value: 1, low: null, high: null, label: '1' };
  if (cost?.ratio === undefined) return { ...named, value: null, low: null, high: null, label: 'not measured' };
  const { value, low, high } = cost.ratio;
  return { ...named, value, low, high, label: times(value) };
}

const byCost = (one: CostMark, other: CostMark): number =>
  (one.value ?? Number.POSITIVE_INFINITY) - (other.value ?? Number.POSITIVE_INFINITY);

function causeTitle(count: number | null, cause: CauseKey | undefined): string | null {
  if (cause === undefined) return null;
  return count === null ? 'not counted' : counted(count, CAUSE_NOUNS[cause]);
}

function groupText({ title, marks }: CostGroup): string {
  const each = marks.map((mark) => {
    const range = rangeOf(mark);
    return `${mark.title} ${mark.label}${range === null ? '' : ` (${range})`}`;
  });
  return title === null ? each.join('; ') : `${title}: ${each.join('; ')}`;
}

/** "0.90–1.10"; null without an interval. */
export const rangeOf = ({ value, low, high }: CostMark): string | null =>
  value === null ? null : gainIntervalOf({ value, low, high }, 'ratio', 'count');
