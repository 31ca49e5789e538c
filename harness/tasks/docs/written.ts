/** The parts of the pages that are written from the code, and by which page they are shown. */

import { renderFaults } from '../faults/page.ts';
import { renderCommandsPage } from './commands-page.ts';
import { renderCompareSample } from './compare-sample.ts';
import { renderConfigMembers } from './config-members.ts';
import { drawLayers } from './layers.ts';
import { renderLibrariesParts } from './libraries-page.ts';
import { type Page, readPage } from './pages.ts';
import { renderTrapsPart } from './traps-page.ts';

/** The pages as they should be. */
export async function writtenPages(): Promise<Page[]> {
  return [
    { file: 'harness/docs/commands.md', text: await renderCommandsPage() },
    withPart(readPage('harness/docs/architecture.md'), 'layers', drawLayers()),
    withPart(readPage('harness/docs/config.md'), 'members', renderConfigMembers()),
    ...samplePages(),
    trapsPage(),
    librariesPage(),
    faultsPage(),
  ];
}

/** Its numbers are kept from the last run of `make traps-page`. */
export const trapsPage = (): Page => withPart(readPage('harness/docs/traps.md'), 'traps', renderTrapsPart());

/** Its numbers are kept from the last run of `make libraries-page`; what stands between its tables is written by hand. */
export const librariesPage = (): Page =>
  Object.entries(renderLibrariesParts()).reduce(
    (page, [name, part]) => withPart(page, name, part),
    readPage('harness/docs/libraries.md'),
  );

/** Their numbers are those of the run that `make compare-sample` kept; before it has kept one, what stands there stays. */
export function samplePages(): Page[] {
  const sample = renderCompareSample();
  if (sample === undefined) return [];
  const { front, rows, timelines } = sample;
  const reading = withPart(readPage('harness/docs/reading-a-report.md'), 'sample', rows);
  return [withPart(readPage('README.md'), 'sample', front), withPart(reading, 'sample-timelines', timelines)];
}

/** When each fault was last tried is kept from the last run of `make test-faults`. */
export const faultsPage = (): Page => withPart(readPage('harness/docs/faults.md'), 'faults', renderFaults());

/** @throws where the page lacks the marks between which the part belongs. */
export function withPart({ file, text }: Page, name: string, part: string): Page {
  const marks = new RegExp(`(<!-- ${name}:[^\\n]*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!marks.test(text)) throw new Error(`${file} has no marks <!-- ${name}: … --> and <!-- /${name} -->`);
  return { file, text: text.replace(marks, (_, begin, end) => `${begin}\n${part}\n\n${end}`) };
}
