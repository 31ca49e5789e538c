/** What the pages point at exists: files, headings and paths in code. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchors, codeBlocks, inlineCode, readPages, relativeLinks } from '../../tests/readers/content.ts';
import { readPage, root } from './pages.ts';

const pages = readPages();

test('the pages are found', () => {
  const files = pages.map(({ file }) => file);
  for (const file of ['README.md', 'harness/docs/diff.md', 'harness/stats/README.md', 'findings/README.md']) {
    expect(files).toContain(file);
  }
});

describe.for(pages.map((page) => [page.file, page] as const))('%s', ([file, page]) => {
  test('has links that lead somewhere', () => {
    const broken = relativeLinks(page).filter((target) => !leadsSomewhere(file, target));
    expect(broken).toEqual([]);
  });

  test('names paths that exist', () => {
    const words = [...inlineCode(page), ...codeBlocks(page).flatMap(({ text }) => text.split(/[\s"']+/))];
    const missing = words.filter(isPath).filter((word) => !existsSync(path.join(root, word)));
    expect(missing).toEqual([]);
  });
});

test('harness/docs has no page that no other page leads to', () => {
  const reached = pages.flatMap((page) => relativeLinks(page).map((target) => fileOf(page.file, target)));
  const docs = pages.map(({ file }) => file).filter((file) => file.startsWith('harness/docs/'));
  expect(docs.filter((file) => !reached.includes(file))).toEqual([]);
});

const fileOf = (from: string, target: string) => {
  const [file = ''] = target.split('#');
  return file === '' ? from : path.join(path.dirname(from), file);
};

function leadsSomewhere(from: string, target: string): boolean {
  const file = fileOf(from, target);
  const [, anchor] = target.split('#');
  if (!existsSync(path.join(root, file))) return false;
  return anchor === undefined || anchors(readPage(file)).includes(anchor);
}

/** A path from the top of the repository, without a placeholder, and not of what set-up installs. */
const isPath = (word: string) =>
  /^(?:harness|node|python|fixtures|findings|\.github|\.ci)\/[\w./-]*\w\/?$/.test(word) && !word.includes('/.venv/');
