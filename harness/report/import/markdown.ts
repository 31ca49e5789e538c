/** An import as GitHub Markdown. */
import type { ImportResults } from '../../results/import.ts';
import { banner, bullets, captioned, details, factTable, joined, text } from '../kit/markdown.ts';
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
