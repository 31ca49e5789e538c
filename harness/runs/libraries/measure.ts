/** The measuring of a run of `duet libraries`: installing, opening and asking, counting, then costs and what breaks. */
import path from 'node:path';
import { ensureFile } from '../../lab/files.ts';
import { choosePlacement, pinSelf } from '../../lab/placement.ts';
import { openWorkplace } from '../../lab/workplace.ts';
import { measureBreaks } from '../../libraries/breaks/measure-breaks.ts';
import { type CatalogueEntry, isSame } from '../../libraries/catalogue.ts';
import { measureCosts } from '../../libraries/costs/measure-costs.ts';
import { environmentOf, type Installing, install } from '../../libraries/install.ts';
import { startLibrary } from '../../libraries/library-process.ts';
import { openLibraryTables } from '../../libraries/library-tables.ts';
import { watchDeaths } from '../../protocol/deaths.ts';
import type { LibrariesResults, Library } from '../../results/libraries.ts';
import type { LibrariesHeader } from '../../results/libraries-run.ts';
import type { LibrarySample } from '../../results/library-samples.ts';
import type { UnderWay } from '../kind.ts';
import { continueHeader } from '../resume.ts';
import { openLabIn } from '../session.ts';
import { countLibraries } from './count-libraries.ts';
import { describeLibraries } from './header.ts';
import { openLibraries } from './open-libraries.ts';
import { entriesOf, type LibrariesRequest } from './request.ts';
import type { Installs, LibrariesSession } from './session.ts';
import { summarizeLibraries } from './summarize.ts';

/** Several libraries hold all connections that they like at the same time; a server of duet's own allows it. */
const MAX_CONNECTIONS = 600;
/** Small: the sums are compared. */
const CHECKED_BYTES = 1_000_000;
/** What the end of the lab and the reports take. */
const ENDING_MS = 5_000;

export async function measureLibraries(
  { header: requested, out, budgetMs, earlier }: LibrariesRequest,
  { folder, signal, progress, reportWith }: UnderWay<LibrariesResults>,
): Promise<void> {
  await choosePlacement(undefined, earlier?.header.environment.placement);
  const samples: LibrarySample[] = earlier?.samples ?? [];
  const logDir = path.join(folder.dir, 'logs');
  let isEverything = true;
  const hasTime = (expectedMs: number) => {
    const fits = budgetMs === undefined || performance.now() + expectedMs + ENDING_MS < budgetMs;
    if (!fits) isEverything = false;
    return fits;
  };
  const chosen = entriesOf(requested);
  await using workplace = openWorkplace(requested.id);
  const installs = await installAll(chosen, { workplace, progress, signal });
  progress.step('starting PostgreSQL and the upstream stub');
  await using lab = await openLabIn(workplace, { out, logDir, signal, maxConnections: MAX_CONNECTIONS });
  await using tables = await openLibraryTables(lab.database.url);
  const described = describeLibraries(requested, lab);
  const header: LibrariesHeader =
    earlier === undefined ? described : continueHeader(earlier.header, described, (provenance) => provenance);
  folder.writeHeader(header);
  reportWith((ending) => summarizeLibraries({ header, samples }, ending, isEverything));
  await lab.upstream.setModel(FAST_UPSTREAM);
  const session: LibrariesSession = {
    ...{ libraries: [], plan: header.plan, lab, workplace, logDir, samples, hasTime, signal, progress, tables },
    file: path.basename(await ensureFile(lab.filesDir, CHECKED_BYTES, signal)),
    start: (entry, options) => startLibrary({ workplace, lab, logDir }, entry, options),
    add(sample) {
      folder.appendLibrarySample(sample);
      samples.push(sample);
    },
  };
  // What fails beside the libraries may be the harm of a death, too.
  await watchDeaths({ watched: [lab, tables], where: {}, signal }, async () => {
    await openLibraries(chosen, installs, session);
    const measuring = { ...session, libraries: chosen.filter((entry) => givesRightAnswers(entry, samples)) };
    await countLibraries(measuring);
    if (header.counts_only) return;
    pinSelf();
    for await (const sample of measureCosts(measuring)) session.add(sample);
    for await (const sample of measureBreaks(measuring)) session.add(sample);
  });
  if (!isEverything) progress.note(`out of time: duet libraries --resume ${requested.id} goes on`);
}

/** No call waits for the upstream's own time, which is none of the library's. */
const FAST_UPSTREAM = { baseMs: 1, perItemMs: 0.02 };

async function installAll(chosen: readonly CatalogueEntry[], installing: Installing): Promise<Installs> {
  const installs = new Map<string, Library['install']>();
  for (const environment of chosen.map(environmentOf)) {
    if (!installs.has(environment.made)) installs.set(environment.made, await install(environment, installing));
  }
  return installs;
}

function givesRightAnswers(entry: CatalogueEntry, samples: readonly LibrarySample[]): boolean {
  const found = samples.findLast((sample) => sample.kind === 'answers' && isSame(sample, entry));
  return found?.kind === 'answers' && found.answers === 'equal';
}
