/** Runs the demonstrations of all patterns but pooling, and writes their page, harness/docs/traps.md, with the numbers of that run. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import type { TrapsResults } from '../results/traps.ts';
import { root } from './docs/pages.ts';
import { keepTraps, ON_THE_PAGE } from './docs/traps-page.ts';
import { trapsPage } from './docs/written.ts';

const { stdout } = await execa(
  process.execPath,
  ['harness/cli.ts', 'traps', '--pattern', ON_THE_PAGE.join(), '--json'],
  { cwd: root, stderr: 'inherit' },
);
keepTraps(JSON.parse(stdout) as TrapsResults);
const { file, text } = trapsPage();
writeFileSync(path.join(root, file), text);
console.log(file);
