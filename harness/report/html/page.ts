/** The frame of every page: one file, nothing fetched whatever the data says, light and dark. */
import { readFileSync } from 'node:fs';
import { html, type Markup, trusted } from './markup.ts';

const PAGE_CSS = readFileSync(new URL('./page.css', import.meta.url), 'utf8');

const CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export interface Page {
  title: string;
  /** What the page needs beyond page.css. */
  css?: string;
  body: Markup;
}

export function renderPage({ title, css = '', body }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(PAGE_CSS + css)}</style>
</head>
<body>
${body}
</body>
</html>
`.toString();
}
