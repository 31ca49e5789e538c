/** The counts of libraries as lines of a terminal. */
import type { Document } from '../../report/kit/document.ts';
import type { LibrariesResults, Library } from '../../results/libraries.ts';
import { LIBRARIES_FILE } from '../../results/libraries-folder.ts';

export const plainDocument: Document<LibrariesResults> = {
  data: LIBRARIES_FILE,
  pages: {},
  terminal: ({ libraries }, { files = [] }) => `${[...libraries.flatMap(linesOf), ...files].join('\n')}\n`,
};

function linesOf({ title, stack, install, answers, counts, pool }: Library): string[] {
  const state = typeof install === 'object' ? `not installed: ${install.error}` : `answers ${JSON.stringify(answers)}`;
  return [
    `${title} (${stack}): ${state}`,
    ...counts.map((counted) => `  ${JSON.stringify(counted)}`),
    ...(pool === undefined ? [] : [`  ${JSON.stringify(pool)}`]),
  ];
}
