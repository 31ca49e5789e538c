/**
 * The raw results of a vegeta attack: a line of JSON for each request, as `vegeta encode --to json` writes them.
 *
 * Vegeta's own latency begins when a worker takes a request up, so that a vegeta that is late hides what it is late by. Here a
 * response time counts from when the request was due, as in every open loop. The schedule is that of vegeta's
 * `ConstantPacer` (lib/pacer.go of v12): request n is due n + 1 intervals after the attack began, an interval is the
 * period of the rate divided by its requests, in whole nanoseconds, and what is behind is sent at once. The beginning of
 * the attack is not among the results. No request leaves before it is due, so the latest beginning at which none would
 * have left too early is taken: it is wrong by the smallest delay of the attack, which the response times then lack.
 */
import type { Arrival } from './open-loop.ts';
import type { Problem } from './outcome.ts';

/** One request of an attack. */
export interface VegetaResult {
  /** The name that the attack was given. */
  attack: string;
  /** Its number within the attack, from 0, in the order of sending. */
  seq: number;
  /** The status of the answer; 0 where none came. */
  code: number;
  /** When a worker took it up, in ms since 1970; fractions are kept, to a quarter of a microsecond. */
  sentMs: number;
  /** From then to the last byte of the answer, in ms. */
  latencyMs: number;
  /** Why there was no answer, or the status line of one outside 200 to 399; else empty. */
  error: string;
  method: string;
  url: string;
}

/** A rate as vegeta takes it: `-rate=500/1s` is 500 requests in 1,000 ms. Both are whole numbers. */
export interface VegetaRate {
  requests: number;
  perMs: number;
}

/** One line of `vegeta encode --to json`. @throws SyntaxError when it is none. */
export function readVegetaLine(line: string): VegetaResult {
  const { attack, seq, code, timestamp, latency, error, method, url } = membersOf(line);
  const sentMs = typeof timestamp === 'string' ? instantMs(timestamp) : Number.NaN;
  const numbers = { seq: seq as number, code: code as number, sentMs, latencyMs: (latency as number) / 1e6 };
  if (!arePossible(numbers)) throw notAResult(line);
  return { ...numbers, attack: text(attack), error: text(error), method: text(method), url: text(url) };
}

/** The last moment that a Date can hold, in ms since 1970. */
const LATEST_MS = 8.64e15;

/** Whether the numbers of a line can be those of a request, whatever wrote it. */
export function arePossible({
  seq,
  code,
  sentMs,
  latencyMs,
}: Pick<VegetaResult, 'seq' | 'code' | 'sentMs' | 'latencyMs'>) {
  const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
  const isTime = (ms: number) => ms >= 0 && ms <= LATEST_MS;
  return isCount(seq) && isCount(code) && isTime(sentMs) && isTime(latencyMs);
}

/** Every line, empty ones left out. @throws SyntaxError for the first that is no result. */
export async function readVegetaLines(lines: AsyncIterable<string> | Iterable<string>): Promise<VegetaResult[]> {
  const results: VegetaResult[] = [];
  for await (const line of lines) {
    if (line !== '') results.push(readVegetaLine(line));
  }
  return results;
}

/** The time between two requests, in ms. */
export const vegetaIntervalMs = ({ requests, perMs }: VegetaRate): number => Math.floor((perMs * 1e6) / requests) / 1e6;

/**
 * The requests of one attack in the order in which they were due, with the time at which each was due, in ms since 1970.
 * @throws RangeError when they are not those of one whole attack: a number is missing, or there twice.
 */
export function vegetaDue(
  results: readonly VegetaResult[],
  rate: VegetaRate,
): { result: VegetaResult; dueMs: number }[] {
  const inOrder = results.toSorted((one, other) => one.seq - other.seq);
  const gap = inOrder.findIndex(({ seq }, n) => seq !== n);
  if (gap !== -1) throw new RangeError(`request ${gap} of the attack is missing, or another is there twice`);
  const intervalMs = vegetaIntervalMs(rate);
  const startMs = inOrder.reduce((least, { sentMs, seq }) => Math.min(least, sentMs - seq * intervalMs), Infinity);
  return inOrder.map((result) => ({ result, dueMs: startMs + result.seq * intervalMs }));
}

/**
 * The same requests as arrivals of an open loop.
 * @param clockMs what is added to a time since 1970, to give one on the clock of performance.now().
 */
export function vegetaArrivals(results: readonly VegetaResult[], rate: VegetaRate, clockMs: number): Arrival[] {
  return vegetaDue(results, rate).map(({ result, dueMs }) => {
    const sentMs = result.sentMs + clockMs;
    const settledMs = sentMs + result.latencyMs;
    const problem = vegetaProblem(result);
    return {
      ...{ intendedMs: dueMs + clockMs, sentMs, settledMs },
      ...{ answeredMs: problem === undefined ? settledMs : undefined, problem },
    };
  });
}

/** What each kind of failure is called by Go's HTTP client; the first that fits counts. */
const FAILURES: readonly (readonly [RegExp, Problem])[] = [
  [/connection refused|^dial |: dial /, 'refused'],
  [/connection reset|broken pipe/, 'reset'],
  [/timeout|deadline exceeded/i, 'timeout'],
  [/malformed/, 'not-http'],
];

/** What went wrong with a request; undefined when it was answered with 200. */
export function vegetaProblem({ code, error }: VegetaResult): Problem | undefined {
  if (code === 200) return undefined;
  if (code !== 0) return 'wrong-status';
  // What is left says that the connection ended: "EOF", "server closed idle connection".
  return FAILURES.find(([words]) => words.test(error))?.[1] ?? 'cut-off';
}

function membersOf(line: string): Record<string, unknown> {
  const value: unknown = JSON.parse(line);
  if (value === null || typeof value !== 'object') throw notAResult(line);
  return value as Record<string, unknown>;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const notAResult = (line: string) => new SyntaxError(`not a result of vegeta: ${line.slice(0, 100)}`);

/** RFC 3339 with up to nine digits of a second, of which Date.parse reads three. NaN for anything else. */
function instantMs(timestamp: string): number {
  const [, seconds, fraction = '0', zone] = timestamp.match(/^([^.]+?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/) ?? [];
  return Date.parse(`${seconds}${zone}`) + Number(`0.${fraction}`) * 1_000;
}
