/** Syntax-highlighted code. Colours are classes with a light and a dark value, so one copy serves both schemes. */
import { createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import python from 'shiki/langs/python.mjs';
import typescript from 'shiki/langs/typescript.mjs';
import dark from 'shiki/themes/github-dark-high-contrast.mjs';
import light from 'shiki/themes/github-light-high-contrast.mjs';
import type { CodeExcerpt } from '../../results/schema.ts';
import { type Markup, trusted } from './markup.ts';

let loading: Promise<HighlighterCore> | undefined;

/** Highlights any number of excerpts and collects the colours they use. */
export class CodePainter {
  readonly #highlighter: HighlighterCore;
  readonly #classes = new Map<string, string>();

  private constructor(highlighter: HighlighterCore) {
    this.#highlighter = highlighter;
  }

  static async create(): Promise<CodePainter> {
    loading ??= createHighlighterCore({
      themes: [light, dark],
      langs: [typescript, python],
      engine: createJavaScriptRegexEngine(),
    });
    return new CodePainter(await loading);
  }

  /** One scrollable block, its lines numbered as in the file. */
  block(excerpt: CodeExcerpt, label: string): Markup {
    return this.#paint(excerpt.text, excerpt.language, {
      class: 'code',
      'aria-label': label,
      style: `counter-reset: line ${excerpt.first_line - 1}`,
    });
  }

  /** A piece of code that stands in no file. A language that is not known stays without colours. */
  snippet(text: string, language: string, label: string): Markup {
    const known = this.#highlighter.getLoadedLanguages().includes(language);
    return this.#paint(text, known ? language : 'text', { class: 'code snippet', 'aria-label': label });
  }

  #paint(text: string, language: string, attributes: Record<string, string>): Markup {
    const source = this.#highlighter.codeToHtml(text, {
      lang: language,
      themes: { light: light.name ?? '', dark: dark.name ?? '' },
      defaultColor: false,
      // The default of 0.5 s per line would leave colours out on a busy machine: the same results, other bytes.
      tokenizeTimeLimit: 0,
      transformers: [
        {
          pre: (node) => {
            node.properties = { ...attributes, tabindex: '0', role: 'group' };
          },
          span: (node) => {
            node.properties = { class: this.#classFor(String(node.properties.style ?? '')) };
          },
        },
      ],
    });
    return trusted(source);
  }

  /** The rules of every colour used so far; light by default, dark on a dark screen (never in print). */
  css(): string {
    const rule = (theme: string) =>
      [...this.#classes]
        .map(([style, name]) => [name, new RegExp(`--shiki-${theme}:\\s*(#[0-9a-fA-F]+)`).exec(style)?.[1]])
        .map(([name, color]) => (color ? `.${name}{color:${color}}` : ''))
        .join('');
    return `${rule('light')}@media screen and (prefers-color-scheme:dark){${rule('dark')}}`;
  }

  #classFor(style: string): string {
    const name = this.#classes.get(style) ?? `t${this.#classes.size}`;
    this.#classes.set(style, name);
    return name;
  }
}
