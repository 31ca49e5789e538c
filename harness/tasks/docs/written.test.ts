import { expect, test } from 'vitest';
import { readPage } from './pages.ts';
import { writtenPages } from './written.ts';

test.for((await writtenPages()).map((page) => [page.file, page.text] as const))(
  '%s is as `make docs` writes it',
  ([file, text]) => {
    expect(readPage(file).text).toBe(text);
  },
);
