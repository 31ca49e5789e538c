/** All pages, and what they contain: headings, links and code. */
import { type Page, readPage, repositoryFiles } from '../../tasks/docs/pages.ts';

/** All Markdown but the golden data. */
export function readPages(): Page[] {
  return repositoryFiles()
    .filter((file) => file.endsWith('.md') && !file.includes('golden/'))
    .map(readPage);
}

const FENCED = /^```(\w*)\n([\s\S]*?)^```$/gm;
const INLINE_CODE = /`([^`\n]+)`/g;

export interface CodeBlock {
  /** As the fence names it; empty where it names none. */
  language: string;
  text: string;
}

export const codeBlocks = ({ text }: Page): CodeBlock[] =>
  [...text.matchAll(FENCED)].map(([, language = '', code = '']) => ({ language, text: code }));

const prose = ({ text }: Page): string => text.replace(FENCED, '');

/** What stands between single backquotes outside of code blocks. */
export const inlineCode = (page: Page): string[] =>
  [...prose(page).matchAll(INLINE_CODE)].map(([, code = '']) => code.trim());

/** The targets of links and images that lead to a file of the repository or to a heading. */
export const relativeLinks = (page: Page): string[] =>
  [
    ...prose(page)
      .replace(INLINE_CODE, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

/** The anchors of a page's headings, as GitHub makes them. */
export function anchors(page: Page): string[] {
  const seen = new Map<string, number>();
  return [...prose(page).matchAll(/^#{1,6} +(.+)$/gm)].map(([, title = '']) => {
    const anchor = title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-');
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

/** The part of a page below a heading, up to the next heading of its level or a higher one. */
export function section(page: Page, title: string): string {
  const lines = page.text.split('\n');
  const start = lines.findIndex((line) => line.replace(/^#+ /, '') === title && line.startsWith('#'));
  if (start === -1) throw new Error(`${page.file} has no heading "${title}"`);
  const level = (lines[start] as string).indexOf(' ');
  const below = lines.slice(start + 1);
  const end = below.findIndex((line) => new RegExp(`^#{1,${level}} `).test(line));
  return below.slice(0, end === -1 ? undefined : end).join('\n');
}
