/**
 * Keeps a run of `duet compare` and writes what README.md and harness/docs/reading-a-report.md show of it:
 * `node harness/tasks/write-compare-sample.ts [folder of a run]`, the newest run when none is named.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readJudged } from '../runs/compare/read-judged.ts';
import { keepCompare } from './docs/compare-sample.ts';
import { root } from './docs/pages.ts';
import { samplePages } from './docs/written.ts';

const [given = path.join(root, 'out/latest')] = process.argv.slice(2);
keepCompare(readJudged(path.join(given, 'results.json')));
for (const { file, text } of samplePages()) {
  writeFileSync(path.join(root, file), text);
  console.log(file);
}
