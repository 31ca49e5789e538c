import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../docs/pages.ts';
import { PAGES } from './manifest.ts';
import { packageReadme } from './readme.ts';

test('links lead to the pages from the top of the package; an address and a heading stay as they are', () => {
  expect(packageReadme('[a](tune.md#rates), [b](../../.github/x.yml), [c](https://a.example/b.md), [d](#in-ci)')).toBe(
    '[a](harness/docs/tune.md#rates), [b](.github/x.yml), [c](https://a.example/b.md), [d](#in-ci)',
  );
});

test('what the page about the package links is in the package', () => {
  const text = packageReadme(readFileSync(path.join(root, 'harness/docs/package.md'), 'utf8'));
  const links = [...text.matchAll(/\]\(([^)#]+)/g)].map(([, link]) => link);
  expect(links.length).toBeGreaterThan(0);
  expect(globSync(PAGES, { cwd: root })).toEqual(expect.arrayContaining(links));
});
