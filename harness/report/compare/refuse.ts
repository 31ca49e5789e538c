/** The refusal of a run whose numbers nobody should keep: later runs would be held to them. */
import { DuetError, EXIT } from '../../errors.ts';
import type { Summary } from '../../results/schema.ts';
import { distrustText } from '../kit/validity.ts';
import { endText } from './run-course.ts';

/** @throws DuetError (exit 5) for a run that is not complete or that nobody should trust. */
export function refuseUntrustworthy(results: Summary): void {
  const { run, status, validity } = results;
  if (status !== 'complete') {
    throw refused(`run ${run.id} is not complete: ${endText(results)}`, `duet compare --resume ${run.id} continues it`);
  }
  if (validity?.trustworthy === false) {
    throw refused(`run ${run.id} is invalid: ${distrustText(validity)}`, 'run it again on an idle machine');
  }
}

const refused = (message: string, hint: string) => new DuetError(message, { exitCode: EXIT.invalid, hint });
