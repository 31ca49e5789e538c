/** Telling the death of a process from the harm it did: broken connections, refused requests, half an answer. */
import { DuetError, EXIT, type Where } from '../errors.ts';

/** Whatever knows how one of its processes died: a service, the lab. */
export interface Mortal {
  death(): string | undefined;
}

/** A broken connection may be noticed this much earlier than the end of the process that broke it. */
const NOTICE_MS = 500;

export interface Watch<T> {
  /** Causes before their consequences: a service may fall because the lab did. */
  watched: Mortal[];
  where: Where;
  signal: AbortSignal;
  /** Whether the outcome of the step may come from a death. */
  suspicious?: (outcome: T) => boolean;
}

/**
 * Carries out a step of the measuring. When a watched process has died, that is what the run ends with:
 * every number after it would be meaningless, and every other error a consequence.
 * @throws DuetError (exit 4) on a death, or the step's own; the signal's reason when it is aborted; else what the
 * step throws.
 */
export async function watchDeaths<T>(
  { watched, where, signal, suspicious = () => false }: Watch<T>,
  step: () => Promise<T>,
): Promise<T> {
  const findDeath = () => watched.map((one) => one.death()).find((death) => death !== undefined);
  const outcome = await step().then(
    (value) => ({ value, suspect: suspicious(value) }),
    (error: unknown) => {
      // It knows its cause, and its place better than we do.
      if (error instanceof DuetError) throw error;
      return { error, suspect: true };
    },
  );
  const deadline = performance.now() + NOTICE_MS;
  while (outcome.suspect && watched[0]?.death() === undefined && performance.now() < deadline) {
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  signal.throwIfAborted();
  const death = findDeath();
  if (death !== undefined) {
    throw new DuetError(death, {
      exitCode: EXIT.environment,
      where,
      hint: 'finished samples are kept; see the log of the process in the run folder',
      cause: 'error' in outcome ? outcome.error : undefined,
    });
  }
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}
