/** What `duet export` has written, for a terminal. */

import { printable } from '../../printable.ts';
import type { Generator, LoadExport } from '../../results/load-export.ts';
import { said, type Terminal } from '../kit/terminal.ts';
import { loadText, whatText } from './names.ts';

/** @param files as paths from here, the one to open first at the beginning. */
export function renderExportSummary(
  generator: Generator,
  plan: LoadExport,
  { width, files = [] }: Pick<Terminal, 'width' | 'files'>,
): string {
  const [readme = '', ...others] = files;
  return `${[
    ...said(`${whatText(plan)} with ${generator}: ${loadText(plan)}, to ${plan.url}.`, width),
    ...said(`The commands are in ${readme}.`, width),
    '',
    ...[readme, ...others].map((file) => `  ${printable(file)}`),
  ].join('\n')}\n`;
}
