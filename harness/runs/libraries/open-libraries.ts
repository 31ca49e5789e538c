/** Opening each library once: whether it starts, of which versions it is, and whether its answers are right. */
import { existsSync, readFileSync } from 'node:fs';
import { ask, bodyOf } from '../../libraries/ask.ts';
import { aboutNow, type CatalogueEntry, idOf, isSame } from '../../libraries/catalogue.ts';
import { environmentOf } from '../../libraries/install.ts';
import { type LibraryProcess, logFileOf } from '../../libraries/library-process.ts';
import { errorInLog } from '../../libraries/start-error.ts';
import { verifyAnswers } from '../../libraries/verify.ts';
import type { Library } from '../../results/libraries.ts';
import type { Installs, LibrariesSession } from './session.ts';

/** Starting it, and a dozen requests. */
const EXPECTED_MS = 15_000;

/** What gave the right answers in an earlier session of the run is not asked again. */
export async function openLibraries(
  chosen: readonly CatalogueEntry[],
  installs: Installs,
  session: LibrariesSession,
): Promise<void> {
  const { samples, progress, hasTime } = session;
  const left = chosen.filter(
    (entry) =>
      !samples.some((sample) => sample.kind === 'answers' && sample.answers === 'equal' && isSame(sample, entry)),
  );
  for (const [index, entry] of left.entries()) {
    if (!hasTime(EXPECTED_MS)) return;
    progress.step(`opening ${idOf(entry)} (${index + 1} of ${left.length})`);
    await openLibrary(entry, installs.get(environmentOf(entry).made) as Library['install'], session);
  }
}

async function openLibrary(
  entry: CatalogueEntry,
  install: Library['install'],
  session: LibrariesSession,
): Promise<void> {
  const { lab, logDir, signal, tables, file, add, start, progress } = session;
  if (install !== 'installed') return add({ kind: 'opened', ...aboutNow(entry), install, versions: {} });
  let library: LibraryProcess;
  let versions: Record<string, string>;
  try {
    library = await start(entry);
    versions = await versionsOf(library, entry, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (lab.death() !== undefined) throw error;
    const logFile = logFileOf(entry, logDir);
    const printed = existsSync(logFile) ? errorInLog(readFileSync(logFile, 'utf8')) : undefined;
    const reason = printed ?? (error instanceof Error ? error.message : String(error));
    progress.note(`${idOf(entry)} cannot be opened: ${reason}`);
    return add({ kind: 'opened', ...aboutNow(entry), install: { error: reason }, versions: {} });
  }
  await using _ = library;
  add({ kind: 'opened', ...aboutNow(entry), install, versions });
  const answers = await verifyAnswers(library, entry.field, {
    client: tables.client,
    filesDir: lab.filesDir,
    file,
    signal,
  });
  if (answers !== 'equal') progress.note(`${idOf(entry)} gives other answers: ${JSON.stringify(answers)}`);
  add({ kind: 'answers', ...aboutNow(entry), answers });
}

/** What its process tells of itself; the runtime is one, by the name of the stack. */
async function versionsOf(
  library: LibraryProcess,
  { stack }: CatalogueEntry,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const answer = await ask(library, { method: 'GET', path: '/health' }, signal);
  const { versions = {}, runtime } = bodyOf(answer) as { versions?: Record<string, string>; runtime?: string };
  return { ...(runtime === undefined ? {} : { [stack]: runtime.split(' ').at(-1) as string }), ...versions };
}
