/** What may be kept: later runs are held to it. */
import { DuetError, EXIT } from '../../errors.ts';
import type { Results } from '../../results/schema.ts';

/** @throws DuetError (exit 5) for a run that is not complete or that nobody should trust. */
export function refuseUntrustworthy({ run, status, status_reason, validity }: Results): void {
  if (status !== 'complete') {
    throw refused(`run ${run.id} is not complete: ${status_reason}`, `duet compare --resume ${run.id} goes on with it`);
  }
  if (validity?.trustworthy === false) {
    throw refused(`run ${run.id} is invalid: ${validity.distrust}`, 'run it again on an idle machine');
  }
}

const refused = (message: string, hint: string) => new DuetError(message, { exitCode: EXIT.invalid, hint });
