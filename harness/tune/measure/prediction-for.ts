/** Where the search begins, from what one request at a time showed, and from what it needs at least. */
import type { TunePrediction, TuneProbe, TuneTarget } from '../../results/tune.ts';
import { predict } from '../search/prediction.ts';
import type { Bench } from './bench.ts';

/**
 * For the pool of one process, which gets its share of the rate. PostgreSQL shows only the busy ones of the connections that a request holds: it is taken to hold all of them for as
 * long as it lasts. Connections that are held from the start come on top.
 */
export function predictionFor(
  { hold_ms, service_ms, checkouts_per_request }: TuneProbe,
  { rate_per_s, processes, arrivals }: Pick<TuneTarget, 'rate_per_s' | 'processes' | 'arrivals'>,
  { least }: Pick<Bench, 'least'>,
): TunePrediction {
  const demand = { ratePerS: rate_per_s / processes, arrivals, serviceMs: service_ms };
  const seen = predict({ ...demand, holdMs: hold_ms, checkoutsPerRequest: checkouts_per_request });
  if (least === undefined || least.code === 'does-not-start') return seen;
  const { connections } =
    least.code === 'held'
      ? seen
      : predict({ ...demand, holdMs: least.at_once * service_ms, checkoutsPerRequest: least.at_once });
  return { in_use: seen.in_use, connections: connections + least.held };
}
