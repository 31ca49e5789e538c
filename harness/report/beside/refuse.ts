/** The refusal of two runs that have nothing to lay over each other. */
import { refused } from '../../errors.ts';
import type { Beside } from '../../results/beside.ts';

/** @throws DuetError (exit 2) for the same run twice, and for runs without a pattern or a stack in common. */
export function refuseUnlike({ here, there, gains }: Beside): void {
  const [one, other] = [here.run, there.run];
  if (one.id === other.id)
    throw refused(`both are run ${one.id}`, 'name another run; `ls out` has those that are kept');
  if (gains.length > 0) return;
  for (const what of ['patterns', 'stacks'] as const) {
    const [ours, theirs]: [readonly string[], readonly string[]] = [one[what], other[what]];
    if (!ours.some((name) => theirs.includes(name)))
      throw refused(
        `the runs have no ${what} in common: ${one.id} has ${ours.join(', ')}, ${other.id} has ${theirs.join(', ')}`,
        'compare the same patterns in the same stacks',
      );
  }
  throw refused(
    `the runs have no gain in common: ${one.id} and ${other.id} were interrupted before any`,
    '`duet compare --resume` goes on with an interrupted run',
  );
}
