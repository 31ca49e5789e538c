/**
 * How many wait for a connection when requests come at random: the queue M/M/c, with Poisson arrivals, exponential hold
 * times, c connections and room for all who wait.
 *
 * A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
 * exchanges", 1917; here after L. Kleinrock, "Queueing Systems", vol. 1, 1975, section 3.5. `load` is what Little's law
 * says: connections in use on average ("erlangs").
 */

/**
 * The probability that a request finds all connections in use and waits. 1 where the load is more than they can bear.
 *
 * Powers and factorials would overflow from 170 connections on. Erlang's loss formula B has a recurrence that only adds
 * and multiplies positive numbers, 1/B(c) = 1 + c / load x 1/B(c - 1), and C follows from B.
 *
 * Throws RangeError for connections that are not a positive integer and for a load that is not >= 0.
 */
export function erlangC(connections: number, load: number): number {
  if (!(Number.isInteger(connections) && connections >= 1)) throw new RangeError(`${connections} connections`);
  if (!(load >= 0)) throw new RangeError(`load ${load} is not >= 0`);
  if (load >= connections) return 1;
  if (load === 0) return 0;
  let inverseLoss = 1;
  for (let c = 1; c <= connections; c++) inverseLoss = 1 + (c / load) * inverseLoss;
  const loss = 1 / inverseLoss;
  return loss / (1 - (load / connections) * (1 - loss));
}

/**
 * The share of requests that wait longer than `waitMs`: those who wait at all wait for an exponential time with mean
 * hold / (connections - load). Throws as `erlangC` does.
 * @param holdMs how long a connection is held on average.
 */
export function waitsLonger(connections: number, load: number, holdMs: number, waitMs: number): number {
  const waits = erlangC(connections, load);
  if (load >= connections) return 1;
  return waits * Math.exp((-(connections - load) * waitMs) / holdMs);
}
