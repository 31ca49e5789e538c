/** Demonstrations as one HTML file: a section per pattern, the code of each script folded away. */
import type { TrapFinding, TrapRun, TrapsResults } from '../../results/traps.ts';
import { CodePainter } from '../kit/code.ts';
import { counted, LANGUAGES, STACK_TITLES, versionsText } from '../kit/format.ts';
import { html, type Markup } from '../kit/markup.ts';
import { renderPage } from '../kit/page.ts';
import { type DataTable, dataTable } from '../kit/tables.ts';
import { explanations, machineLine, PATTERN_TITLES, trapTable } from './view.ts';
import { TRAP_WORDS } from './words/index.ts';

export async function renderTrapsHtml(results: TrapsResults): Promise<string> {
  const painter = await CodePainter.create();
  const patterns = [...Map.groupBy(results.traps, ({ pattern }) => pattern)];
  const header = html`<header>
<h1>What goes wrong with the patterns</h1>
<p class="lede">${counted(results.traps.length, 'demonstration')}, each a script that was run; what is done by mistake stands beside what to do instead.</p>
<p><small>${machineLine(results)}<br>${versionsText(results.versions)}</small></p>
</header>`;
  const main = html`<nav aria-label="Demonstrations"><ul>${patterns.map(
    ([pattern, traps]) =>
      html`<li><a href="#${pattern}">${PATTERN_TITLES[pattern]}</a><ul>${traps.map(
        ({ name }) => html`<li><a href="#${name}">${TRAP_WORDS[name].title}</a></li>`,
      )}</ul></li>`,
  )}</ul></nav>
${patterns.map(
  ([pattern, traps]) => html`<section id="${pattern}">
<h2>${PATTERN_TITLES[pattern]}</h2>
${traps.map((finding) => trapPart(finding, painter))}
</section>`,
)}`;
  return renderPage({ title: 'duet traps', css: painter.css(), skip: 'the demonstrations', header, main });
}

function trapPart(finding: TrapFinding, painter: CodePainter): Markup {
  const { name, runs } = finding;
  const { title, done } = TRAP_WORDS[name];
  return html`<article id="${name}">
<h3>${title}</h3>
<p>${done}</p>
${runs.length === 0 ? null : dataTable(namedTable(finding))}
${explanations(finding).map(([label, text]) => html`<p><strong>${label}:</strong> ${text}</p>`)}
${runs.map((run) => codePart(run, painter))}
</article>`;
}

/** Each row and column is named, for readers who hear one at a time. */
function namedTable(finding: TrapFinding): DataTable {
  const { header, rows, ...table } = trapTable(finding);
  const stacks = finding.runs.flatMap(({ stack, cases }) => cases.map(() => STACK_TITLES[stack]));
  return {
    ...table,
    caption: `duet traps --only ${finding.name}`,
    header: ['stack', 'case', ...header.slice(2)],
    rows: rows.map(([, ...cells], index) => [stacks[index] ?? '', ...cells]),
  };
}

function codePart({ stack, file, code = '' }: TrapRun, painter: CodePainter): Markup {
  const label = `The script in ${STACK_TITLES[stack]}`;
  return html`<details><summary>${label}</summary>
<p><code>${file}</code></p>
${painter.snippet(code.trimEnd(), LANGUAGES[stack], `${label}, ${file}`)}
</details>`;
}
