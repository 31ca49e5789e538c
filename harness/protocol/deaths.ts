/** Telling the death of a process from the harm it did: broken connections, refused requests, half an answer. */
import { explainLostDatabase } from '../database-errors.ts';
import { DuetError, EXIT, type Where } from '../errors.ts';
import { Silent } from '../lab/own-process.ts';

/** Whatever knows how one of its processes died: a service, the lab. */
export interface WatchedProcess {
  death(): string | undefined;
}

/** A broken connection may be noticed this much earlier than the end of the process that broke it. */
const NOTICE_MS = 500;

export interface Watch<T> {
  /** Causes before their consequences: a service may fall because the lab did. */
  watched: WatchedProcess[];
  where: Where;
  signal: AbortSignal;
  /** Whether the outcome of the step may come from a death. */
  suspicious?: (outcome: T) => boolean;
}

/** A watched process has ended: what was being measured is worth nothing, and every other error a consequence. */
export class ProcessDied extends DuetError {
  override name = 'ProcessDied';
  readonly process: WatchedProcess;
  /** How it died, in one line, without the end of its log. */
  readonly summary: string;

  constructor(process: WatchedProcess, death: string, where: Where, cause: unknown) {
    const hint = 'finished samples are kept; see the log of the process in the run folder';
    super(death, { exitCode: EXIT.environment, where, hint, cause });
    this.process = process;
    this.summary = death.split(/[;\n]/, 1)[0] as string;
  }
}

/**
 * Carries out a step of the measuring.
 * @throws ProcessDied (exit 4) when a watched process has; a DuetError of the step's own, or one (exit 4) where a session has
 * lost PostgreSQL, or a process of the lab does not answer; the signal's reason when it is aborted; else what the step throws.
 */
export async function watchDeaths<T>(
  { watched, where, signal, suspicious = () => false }: Watch<T>,
  step: () => Promise<T>,
): Promise<T> {
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
  for (const one of watched) {
    const death = one.death();
    if (death !== undefined) throw new ProcessDied(one, death, where, 'error' in outcome ? outcome.error : undefined);
  }
  if ('error' in outcome) throw explainLostDatabase(outcome.error, where) ?? explainSilence(outcome.error, where);
  return outcome.value;
}

/** Says where a process of the lab stands still; any other error as it is. */
function explainSilence(error: unknown, where: Where): unknown {
  if (!(error instanceof Silent)) return error;
  const hint = 'finished samples are kept; something of the lab stands still: start again';
  return new DuetError(error.message, { exitCode: EXIT.environment, where, hint, cause: error });
}
