/** An import as GitHub Markdown. */
import type { ImportResults } from '../../results/import.ts';
import { banner, bullets, dataTable, details, factTable, joined, text } from '../kit/markdown.ts';
import type { DataTable } from '../kit/tables.ts';
import { importView } from './view.ts';

export function renderImportMarkdown(results: ImportResults): string {
  const view = importView(results);
  return `${joined([
    `# ${text(view.title)}`,
    text(view.lede),
    ...view.banners.map(banner),
    captioned(view.pods),
    captioned(view.codes),
    view.errors && captioned(view.errors),
    details('Method', joined([bullets(view.method), factTable(view.facts)])),
  ])}\n`;
}

/** Markdown has no caption: it is a line above the table. */
const captioned = (table: DataTable): string => `${text(table.caption)}:\n\n${dataTable(table)}`;
