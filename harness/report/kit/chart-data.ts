/** The data of a chart, folded away below it: a table, and the same numbers to copy as CSV. */
import { html, type Markup } from './markup.ts';
import { type DataTable, dataTable } from './tables.ts';

export interface ChartTable {
  table: DataTable;
  /** As `csvText` makes it. */
  csv: string;
}

export function chartDataPart({ table, csv }: ChartTable, summary = 'The data of this chart'): Markup {
  return html`<details class="chart-data"><summary>${summary}</summary>
${dataTable(table)}
${copyButton(csv)}
</details>`;
}

/** Hidden until the script of the page has shown it, for without one it would do nothing. */
export function copyButton(csv: string): Markup {
  return html`<p class="copy"><button type="button" data-csv="${csv}" hidden>Copy as CSV</button> <span role="status"></span></p>`;
}

/** Shows the buttons and lets them copy; a browser that keeps the clipboard from pages in files gets the older way. */
export const COPY_SCRIPT = `
for (const button of document.querySelectorAll('button[data-csv]')) {
  const status = button.nextElementSibling;
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.csv);
      status.textContent = 'Copied.';
    } catch {
      const area = document.createElement('textarea');
      area.value = button.dataset.csv;
      button.after(area);
      area.select();
      status.textContent = document.execCommand('copy') ? 'Copied.' : 'This browser does not let a page copy.';
      area.remove();
      button.focus();
    }
  });
}
`;
