/** Two runs as GitHub Markdown. */
import type { Beside } from '../../results/beside.ts';
import { banner, bullets, command, dataTable, details, fact, joined, prose, text } from '../kit/markdown.ts';
import { besideView, TITLE } from './view.ts';

export function renderBesideMarkdown(beside: Beside): string {
  const view = besideView(beside);
  return `${joined([
    `# ${TITLE}`,
    view.runs.map(fact).join('\n'),
    ...view.banners.map(banner),
    view.lead.map((sentence) => `**${prose(sentence)}**`).join(' '),
    view.patterns.map(({ name, noun, lines }) => `- **${text(name)}** (${text(noun)})\n${nested(lines)}`).join('\n'),
    '## The gains',
    dataTable(view.gains),
    '## Before and after',
    dataTable(view.values),
    '## What differs between the runs',
    view.differences.rows.length === 0 ? 'Nothing that a run records.' : dataTable(view.differences),
    '## Both environments',
    details('Machine and software of each run', dataTable(view.environment)),
    '## How they are compared',
    bullets(view.method),
    view.repeat.map(command).join('\n'),
  ])}\n`;
}

const nested = (lines: readonly string[]) => lines.map((line) => `  - ${prose(line)}`).join('\n');
