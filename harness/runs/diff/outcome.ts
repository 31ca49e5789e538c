/** What a diff ends with, once its reports are written. */
import { DuetError, EXIT } from '../../errors.ts';
import { whyText } from '../../report/diff/sentences.ts';
import { nounOf } from '../../report/diff/side-names.ts';
import type { DiffResults } from '../../results/schema.ts';

/**
 * The failure, if any, but where a regression is certain: that is what the gate is for and what the reports say, whatever
 * the diff died of afterwards. Somebody who interrupts it wants no verdict, and is told how to go on.
 * @param file the results, as somebody would open them.
 * @returns exit 1 where the gate failed, 5 where nothing can be said; undefined for a green diff.
 */
export function outcomeOf(results: DiffResults, failure: unknown, file: string): unknown {
  const interrupted = failure instanceof DuetError && failure.exitCode === EXIT.interrupted;
  const isCertain = results.exit_code === EXIT.regression && !interrupted;
  if (failure !== undefined && !isCertain) return failure;
  return results.exit_code === EXIT.fine ? undefined : gateFailed(results, file);
}

function gateFailed(results: DiffResults, file: string): DuetError {
  const { verdict, exit_code, status_reason, run } = results;
  const again = run.same_services
    ? 'use --even-if-equal to measure the services anyway'
    : run.plan.fixed === undefined
      ? 'run it again on an idle machine, or with a longer --time-budget; where requests failed, its logs say why'
      : 'measure what is invalid again on an idle machine; where requests failed, the logs of its share say why';
  const hint =
    exit_code === EXIT.invalid
      ? again
      : `see ${file}${status_reason === null ? '' : `; the ${nounOf(run)} did not finish: ${status_reason}`}`;
  return new DuetError(`${verdict}: ${whyText(results)}`, { exitCode: exit_code, hint });
}
