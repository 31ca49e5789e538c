/** p99 and timeouts of everything that was measured at the target rate, by size and overflow of the pool: as text, and as a heat map. */
import type { PoolSetting, TuneCell, TuneResults } from '../../results/schema.ts';
import { html, type Markup } from '../kit/markup.ts';
import { shareOfRequests } from '../kit/percent.ts';
import { type Column, scrolling, tableOf } from '../kit/tables.ts';
import { cellMetrics, msText } from './cell-metrics.ts';
import { hasOverflow, settingColumn } from './names.ts';
import type { Section } from './section.ts';

type Heat = NonNullable<ReturnType<typeof heatOf>>;
type HeatCell = ReturnType<typeof heatCell>;

const LEVELS = 6;
/** Shares of requests above which the next level begins. */
const TIMEOUT_LEVELS = [0, 0.01, 0.05, 0.2, 0.5];

/** Null when nothing was measured. */
export function heatOf({ search, grid, recommendation }: TuneResults) {
  const cells = merged([...search, ...grid]);
  if (cells.length === 0) return null;
  const values = cells.flatMap((cell) => cellMetrics(cell).p99_ms ?? []);
  const range: [number, number] = [Math.min(...values), Math.max(...values)];
  const ascending = (of: (setting: PoolSetting) => number) =>
    [...new Set(cells.map(({ setting }) => of(setting)))].toSorted((one, other) => one - other);
  const sizes = ascending(({ size }) => size);
  const isRecommended = ({ size, overflow }: PoolSetting) =>
    size === recommendation?.setting.size && overflow === recommendation.setting.overflow;
  return {
    sizes,
    /** A row for each overflow that was measured; null where a size was not measured with it. */
    rows: ascending(({ overflow }) => overflow).map((overflow) => ({
      overflow,
      cells: sizes.map((size) => {
        const cell = cells.find(({ setting }) => setting.size === size && setting.overflow === overflow);
        return cell === undefined ? null : heatCell(cell, range, isRecommended(cell.setting));
      }),
    })),
  };
}

/** The same as text: what a chart shows by its colours. Null when nothing was measured. */
export function heatSection(results: TuneResults): Section | null {
  const heat = heatOf(results);
  if (heat === null) return null;
  const rows = heat.rows.flatMap(({ overflow, cells }) =>
    cells.flatMap((cell, column) => (cell === null ? [] : [{ overflow, cell, size: heat.sizes[column] as number }])),
  );
  const overflowing = hasOverflow(results.subject) || heat.rows.length > 1;
  const columns: Column<(typeof rows)[number]>[] = [
    [overflowing ? 'size' : settingColumn(results.subject), ({ size }) => `${size}`],
    ...(overflowing ? [['overflow', ({ overflow }) => `${overflow}`] satisfies Column<(typeof rows)[number]>] : []),
    ['p99, ms', ({ cell }) => cell.p99],
    ['timeouts', ({ cell }) => cell.timeouts],
  ];
  return {
    id: 'heat',
    title: 'Every setting measured',
    lead: `p99 in milliseconds and the share of timeouts at the target rate${overflowing ? ', by size and overflow' : ''}, over all windows of a setting. Empty cells were not measured.`,
    table: tableOf(
      'p99 and timeouts of every setting measured',
      rows.toSorted((one, other) => one.size - other.size || one.overflow - other.overflow),
      columns,
      [0],
    ),
  };
}

/** One setting may stand in the search and in the grid, with other waits: then it is one cell. */
function merged(cells: readonly TuneCell[]): TuneCell[] {
  const same = Map.groupBy(cells, ({ setting: { size, overflow } }) => `${size}+${overflow}`);
  return [...same.values()].map((group) => ({
    setting: (group[0] as TuneCell).setting,
    windows: group.flatMap(({ windows }) => windows),
  }));
}

/** Levels say how dark it is drawn: 0 (good) to 5. */
function heatCell(cell: TuneCell, [least, most]: [number, number], isRecommended: boolean) {
  const { p99_ms, timeouts } = cellMetrics(cell);
  const share = p99_ms === null || least <= 0 || most === least ? 0 : Math.log(p99_ms / least) / Math.log(most / least);
  return {
    p99: msText(p99_ms),
    timeouts: shareOfRequests(timeouts),
    p99Level: Math.min(LEVELS - 1, Math.floor(LEVELS * share)),
    timeoutLevel: TIMEOUT_LEVELS.filter((bound) => timeouts > bound).length,
    isRecommended,
  };
}

/** The sizes from left to right, a row per overflow; colour only repeats the numbers. */
export function heatTable({ sizes, rows }: Heat, sizeTitle: string): Markup {
  const caption = 'p99 and timeouts by setting; the recommended one is framed';
  const hasRows = rows.length > 1;
  return scrolling(
    caption,
    html`<table class="heat">
<caption>${caption}</caption>
<thead><tr><th scope="col">${hasRows ? `overflow \\ ${sizeTitle}` : sizeTitle}</th>${sizes.map((size) => html`<th scope="col" class="number">${size}</th>`)}</tr></thead>
${part('p99, ms', 'p99', (cell) => ({ text: cell.p99, level: cell.p99Level }))}
${part('timeouts', 'timeouts', (cell) => ({ text: cell.timeouts, level: cell.timeoutLevel }))}
</table>`,
  );

  function part(title: string, kind: string, of: (cell: HeatCell) => { text: string; level: number }): Markup {
    const heading = hasRows ? html`<tr><th scope="rowgroup" colspan="${sizes.length + 1}">${title}</th></tr>\n` : null;
    return html`<tbody class="heat-${kind}">${heading}${rows.map(
      ({ overflow, cells }) =>
        html`<tr><th scope="row">${hasRows ? overflow : title}</th>${cells.map((cell) => (cell === null ? html`<td class="empty"></td>` : filled(of(cell), cell)))}</tr>\n`,
    )}</tbody>`;
  }
}

function filled({ text, level }: { text: string; level: number }, { isRecommended }: HeatCell): Markup {
  return html`<td class="number level-${level}${isRecommended ? ' recommended' : ''}">${text}</td>`;
}
