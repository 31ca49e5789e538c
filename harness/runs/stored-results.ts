/** The results of a run as its folder has them, whichever way it ended. */
import { existsSync } from 'node:fs';
import type { Ending, ResumableKind, Stored } from './kind.ts';

/**
 * Where a run was killed, its samples say what it found.
 * @throws DuetError (exit 2) where there is neither, or where they do not fit their format.
 */
export function storedResults<Summary extends Ending, Measured extends Stored>(
  kind: ResumableKind<never, Summary, Measured>,
  dir: string,
  file: string,
): Summary {
  if (existsSync(file)) return kind.readResults(file);
  const measured = kind.readMeasured(dir);
  const { header, samples, curveSamples = [] } = measured;
  const last = curveSamples.at(-1) ?? samples.at(-1);
  return kind.summarize(measured, {
    finished_at: last?.at ?? header.started_at,
    status: 'partial',
    status_reason: 'The run did not come to its end',
  });
}
