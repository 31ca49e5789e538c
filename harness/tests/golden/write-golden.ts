/** Writes the golden files anew after a builder or a format changed: `node harness/tests/golden/write-golden.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { renderBesideMarkdown } from '../../report/beside/markdown.ts';
import { renderJunit } from '../../report/compare/junit.ts';
import { renderMarkdown } from '../../report/compare/markdown.ts';
import { renderDiffMarkdown } from '../../report/diff/markdown.ts';
import { renderImportMarkdown } from '../../report/import/markdown.ts';
import { renderImportTerminal } from '../../report/import/terminal.ts';
import { interopFiles } from '../../report/interop/index.ts';
import { renderLibrariesMarkdown } from '../../report/libraries/markdown.ts';
import { renderLibrariesTerminal } from '../../report/libraries/terminal.ts';
import { renderTuneMarkdown } from '../../report/tune/markdown.ts';
import { golden, goldenPartial, goldenStandard } from './golden.ts';
import { goldenBeside } from './golden-beside.ts';
import { goldenRegression } from './golden-diff.ts';
import { goldenImport, goldenImportInvalid } from './golden-import.ts';
import { goldenLibraries } from './golden-libraries.ts';
import { goldenTune } from './golden-tune.ts';

const folder = new URL('pages/', import.meta.url);
const write = (name: string, text: string) => writeFileSync(new URL(name, folder), text);
const writeJson = (name: string, results: unknown) => write(name, `${JSON.stringify(results, null, 2)}\n`);

writeJson('results.json', golden());
writeJson('results-standard.json', goldenStandard());
writeJson('results-partial.json', goldenPartial());
write('report.md', renderMarkdown(golden()));
write('beside.md', renderBesideMarkdown(goldenBeside()));
write('junit.xml', renderJunit(golden()));
mkdirSync(new URL('interop/', folder), { recursive: true });
for (const [name, text] of Object.entries(interopFiles(golden()))) write(`interop/${name}`, text);
write('diff.md', renderDiffMarkdown(goldenRegression()));
write('tune.md', renderTuneMarkdown(goldenTune()));
write('libraries.md', renderLibrariesMarkdown(goldenLibraries()));
write('libraries.txt', renderLibrariesTerminal(goldenLibraries(), { color: false, width: 100 }));
write('import.md', renderImportMarkdown(goldenImport()));
write('import-invalid.md', renderImportMarkdown(goldenImportInvalid()));
write('import.txt', renderImportTerminal(goldenImportInvalid(), { color: false, width: 100 }));
