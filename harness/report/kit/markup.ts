/** HTML by tagged template: every value is escaped unless it is markup already. */

/** Text that is known to be safe HTML. Only `html` and `trusted` make it. */
export class Markup {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
  toString(): string {
    return this.source;
  }
}

export type Value = Markup | string | number | null | readonly Value[];

export function html(strings: TemplateStringsArray, ...values: Value[]): Markup {
  return new Markup(strings.reduce((source, part, index) => source + render(values[index - 1] ?? null) + part));
}

/** Marks the output of a library that escapes by itself. */
export function trusted(source: string): Markup {
  return new Markup(source);
}

/** Prose with code in backticks. */
export function prose(text: string): Markup {
  return html`${text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

function render(value: Value): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.source;
  return Array.isArray(value) ? value.map(render).join('') : escaped(String(value));
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
