/** Why the answer is not the one that the search came to first. */
import type { Revision } from '../../../results/schema.ts';
import { percentChange, percentInterval, wholeShare } from '../../kit/percent.ts';
import { alternativeText } from './alternative.ts';

/** One sentence. */
export function revisionText({ code, searched, alternative, connections, p95_ratio, noise, tried }: Revision): string {
  const higher = wholeShare(p95_ratio.value - 1);
  const interval = percentInterval(p95_ratio);
  const shown = interval === null ? higher : `${higher}, ${interval}`;
  const why = `The search had found ${searched}, but beside ${alternativeText(alternative)} their p95 was higher (${shown}) by more than the noise (${wholeShare(noise)})`;
  const between = (tried ?? []).map((one) => `${one.connections}: ${percentChange(one.p95_ratio)}`).join(', ');
  if (code === 'winner-taken') {
    const none = between === '' ? '' : `, and so was that of what was measured between them (${between})`;
    return `${why}${none}: so ${connections} are recommended.`;
  }
  if (between === '') return `${why}: so the search was repeated between them.`;
  return `${why}: so the smallest number between them whose p95 is not, under the same arrivals, is recommended (${between}).`;
}
