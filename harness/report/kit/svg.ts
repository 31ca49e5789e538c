/** A drawing of the page: made at build time, without colours of its own, and one image to screen readers. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { html, type Markup, trusted } from './markup.ts';

/** What screen readers are told; the tables beside a drawing have its numbers. */
export interface About {
  /** Unique in the page. */
  id: string;
  title: string;
  description: string;
}

/** Plot's SVG, styled by the page alone. */
export function drawing(options: Plot.PlotOptions, about: About): Markup {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({ ...options, document, className: 'plot' });
  svg.querySelector('style')?.remove();
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-labelledby', `${about.id}-title ${about.id}-desc`);
  for (const group of svg.querySelectorAll('g')) group.removeAttribute('aria-label');
  for (const [tag, content] of [
    ['desc', about.description],
    ['title', about.title],
  ] as const) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    element.setAttribute('id', `${about.id}-${tag}`);
    element.textContent = content;
    svg.prepend(element);
  }
  return trusted(svg.outerHTML);
}

export interface ChartOptions {
  /** Pixels. */
  width: number;
  /** Unique in the page. */
  id: string;
}

/**
 * Two drawings of the same data, of which CSS shows the one that fits, for text in a scaled drawing becomes unreadable.
 * Null when there is nothing to draw.
 */
export function bothWidths(
  id: string,
  draw: (options: ChartOptions) => Markup | null,
  widths = { wide: 960, narrow: 335 },
): Markup | null {
  const [wide, narrow] = [
    draw({ width: widths.wide, id: `${id}-wide` }),
    draw({ width: widths.narrow, id: `${id}-narrow` }),
  ];
  return wide && narrow && html`<div class="wide">${wide}</div><div class="narrow">${narrow}</div>`;
}
