/** Why the answer is not the one that the search came to first. */
import type { Revision } from '../../../results/schema.ts';
import { percentInterval, wholeShare } from '../../kit/percent.ts';
import { alternativeText } from './alternative.ts';

/** One sentence. */
export function revisionText({ code, searched, alternative, connections, p95_ratio, noise }: Revision): string {
  const higher = wholeShare(p95_ratio.value - 1);
  const interval = percentInterval(p95_ratio);
  const shown = interval === null ? higher : `${higher}, ${interval}`;
  const why = `The search had found ${searched}, but beside ${alternativeText(alternative)} their p95 was higher (${shown}) by more than the noise (${wholeShare(noise)})`;
  return code === 'searched-again'
    ? `${why}: so the search was repeated between them.`
    : `${why}: so ${connections} are recommended.`;
}
