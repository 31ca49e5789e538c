/** Rows with their pairs drawn. */
import type { DiffControl, DiffResults, DiffRow } from '../../results/schema.ts';
import type { SideNames } from '../../results/side-names.ts';
import { gainText } from '../kit/format.ts';
import { html, type Markup, prose } from '../kit/markup.ts';
import { measuredShare, percentChange, percentInterval } from '../kit/percent.ts';
import { type Axis, estimateEnds, percentOf, strip, stripTable, symmetricAxis } from '../kit/strip.ts';
import { isGrowth } from './changes.ts';
import { controlMetric } from './noise.ts';
import { cellName, isCount, type RowView } from './rows.ts';
import { bothSides } from './side-names.ts';

/** On what strips are drawn, and what the sides are called. */
export interface Drawing {
  axis: Axis;
  names: SideNames;
}

const blocksOf = ({ base, head }: SideNames): string => `change of ${head} against ${base}, block by block`;

/** The rows of a diff; a count has no blocks, and says so. */
export function rowTable(caption: string, rows: readonly RowView[], drawing: Drawing): Markup {
  const { axis, names } = drawing;
  const sides = bothSides(names);
  const strips = blocksOf(names);
  return stripTable({
    ...{ kinds: 'pairs-table', caption, header: ['cell', strips, sides, 'change', 'verdict'], strips, axis },
    rows: rows.map((view) => {
      const { cell, metric, base, head, change, interval, verdict, evidence, note, tone } = view;
      return html`<tr role="row">${heading(cell, metric)}
<td role="cell" class="pairs">${pairsOf(view, axis)}</td>
<td role="cell" class="number" data-label="${sides}"><span>${base} →</span> <span>${head}</span></td>
<td role="cell" class="number gain" data-label="change">${change}<small>${interval}</small></td>
<td role="cell" class="verdict" data-label="verdict"><b class="${tone}">${verdict}</b><small>${evidence}</small>${note && html`<small>${prose(note)}</small>`}</td></tr>
`;
    }),
  });
}

/** What has no ratio has no place on an axis of ratios. */
function pairsOf(view: RowView, axis: Axis): Markup {
  const { row } = view;
  if (isCount(row)) return html`<small>exact, from a pass of its own</small>`;
  if (!isGrowth(row)) return rowStrip(view, axis);
  const blocks = row.difference?.blocks.map((one) => gainText(one, 'difference', row.metric.unit)) ?? [];
  return html`<small>${blocks.length === 0 ? 'no block of both sides' : blocks.join(', ')}</small>`;
}

/** The controls: what the same strips look like when nothing differs. */
export function controlTable({ controls, rows }: Pick<DiffResults, 'controls' | 'rows'>, drawing: Drawing): Markup {
  const { axis, names } = drawing;
  const strips = blocksOf(names);
  return stripTable({
    kinds: 'pairs-table',
    caption: `${names.base === 'base' ? 'Base' : names.base} against itself: how far apart two equal sides are`,
    header: ['cell', strips, 'change', 'a block varies by', 'reading'],
    ...{ strips, axis },
    rows: controls.map(
      (control) => html`<tr role="row">${heading(cellName(control), controlMetric(control, rows))}
<td role="cell" class="pairs">${controlStrip(control, axis)}</td>
<td role="cell" class="number gain" data-label="change">${percentChange(control.ratio.value)}<small>${percentInterval(control.ratio)}</small></td>
<td role="cell" class="number" data-label="a block varies by">${control.sd_per_block === null ? '–' : measuredShare(control.sd_per_block)}</td>
<td role="cell" class="verdict" data-label="reading"><b class="${control.moved ? 'bad' : 'quiet'}">${control.moved ? 'moved' : 'as it should be'}</b></td></tr>
`,
    ),
  });
}

function heading(cell: string, metric: string): Markup {
  return html`<th scope="row" role="rowheader" class="group">${cell}<small>${metric}</small></th>`;
}

function rowStrip({ row, cell, metric, change, interval, verdict, tone }: RowView, axis: Axis): Markup {
  const { screening, threshold, blocks = row.fresh } = row;
  const known = interval === null ? change : `${change}, interval ${interval}`;
  const label = `${cell}, ${metric}: ${known}, ${verdict}`;
  return strip(
    {
      estimate: row.change,
      screening: blockChanges(screening),
      fresh: blockChanges(blocks),
      threshold,
      tone,
      label,
    },
    axis,
  );
}

function controlStrip(control: DiffControl, axis: Axis): Markup {
  const { ratio, moved } = control;
  return strip(
    {
      estimate: ratio,
      screening: ratio.blocks.map(percentOf),
      fresh: [],
      threshold: null,
      tone: moved ? 'bad' : 'quiet',
      label: `${cellName(control)} against itself: ${percentChange(ratio.value)}, interval ${percentInterval(ratio) ?? 'none'}`,
    },
    axis,
  );
}

/** In percent. A quiet diff does not look wild, and a wild row does not press the others together. */
const NARROWEST = 8;
const WIDEST = 20;
const NO_BLOCKS = { base: [], head: [] };

export function axisOf({ rows, controls }: Pick<DiffResults, 'rows' | 'controls'>): Axis {
  const changes = [
    ...rows
      .filter((row) => !isGrowth(row))
      .flatMap((row) => [
        ...[row.screening, row.fresh, row.blocks ?? NO_BLOCKS].flatMap(blockChanges),
        ...estimateEnds(row.change),
      ]),
    ...controls.flatMap(({ ratio }) => [...ratio.blocks.map(percentOf), ...estimateEnds(ratio)]),
  ];
  return symmetricAxis(changes, NARROWEST, WIDEST);
}

/** The change of each block that has both sides. */
export function blockChanges({ base, head }: DiffRow['screening']): number[] {
  return base.flatMap((value, block) => {
    const other = head[block];
    return other === undefined || value === 0 ? [] : [percentOf(other / value)];
  });
}
