/** A demonstration as GitHub Markdown, with the code that did it folded away. */
import type { TrapFinding, TrapRun } from '../../results/traps.ts';
import { STACK_TITLES } from '../format.ts';
import { bullet, code, details, table, text } from '../markdown-markup.ts';
import { trapErrors, trapTable } from './figures.ts';

export function renderTrapMarkdown(finding: TrapFinding): string {
  const { name, title, done, why, instead, kind, runs, left_out: leftOut } = finding;
  const head = [`## ${text(title)} (${code(name)})`, text(done)];
  if (leftOut !== null) return `${[...head, `Not run: ${text(leftOut)}.`].join('\n\n')}\n`;
  const { header, rows } = trapTable(finding);
  const parts = [
    ...head,
    table(
      header.map(text),
      rows.map((row) => row.map(text)),
      header.map((_, column) => column > 1),
    ),
    trapErrors(finding).map(bullet).join('\n'),
    `**Why:** ${text(why)}`,
    `**${kind === 'failure' ? 'Instead' : 'So'}:** ${text(instead)}`,
    ...runs.map(codePart),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function codePart({ stack, file, code: source }: TrapRun): string {
  const language = stack === 'python' ? 'python' : 'typescript';
  return details(
    `The script in ${STACK_TITLES[stack]}`,
    `${code(file)}\n\n\`\`\`${language}\n${source.trimEnd()}\n\`\`\``,
  );
}
