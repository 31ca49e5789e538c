/**
 * Writes fixtures/golden/ anew after the builder or the format changed: `node harness/report/testing/write-golden.ts`.
 * (tune.md has a writer of its own, in ../tune/testing/.)
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { renderDiffMarkdown } from '../diff/markdown.ts';
import { goldenRegression } from '../diff/testing/golden-diff.ts';
import { interopFiles } from '../interop/index.ts';
import { renderJunit } from '../junit.ts';
import { renderMarkdown } from '../markdown.ts';
import { golden, goldenPartial, goldenStandard } from './golden.ts';

const folder = new URL('../../../fixtures/golden/', import.meta.url);
writeFileSync(new URL('results.json', folder), `${JSON.stringify(golden(), null, 2)}\n`);
writeFileSync(new URL('results-standard.json', folder), `${JSON.stringify(goldenStandard(), null, 2)}\n`);
writeFileSync(new URL('results-partial.json', folder), `${JSON.stringify(goldenPartial(), null, 2)}\n`);
writeFileSync(new URL('report.md', folder), renderMarkdown(golden()));
writeFileSync(new URL('junit.xml', folder), renderJunit(golden()));
mkdirSync(new URL('interop/', folder), { recursive: true });
for (const [name, text] of Object.entries(interopFiles(golden())))
  writeFileSync(new URL(`interop/${name}`, folder), text);
writeFileSync(new URL('diff.md', folder), renderDiffMarkdown(goldenRegression()));
