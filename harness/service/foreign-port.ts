/** Which port a server that could not listen had wanted, by what its log says. Pure. */

/** Node, Python, Go and gunicorn. */
const TAKEN = /EADDRINUSE|address already in use|connection in use/i;
/** `:::3000`, `('0.0.0.0', 8000)`, `port 8080`, `port: 3000`. */
const PORT = /(?::|, |port[:= ] ?)(\d{2,5})\b/gi;

const NODE_MEMBER = /^\s*port: \d+,?$/;

/**
 * @param log what a service said before it ended. @param given the port that it was to listen on.
 * @returns the port that was taken, as far as can be told the given one; undefined where nothing says that one was.
 */
export function foreignPort(log: string, given: number): number | undefined {
  const all = log.split('\n');
  // Node shows an error's members on lines of their own, of which the message may be beyond the end that is kept.
  const lines = all.filter((line) => TAKEN.test(line) || NODE_MEMBER.test(line));
  if (!lines.some((line) => TAKEN.test(line))) return undefined;
  const named = lines.flatMap((line) => [...line.matchAll(PORT)].map(([, port]) => Number(port)));
  const ports = named.filter((port) => port > 0 && port <= 65_535);
  return ports.includes(given) ? given : (ports.at(-1) ?? given);
}
