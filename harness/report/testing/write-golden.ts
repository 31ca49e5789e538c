/** Writes fixtures/golden/ anew after the builder or the format changed: `node harness/report/testing/write-golden.ts`. */
import { writeFileSync } from 'node:fs';
import { renderMarkdown } from '../markdown.ts';
import { golden, goldenPartial, goldenStandard } from './golden.ts';

const folder = new URL('../../../fixtures/golden/', import.meta.url);
writeFileSync(new URL('results.json', folder), `${JSON.stringify(golden(), null, 2)}\n`);
writeFileSync(new URL('results-standard.json', folder), `${JSON.stringify(goldenStandard(), null, 2)}\n`);
writeFileSync(new URL('results-partial.json', folder), `${JSON.stringify(goldenPartial(), null, 2)}\n`);
writeFileSync(new URL('report.md', folder), renderMarkdown(golden()));
