/** The frame of every page: one file, nothing fetched whatever the data says, light and dark. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html, type Markup, trusted } from './markup.ts';

const PAGE_CSS = readFileSync(new URL('./page.css', import.meta.url), 'utf8');

/** No script runs but the page's own, which is named by its hash. */
function contentPolicy(script: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  if (script === '') return policy;
  return `${policy}; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}

const style = (file: string) => new URL(file, import.meta.url);

/** What draws verdicts and strips of pairs. */
export const STRIP_STYLES = [style('./verdict.css'), style('./strip.css')];
/** The same, and tables in which every row has a strip. */
export const PAIRS_STYLES = [...STRIP_STYLES, style('./pairs-table.css')];
/** What draws tables that sort. */
export const SORTABLE_STYLES = [style('./verdict.css'), style('./sortable.css')];

export interface Page {
  title: string;
  /** What the page needs beyond page.css: files, and rules made for it. */
  styles?: readonly URL[];
  css?: string;
  /** Runs at the end; the page must say everything without it. */
  script?: string;
  /** What a keyboard can skip to: "the results". */
  skip: string;
  header: Markup;
  main: Markup;
}

export function renderPage({ title, styles = [], css = '', script = '', skip, header, main }: Page): string {
  const sheets = styles.map((file) => `\n${readFileSync(file, 'utf8')}`).join('');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(PAGE_CSS + sheets + css)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to ${skip}</a>
${header}
<main id="main" tabindex="-1">
${main}
</main>
${script === '' ? null : html`<script>${trusted(script)}</script>\n`}</body>
</html>
`.toString();
}
