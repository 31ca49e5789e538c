/** A demonstration as GitHub Markdown, with the code that did it folded away. */
import type { TrapFinding, TrapRun } from '../../results/traps.ts';
import { STACK_TITLES } from '../kit/format.ts';
import { bullets, code, dataTable, details, joined, text } from '../kit/markdown.ts';
import { LEFT_OUT, trapErrors, trapTable } from './view.ts';

export function renderTrapMarkdown(finding: TrapFinding): string {
  const { name, title, done, why, instead, kind, runs, left_out: leftOut } = finding;
  const head = [`## ${text(title)} (${code(name)})`, text(done)];
  if (leftOut !== null) return `${[...head, `Not run: ${text(LEFT_OUT[leftOut])}.`].join('\n\n')}\n`;
  return `${joined([
    ...head,
    dataTable(trapTable(finding)),
    bullets(trapErrors(finding)),
    `**Why:** ${text(why)}`,
    `**${kind === 'failure' ? 'Instead' : 'So'}:** ${text(instead)}`,
    ...runs.map(codePart),
  ])}\n`;
}

function codePart({ stack, file, code: source }: TrapRun): string {
  const language = stack === 'python' ? 'python' : 'typescript';
  return details(
    `The script in ${STACK_TITLES[stack]}`,
    `${code(file)}\n\n\`\`\`${language}\n${source.trimEnd()}\n\`\`\``,
  );
}
