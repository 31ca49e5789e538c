/** Why so many connections, and why none beyond them, with the measurements of the search and the comparison. */
import type { LevelMetrics, OverflowReason, SizeClaim, SizeReason } from '../../../results/schema.ts';
import { counted, quantity } from '../../kit/format.ts';
import { wholeShare } from '../../kit/percent.ts';
import { alternativeText } from './alternative.ts';
import { revisionText } from './revision.ts';

const CLAIMS: Record<SizeClaim, string> = {
  smallest: 'The smallest number that is as good as any',
  'server-limit': 'All that PostgreSQL can give; more might be better',
  'most-tried': 'The largest number that was tried; more might be better',
  undecided: 'The smallest number that seems as good as any',
  'nothing-served': 'No number of connections was enough',
};

/** What was measured on the recommendation, on the next smaller setting and on the largest, and what was predicted. */
export function sizeReason(reason: SizeReason): string {
  const { claim, own, fewer, most, noise, in_use, revision } = reason;
  const law = in_use === null ? '' : ` Little's law: ${in_use.toFixed(in_use < 1 ? 2 : 1)} are in use on average.`;
  const revised = revision === undefined ? '' : ` ${revisionText(revision)}`;
  // The faster pool is the reason, and not how the search ended.
  if (revision?.code === 'winner-taken' || (revision !== undefined && own === null))
    return `${revised.trimStart()}${law}`;
  if (own === null) return `Not measured: ${endOfSearch(reason)}.${law}`;
  const byChance = noise === null ? '' : ` (differences up to ${wholeShare(noise)} are noise)`;
  const beside = most === null ? '' : `, with ${most.connections} it is ${p95(most)}${byChance}`;
  const below = fewer === null ? '' : `; with ${fewer.connections}, ${p95(fewer)}${unserved(fewer)}`;
  const caution = claim === 'undecided' ? ` Treat it as approximate: ${endOfSearch(reason)}.` : '';
  return `${CLAIMS[claim]}: p95 is ${p95(own)}${beside}${below}.${law}${caution}${revised}`;
}

/** Why the search ended. */
function endOfSearch({ claim, connections, windows }: SizeReason): string {
  switch (claim) {
    case 'smallest':
      return connections === 1
        ? 'one connection is as good as any number'
        : `${connections} are as good as any number, and fewer are worse`;
    case 'server-limit':
    case 'most-tried':
      return `all ${connections} connections that PostgreSQL can give are in use, and fewer are worse`;
    case 'undecided':
      return `after ${windows} windows the settings around ${connections} cannot be told apart yet`;
    case 'nothing-served':
      return 'no request was answered, whatever the number of connections';
  }
}

const p95 = ({ p95_ms }: LevelMetrics): string => (p95_ms === null ? 'unknown' : quantity(p95_ms, 'ms'));

const unserved = ({ unserved: count, sent }: LevelMetrics): string =>
  count === 0 ? '' : ` and ${counted(count, 'request')} of ${sent} not served`;

/**
 * QueuePool opens a connection only when it is needed and keeps it, so a larger pool_size costs nothing until it is used;
 * overflow ones it closes as soon as they come back to a full queue, and the next burst opens them anew.
 */
export function overflowReason({ churn }: OverflowReason): string {
  const why =
    'Connections within pool_size open only when needed and stay open; overflow connections are closed when they return to a full pool, and opened again in the next burst';
  if (churn === null) return `${why}.`;
  const { alternative, opened, recommended_opened } = churn;
  return `${why}: beside this pool, which opened ${recommended_opened}, ${alternativeText(alternative)} opened ${counted(opened, 'connection')} under the same requests.`;
}
