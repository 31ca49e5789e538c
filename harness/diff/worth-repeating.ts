/** Which invalid trials of a diff are worth a second attempt. Pure. */
import type { DiffHeader, Sample } from '../results/schema.ts';
import { isFault, tallyTrials, tooManyInvalid } from '../stats/invalid-trials.ts';

/**
 * What disturbs times says nothing of memory. Where so many trials of a diff are invalid that none of its times would be judged,
 * the blocks are measured for memory growth, and a trial that was merely disturbed has told that: its repetition would take the
 * time of another one, of which growth has more. Once fewer are invalid, they are repeated again.
 * @param before the samples of the blocks before.
 * @returns what to ask of a trial, or of those that take turns.
 */
export function worthRepeating(
  { service }: Pick<DiffHeader, 'service'>,
  before: readonly Sample[],
): (trials: readonly Sample[]) => boolean {
  const isForGrowth = service?.growth !== undefined && tooManyInvalid(tallyTrials(before)) !== undefined;
  return (trials) => !isForGrowth || trials.some(({ invalid = [] }) => invalid.some(isFault));
}
