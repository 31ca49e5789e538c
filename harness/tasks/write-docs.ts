/** Writes the parts of harness/docs that come from the code: pictures and tables, and the page of all options. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bestPage } from './bench-best-table.ts';
import { root } from './docs/pages.ts';
import { writtenPages } from './docs/written.ts';

for (const { file, text } of [...(await writtenPages()), bestPage()]) {
  writeFileSync(path.join(root, file), text);
  console.log(file);
}
