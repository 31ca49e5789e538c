/**
 * Little's law: on average there are rate x time of them. It holds for any arrivals and any service times, in whatever
 * order they are served, as long as what comes in also goes out (J. D. C. Little, "A proof for the queuing formula
 * L = λW", Operations Research 9(3), 1961).
 */

/**
 * Connections in use on average.
 * @param ratePerS requests per second.
 * @param holdMs connection time per request, all its connections together.
 */
export const connectionsInUse = (ratePerS: number, holdMs: number): number => (ratePerS * holdMs) / 1_000;
