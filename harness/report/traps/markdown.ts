/** Demonstrations as GitHub Markdown. */
import type { TrapFinding, TrapRun } from '../../results/traps.ts';
import { LANGUAGES, STACK_TITLES, versionsText } from '../kit/format.ts';
import { code, dataTable, details, fenced, joined, text } from '../kit/markdown.ts';
import type { TrapsPrinter } from './printer.ts';
import { explanations, machineLine, PATTERN_TITLES, trapTable } from './view.ts';
import { TRAP_WORDS } from './words/index.ts';

/** With the code of each script, folded away. */
export const trapsMarkdown: TrapsPrinter = {
  environment: (about) => `${text(machineLine(about))}\\\n${text(versionsText(about.versions))}\n`,
  pattern: (pattern) => `## ${PATTERN_TITLES[pattern]}\n`,
  finding: (finding) => `${joined([renderTrapMarkdown(finding), ...finding.runs.map(codePart)])}\n`,
};

/** Without the code. */
export function renderTrapMarkdown(finding: TrapFinding): string {
  const { title, done } = TRAP_WORDS[finding.name];
  return joined([
    `### ${text(title)} (${code(finding.name)})`,
    text(done),
    finding.runs.length === 0 ? null : dataTable(trapTable(finding)),
    ...explanations(finding).map(([label, said]) => `**${label}:** ${text(said)}`),
  ]);
}

function codePart({ stack, file, code: source = '' }: TrapRun): string {
  return details(
    `The script in ${STACK_TITLES[stack]}`,
    `${code(file)}\n\n${fenced(LANGUAGES[stack], source.trimEnd())}`,
  );
}
