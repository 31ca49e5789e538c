/** Doing to each library what its field may meet, and writing down what came of it. */
import { DuetError } from '../../errors.ts';
import { BREAKS } from '../../results/library-names.ts';
import type { LibrarySample } from '../../results/library-samples.ts';
import { wordForWord } from '../ask.ts';
import { aboutNow, type CatalogueEntry, idOf, isSame } from '../catalogue.ts';
import type { MeasureBreaks, Measuring } from '../measuring.ts';
import { whileLabIsUp } from '../try-library.ts';
import type { BreakTrial, Found, Surroundings } from './break-trial.ts';
import { disconnect } from './disconnect.ts';
import { largeBody } from './large-body.ts';
import { patience } from './patience.ts';
import { pooler } from './pooler.ts';
import { restart } from './restart.ts';
import { openSurroundings } from './surroundings.ts';
import { workerDies } from './worker-dies.ts';

export const BREAK_TRIALS: readonly BreakTrial[] = [pooler, restart, disconnect, patience, workerDies, largeBody];

export const measureBreaks: MeasureBreaks = async function* (measuring) {
  const todo = BREAK_TRIALS.map((trial) => ({ trial, entries: pendingOf(trial, measuring) }));
  if (todo.every(({ entries }) => entries.length === 0)) return;
  await using surroundings = openSurroundings(measuring);
  for (const { trial, entries } of todo) {
    const { name, atOnce, expectedMs } = trial;
    for (let start = 0; start < entries.length; start += atOnce) {
      const chosen = entries.slice(start, start + atOnce);
      measuring.signal.throwIfAborted();
      if (!measuring.hasTime(expectedMs)) return;
      measuring.progress.step(`${name}: ${chosen.map(idOf).join(', ')}`);
      const found = await Promise.all(chosen.map((entry) => attempt(trial, entry, surroundings)));
      for (const [index, one] of found.entries()) {
        yield { kind: 'break', ...aboutNow(chosen[index] as CatalogueEntry), found: { break: name, ...one } };
      }
    }
  }
};

/** Those whose field meets the fault, and of which nothing is known yet. */
function pendingOf({ name }: BreakTrial, { libraries, samples }: Measuring): CatalogueEntry[] {
  const isKnown = (entry: CatalogueEntry) => (sample: LibrarySample) =>
    sample.kind === 'break' && sample.found.break === name && isSame(sample, entry);
  return libraries.filter((entry) => {
    const faults: readonly string[] = BREAKS[entry.field];
    return faults.includes(name) && !samples.some(isKnown(entry));
  });
}

/** A library whose process does not start is no reason to end the run; that PostgreSQL has gone is one. */
function attempt(trial: BreakTrial, entry: CatalogueEntry, surroundings: Surroundings): Promise<Found> {
  const { measuring } = surroundings;
  const run = async (): Promise<Found> => {
    try {
      return await trial.run(entry, surroundings);
    } catch (error) {
      if (measuring.signal.aborted || !(error instanceof DuetError)) throw error;
      return { outcome: 'not-run', figures: {}, reason: 'no-start', said: wordForWord(error.message) };
    }
  };
  return whileLabIsUp(measuring, entry, trial.name, run, ({ outcome, reason }) =>
    MAY_BE_HARM.includes(reason ?? outcome),
  );
}

/** What also comes of a PostgreSQL that has gone. */
const MAY_BE_HARM: readonly string[] = ['failed', 'wrong', 'no-answer', 'no-start'];
