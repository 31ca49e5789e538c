/** A run of tune as GitHub Markdown: the recommendation first, how it was found folded away. */
import type { Recommendation, TuneResults } from '../../results/schema.ts';
import type { DataTable } from '../html/tables.ts';
import { bullet, command, details, factTable, prose, quote, table, text } from '../markdown-markup.ts';
import type { Section } from './section.ts';
import { type TuneView, tuneView } from './view.ts';

export function renderTuneMarkdown(results: TuneResults): string {
  const view = tuneView(results);
  const parts = [
    `# ${text(view.title)}`,
    `**${text(view.headline)}**`,
    view.verdict && prose(view.verdict),
    view.facts.map(([label, value]) => `- **${text(label)}**: ${prose(value)}`).join('\n'),
    ...view.banners.map(({ title, lines }) => quote([`**${text(title)}.**`, ...lines.map(text)])),
    ...recommendationParts(view),
    view.proof && sectionPart(view.proof, '##'),
    view.unseen.length > 0 ? `## What could not be seen\n\n${view.unseen.map(bullet).join('\n')}` : null,
    ...view.sections.map((section) => details(section.title, sectionBody(section))),
    details('Method and environment', background(view)),
  ];
  return `${parts.filter((part) => part !== null && part !== '').join('\n\n')}\n`;
}

function recommendationParts({ values, snippets, arithmetic, bottleneck }: TuneView): (string | null)[] {
  return [
    values && `## The recommendation\n\n${dataTable(values)}`,
    ...snippets.map(snippetPart),
    arithmetic && `**Connections that PostgreSQL can give.** ${prose(arithmetic)}`,
    bottleneck && `**${prose(bottleneck.title)}.** ${prose(bottleneck.evidence)} ${prose(bottleneck.advice)}`,
  ];
}

/** The fence is longer than any run of backticks in the code, so that nothing in it ends the block. */
function snippetPart({ title, language, code }: Recommendation['snippets'][number]): string {
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${prose(title)}:\n\n${fence}${language.replace(/[^a-z]/g, '')}\n${code.trimEnd()}\n${fence}`;
}

function sectionPart(section: Section, heading: string): string {
  return `${heading} ${text(section.title)}\n\n${sectionBody(section)}`;
}

function sectionBody({ lead, table: rows }: Section): string {
  return `${prose(lead)}\n\n${dataTable(rows)}`;
}

function dataTable({ header, rows, numbers = [] }: DataTable): string {
  return table(
    header.map(text),
    rows.map((row) => row.map(prose)),
    header.map((_, column) => numbers.includes(column)),
  );
}

function background({ method, templates, budget, environment, absent, repeat }: TuneView): string {
  return [
    method.map(bullet).join('\n'),
    budget.length > 0 ? `**Connections**\n\n${factTable(budget)}` : '',
    templates.length > 0
      ? `**What was set**\n\n${templates.map(([name, value]) => `- ${text(name)}: ${prose(value)}`).join('\n')}`
      : '',
    `**Environment**\n\n${factTable(environment)}`,
    `**Figures that are absent**\n\n${absent.map(bullet).join('\n')}`,
    `**Repeat**\n\n${repeat.map(command).join('\n')}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
