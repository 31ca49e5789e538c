/** Why so many connections, and why none beyond them, with the figures of the search and the proof. */
import { counted, quantity } from '../../report/format.ts';
import type { TuneResults } from '../../results/tune.ts';
import { type Level, levelOf } from '../search/alike.ts';
import type { SearchResult } from '../search/next-setting.ts';

/** What was measured on the recommendation, on the next smaller setting and on the largest, and what was predicted. */
export function sizeReason({ connections, ending, why }: SearchResult, results: TuneResults): string {
  const levels = results.search.map(levelOf).toSorted((one, other) => one.connections - other.connections);
  const own = levels.find((level) => level.connections === connections);
  const fewer = levels.findLast((level) => level.connections < connections);
  const most = levels.at(-1);
  const { prediction } = results;
  const law =
    prediction === null
      ? ''
      : ` Little's law: ${prediction.in_use.toFixed(prediction.in_use < 1 ? 2 : 1)} are in use on average.`;
  if (own === undefined) return `Not measured: ${why}.${law}`;
  const beside =
    most === undefined || most === own
      ? `p95 is ${p95(own)}`
      : `p95 is ${p95(own)}, with ${most.connections} it is ${p95(most)}${byChance(results)}`;
  const below = fewer === undefined ? '' : `; with ${fewer.connections}, ${p95(fewer)}${unserved(fewer)}`;
  const doubt = ending === 'undecided' ? ` Take it as about right: ${why}.` : '';
  const claim = ending === 'ceiling' && results.budget === null ? MOST_TRIED : CLAIMS[ending];
  return `${claim}: ${beside}${below}.${law}${doubt}`;
}

const byChance = ({ standard }: TuneResults): string =>
  standard === null ? '' : ` (chance makes ${Math.round(100 * standard.noise)} %)`;

const CLAIMS: Record<SearchResult['ending'], string> = {
  smallest: 'The fewest that are as good as any',
  ceiling: 'All that PostgreSQL can give, and more might be better still',
  undecided: 'The fewest that seem as good as any',
  'nothing-served': 'No number of connections was enough',
};

const MOST_TRIED = 'The most that were tried, and more might be better still';

const p95 = ({ p95Ms }: Level): string => (Number.isFinite(p95Ms) ? quantity(p95Ms, 'ms') : 'not to be had');

const unserved = ({ unserved: count, sent }: Level): string =>
  count === 0 ? '' : ` and ${counted(count, 'request')} of ${sent} not served`;

/**
 * QueuePool opens a connection only when it is needed and keeps it, so a larger pool_size costs nothing until it is used;
 * overflow ones it closes as soon as they come back to a full queue, and the next burst opens them anew.
 */
export function overflowReason({ proofs, recommended }: TuneResults): string {
  const churn = proofs
    .filter(({ cell }) => cell.setting.overflow > 0)
    .map(({ rival, cell }) => ({ rival, opened: opened(cell.windows) }))
    .toSorted((one, other) => other.opened - one.opened)[0];
  const why =
    'Connections of pool_size open only when needed and stay; those of max_overflow are closed when they come back to a full pool and opened anew in the next burst';
  if (churn === undefined || churn.opened === 0 || recommended === null) return `${why}.`;
  return `${why}: beside this pool, which opened ${opened(recommended.windows)}, ${churn.rival} opened ${counted(churn.opened, 'connection')} under the same requests.`;
}

const opened = (windows: TuneResults['proofs'][number]['cell']['windows']): number =>
  windows.reduce((sum, { connections_opened }) => sum + (connections_opened ?? 0), 0);
