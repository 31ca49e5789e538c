/** Opening each library once: whether it starts, of which versions it is, and whether its answers are right. */
import { existsSync, readFileSync } from 'node:fs';
import { ask, bodyOf } from '../../libraries/ask.ts';
import { aboutNow, type CatalogueEntry, idOf, isSame } from '../../libraries/catalogue.ts';
import { environmentOf } from '../../libraries/install.ts';
import { type LibraryProcess, logFileOf } from '../../libraries/library-process.ts';
import { errorInLog } from '../../libraries/start-error.ts';
import { isFailed, tryLibrary, whileLabIsUp } from '../../libraries/try-library.ts';
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
  const { lab, logDir, signal, tables, file, add, progress } = session;
  if (install !== 'installed') return add({ kind: 'opened', ...aboutNow(entry), install, versions: {} });
  const opened = await tryLibrary(session, entry, 'opening', () => startAndAsk(entry, session));
  if (isFailed(opened)) {
    const logFile = logFileOf(entry, logDir);
    const printed = existsSync(logFile) ? errorInLog(readFileSync(logFile, 'utf8')) : undefined;
    const reason = printed ?? opened.failed;
    progress.note(`${idOf(entry)} cannot be opened: ${reason}`);
    return add({ kind: 'opened', ...aboutNow(entry), install: { error: reason }, versions: {} });
  }
  const { library, versions } = opened;
  await using _ = library;
  add({ kind: 'opened', ...aboutNow(entry), install, versions });
  const verifying = { client: tables.client, filesDir: lab.filesDir, file, signal };
  const answers = await whileLabIsUp(
    session,
    entry,
    'checking',
    () => verifyAnswers(library, entry.field, verifying),
    (found) => found !== 'equal',
  );
  if (answers !== 'equal') progress.note(`${idOf(entry)} gives other answers: ${JSON.stringify(answers)}`);
  add({ kind: 'answers', ...aboutNow(entry), answers });
}

/** The process of a library, up and of known versions. */
async function startAndAsk(
  entry: CatalogueEntry,
  { start, signal }: LibrariesSession,
): Promise<{ library: LibraryProcess; versions: Record<string, string> }> {
  const library = await start(entry);
  try {
    return { library, versions: await versionsOf(library, entry, signal) };
  } catch (error) {
    await library.kill();
    throw error;
  }
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
