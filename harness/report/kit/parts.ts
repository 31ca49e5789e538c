/** What every page has: facts, lists, commands to copy, banners. */
import type { Banner, Fact } from './facts.ts';
import { html, type Markup, prose, type Value } from './markup.ts';

/** One line that leads to every part of a page and stays in sight. @param parts their ids and names. */
export const contentsPart = (parts: readonly (readonly [id: string, name: string])[]): Markup =>
  html`<nav class="contents" aria-label="Parts of this page"><ul>${parts.map(
    ([id, name]) => html`<li><a href="#${id}">${name}</a></li>`,
  )}</ul></nav>`;

/** What stands under a heading of its own, each part on a line. */
export const sectionPart = (id: string, title: string, ...parts: readonly Value[]): Markup => html`<section id="${id}">
<h2>${title}</h2>
${parts.map((part) => html`${part}\n`)}</section>`;

/** @param name of the class that lays them out. */
export function definitions(facts: readonly (readonly [string, string | Markup])[], name: string): Markup {
  return html`<dl class="${name}">${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

export function commands(list: readonly Fact[]): Markup {
  return definitions(
    list.map(([label, command]) => [label, html`<code>${command}</code>`]),
    'facts',
  );
}

/** What every page of a run ends with: what it was measured on, what could not be, and how to do it again. */
export function environmentPart(
  environment: readonly (readonly [string, string | Markup])[],
  { absent, repeat }: { absent: readonly string[]; repeat: readonly Fact[] },
): Markup {
  return html`<h3>Environment</h3>
${definitions(environment, 'facts')}
<h3>Metrics that are not available</h3>
${bullets(absent)}
<h3>Repeat</h3>
${commands(repeat)}`;
}

export function bullets(lines: readonly string[]): Markup {
  return html`<ul>${lines.map((line) => html`<li>${prose(line)}</li>`)}</ul>`;
}

/** A drawing with its key below; null where there is none. @param kind class of its look. */
export const chartPart = (kind: string, drawn: Markup | null, key: Markup | string): Markup | null =>
  drawn &&
  html`<figure class="chart ${kind}">
${drawn}
<figcaption>${key}</figcaption>
</figure>`;

export function bannerPart({ kind, title, lines }: Banner): Markup {
  return html`<aside class="banner ${kind}" aria-label="${title}"><p><strong>${title}.</strong></p>${lines.map(
    (line) => html`<p>${prose(line)}</p>`,
  )}</aside>`;
}
