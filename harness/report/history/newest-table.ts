/** The picture of the first screen: the newest run beside those before it, a strip for each gain. */
import type { TrendView } from '../../results/trends.ts';
import { html, type Markup } from '../kit/markup.ts';
import { INTERVAL } from '../kit/method.ts';
import { type Axis, strip, stripTable } from '../kit/strip.ts';
import { type NewestRow, newestAxis, newestRows } from './newest.ts';

const STRIPS = 'change against the runs before';
const COLUMNS = ['gain', STRIPS, 'newest', 'change', 'reading'];

/** Null where no gain is a ratio. */
export function newestTable(view: TrendView): Markup | null {
  const rows = newestRows(view);
  if (rows.length === 0) return null;
  const axis = newestAxis(rows);
  const table = stripTable({
    ...{
      kinds: 'pairs-table compact',
      caption: 'The newest run beside those before it',
      header: COLUMNS,
      strips: STRIPS,
      axis,
    },
    rows: rows.map((row) => rowOf(row, axis)),
  });
  return html`${table}
${keyOf(rows)}`;
}

function rowOf({ cell, metric, value, change, reading, tone, strip: drawn }: NewestRow, axis: Axis): Markup {
  const { estimate, earlier, threshold } = drawn;
  const label = `${cell}, ${metric}: ${value}, ${change}, ${reading}`;
  return html`<tr role="row"><th scope="row" role="rowheader" class="group">${cell}<small>${metric}</small></th>
<td role="cell" class="pairs">${strip({ estimate, screening: earlier, fresh: [], threshold, tone, label }, axis)}</td>
<td role="cell" class="number gain" data-label="newest">${value}</td>
<td role="cell" class="number" data-label="change">${change}</td>
<td role="cell" class="verdict" data-label="reading">${tone === 'quiet' ? reading : html`<b class="${tone}">${reading}</b>`}</td></tr>
`;
}

function keyOf(rows: readonly NewestRow[]): Markup {
  const isExpected = rows.some(({ strip: { threshold } }) => threshold !== null);
  return html`<ul class="key">
<li><i class="key-mean"></i>the newest run with its ${INTERVAL}</li>
<li><i class="key-screening"></i>a run before it</li>
${isExpected ? html`<li><i class="key-within"></i>where it is expected</li>` : null}
<li><i class="key-beyond"></i>beyond the axis</li>
</ul>`;
}
