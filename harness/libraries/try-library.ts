/** Doing something with one library: its failure does not end the run; that of the lab does, and so does being asked to stop. */
import type { Where } from '../errors.ts';
import { ProcessDied, watchDeaths } from '../protocol/deaths.ts';
import { wordForWord } from './ask.ts';
import type { CatalogueEntry } from './catalogue.ts';
import type { Measuring } from './measuring.ts';

/** What is up around every library. */
export type Around = Pick<Measuring, 'lab' | 'tables' | 'signal'>;

export interface Failed {
  /** Word for word. */
  failed: string;
}

/** Which library, and what was being done with it, as messages say it: "database/node/pg (counting)". */
const whereOf = ({ field, stack, name }: CatalogueEntry, phase: string): Where => ({
  ...{ pattern: field, stack, variant: name, phase },
});

/**
 * What comes of `action`.
 * @param isSuspicious whether what came of it may be the harm of somebody else's death.
 * @throws ProcessDied (exit 4), which names the library and the phase, where PostgreSQL, the upstream stub or the session of
 * duet has gone, or PostgreSQL says nothing any more; the signal's reason when it is aborted; else what `action` throws.
 */
export async function whileLabIsUp<Found>(
  { lab, tables, signal }: Around,
  entry: CatalogueEntry,
  phase: string,
  action: () => Promise<Found>,
  isSuspicious: (found: Found) => boolean,
): Promise<Found> {
  const where = whereOf(entry, phase);
  const found = await watchDeaths({ watched: [lab, tables], where, signal, suspicious: isSuspicious }, action);
  const silence = isSuspicious(found) ? await lab.silence?.() : undefined;
  if (silence !== undefined) throw new ProcessDied(lab, silence, where, undefined);
  return found;
}

/** What comes of `action`, or the words in which it failed. Throws as `whileLabIsUp` does, but for what `action` throws. */
export const tryLibrary = <Found extends object>(
  around: Around,
  entry: CatalogueEntry,
  phase: string,
  action: () => Promise<Found>,
  isSuspicious: (found: Found) => boolean = () => false,
): Promise<Found | Failed> =>
  whileLabIsUp<Found | Failed>(
    around,
    entry,
    phase,
    () => action().catch((error: unknown) => ({ failed: wordForWord(messageOf(error)) })),
    (found) => isFailed(found) || isSuspicious(found),
  );

export const isFailed = (found: object): found is Failed => 'failed' in found && found.failed !== undefined;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
