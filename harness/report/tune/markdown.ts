/** A run of tune as GitHub Markdown: the answer in three lines, the lines to paste, then the reasons; how it was found is folded away. */
import type { TuneResults } from '../../results/schema.ts';
import {
  banner,
  bullets,
  dataTable,
  details,
  environmentParts,
  factTable,
  fenced,
  joined,
  prose,
  text,
} from '../kit/markdown.ts';
import type { SnippetText } from './advice/snippet.ts';
import type { Section } from './section.ts';
import { type TuneView, tuneView } from './view.ts';

export function renderTuneMarkdown(results: TuneResults): string {
  const view = tuneView(results);
  return `${joined([
    `# ${text(view.title)}`,
    `**${text(view.headline)}**`,
    bullets(view.brief),
    ...view.banners.map(banner),
    view.needs && prose(view.needs),
    ...view.snippets.map(snippetPart),
    ...recommendationParts(view),
    '## This run',
    view.facts.map(([label, value]) => `- **${text(label)}**: ${prose(value)}`).join('\n'),
    view.comparison && sectionPart(view.comparison, '##'),
    view.unseen.length > 0 ? `## What could not be seen\n\n${bullets(view.unseen)}` : null,
    ...view.sections.map((section) => details(section.title, sectionBody(section))),
    details('Method and environment', background(view)),
  ])}\n`;
}

function recommendationParts({ verdict, values, arithmetic, bottleneck }: TuneView): (string | null)[] {
  return [
    (verdict || values) && '## The reasons',
    verdict && prose(verdict),
    values && dataTable(values, prose),
    arithmetic && `**Connections that PostgreSQL can give.** ${prose(arithmetic)}`,
    bottleneck && `**${prose(bottleneck.title)}.** ${prose(bottleneck.evidence)} ${prose(bottleneck.advice)}`,
  ];
}

function snippetPart({ title, language, code }: SnippetText): string {
  return `${prose(title)}:\n\n${fenced(language.replace(/[^a-z]/g, ''), code.trimEnd())}`;
}

function sectionPart(section: Section, heading: string): string {
  return `${heading} ${text(section.title)}\n\n${sectionBody(section)}`;
}

function sectionBody({ lead, table: rows }: Section): string {
  return `${prose(lead)}\n\n${dataTable(rows, prose)}`;
}

function background(view: TuneView): string {
  const { method, notes, templates, budget } = view;
  return joined([
    bullets([...method, ...notes]),
    budget.length > 0 ? `**Connections**\n\n${factTable(budget)}` : '',
    templates.length > 0
      ? `**What was set**\n\n${templates.map(([name, value]) => `- ${text(name)}: ${prose(value)}`).join('\n')}`
      : '',
    ...environmentParts(view.environment, view),
  ]);
}
