/** A comparison of libraries, as a kind of run. */
import path from 'node:path';
import { DuetError, EXIT } from '../../errors.ts';
import { idOf } from '../../libraries/catalogue.ts';
import { librariesDocument } from '../../report/libraries/document.ts';
import type { LibrariesResults } from '../../results/libraries.ts';
import { readLibrariesResults } from '../../results/libraries-folder.ts';
import { readLibrariesRun, type StoredLibraries } from '../../results/libraries-run.ts';
import type { ResumableKind } from '../kind.ts';
import { measureLibraries } from './measure.ts';
import { entriesOf, type LibrariesRequest } from './request.ts';
import { summarizeLibraries } from './summarize.ts';

export const libraries: ResumableKind<LibrariesRequest, LibrariesResults, StoredLibraries> = {
  name: 'run of libraries',
  command: 'libraries',
  document: librariesDocument,
  printPlan({ header }) {
    for (const { title, ...entry } of entriesOf(header)) console.log(`${idOf(entry).padEnd(48)} ${title}`);
  },
  measure: measureLibraries,
  // What is stored without results was killed: something of its plan is left.
  summarize: (measured, ending) => summarizeLibraries(measured, ending, false),
  outcome({ libraries: all, complete, command }, failure, dir) {
    const failed = all.flatMap(({ install }) => (install === 'installed' ? [] : [install.error]));
    if (failure === undefined && complete && failed.length === all.length) {
      return new DuetError(`no library can be installed or opened, the first for this reason: ${failed[0]}`, {
        exitCode: EXIT.environment,
        hint: `once that is mended (network? disk space?), start again: duet ${command}`,
      });
    }
    const wrong = all.filter(({ answers }) => answers !== 'equal' && answers !== 'not-asked');
    const [first] = wrong;
    if (failure !== undefined || first === undefined) return failure;
    const { answers } = first;
    const what = typeof answers === 'string' ? '' : 'error' in answers ? answers.error : answers.difference;
    const more = wrong.length === 1 ? '' : `, and ${wrong.length - 1} more do`;
    return new DuetError(`${idOf(first)} does not give the right answers${more}: ${what}`, {
      exitCode: EXIT.disagreement,
      hint: `see its log in ${path.join(dir, 'logs')}; nothing else was measured of it`,
    });
  },
  readResults: readLibrariesResults,
  isFinished: ({ complete }) => complete,
  readMeasured: readLibrariesRun,
  differenceOfPlan({ header }) {
    const known = entriesOf(header).map(idOf);
    const gone = header.libraries.find((id) => !known.includes(id));
    return gone && `there is no library ${gone}`;
  },
};
