/**
 * oha as driver of closed loops. It draws a request at random each time, and says how long requests took in percentiles,
 * from which those of several trials cannot be put together: it has no histogram.
 */
import type { ClosedLoad, DrivenClosedLoop, Drivers } from '../load/driver.ts';
import type { Problem } from '../load/outcome.ts';
import { closedLoopResult, problemsOf } from './closed-result.ts';
import type { FoundDriver } from './find.ts';
import { type DriverPlace, type Ended, PATIENCE_MS, runProgram, unreadable } from './program.ts';
import { requestFiles } from './request-file.ts';

/** What it calls the requests that were under way at the end. */
const AT_THE_END = 'aborted due to deadline';

export function ohaDriver(driver: FoundDriver, place: DriverPlace): Pick<Drivers, 'closed'> {
  const urlsOf = requestFiles(place.workplace.dir, 'oha.txt', urlLines);
  return {
    closed(load) {
      const args = ohaArgs(urlsOf(load.requests, load.url), load);
      const mostMs = load.durationMs + PATIENCE_MS;
      return async () => readOha(driver, load, await runProgram(driver, args, { ...place, mostMs }));
    },
  };
}

/** @throws RangeError for what oha cannot be told: it sends one method and one body, to several addresses. */
export function urlLines({ count, of }: ClosedLoad['requests'], url: string): string {
  const lines = Array.from({ length: count }, (_, n) => {
    const { method, path: place, headers, body } = of(n);
    if (method !== 'GET' || headers !== undefined || body !== undefined) {
      throw new RangeError(`oha sends GET requests without headers and bodies here, not ${method} ${place}`);
    }
    return `${url}${place}\n`;
  });
  return lines.join('');
}

export const ohaArgs = (
  urls: string,
  { clients, durationMs }: Pick<ClosedLoad, 'clients' | 'durationMs'>,
): string[] => [
  ...['-z', `${durationMs}ms`, '-c', `${clients}`, '--redirect', '0'],
  ...['--no-tui', '--output-format', 'json', '--urls-from-file', urls],
];

/** What oha prints, so far as it is read. Times are in seconds, and null where nothing was answered. */
interface Printed {
  summary: { total: number; slowest: number | null };
  latencyPercentiles: { p50: number | null; p99: number | null };
  statusCodeDistribution: Record<string, number>;
  errorDistribution: Record<string, number>;
}

/** @throws DriverFailed when the output is not the JSON of oha. */
export function readOha(
  driver: FoundDriver,
  { clients }: Pick<ClosedLoad, 'clients'>,
  { stdout, cpu }: Ended,
): DrivenClosedLoop {
  const { summary, latencyPercentiles, statusCodeDistribution, errorDistribution } = printedBy(driver, stdout);
  const { 200: completed = 0, ...others } = statusCodeDistribution;
  const problems: Partial<Record<Problem, number>> = {
    'wrong-status': Object.values(others).reduce((sum, count) => sum + count, 0),
  };
  for (const [text, count] of Object.entries(errorDistribution)) {
    if (text === AT_THE_END) continue;
    const kind = failureOf(text);
    problems[kind] = (problems[kind] ?? 0) + count;
  }
  const ms = (seconds: number | null) => (seconds === null ? Number.NaN : seconds * 1_000);
  return {
    ...closedLoopResult({
      ...{ completed, problems: problemsOf(problems), clients, cpu },
      ...{ elapsedMs: summary.total * 1_000, abandonedMs: (summary.slowest ?? 0) * 1_000 },
    }),
    percentiles: { p50_ms: ms(latencyPercentiles.p50), p99_ms: ms(latencyPercentiles.p99) },
  };
}

/** What each kind of failure is called by oha, and hyper in it; the first that fits counts. */
const FAILURES: readonly (readonly [RegExp, Problem])[] = [
  [/refused/i, 'refused'],
  // Hyper does not say of which kind the error of a connection is that ends without an answer; that of a closed one it does.
  [/reset|broken pipe|^connection error/i, 'reset'],
  [/timeout|timed out/i, 'timeout'],
  [/closed|incomplete|eof|reading a body/i, 'cut-off'],
];

const failureOf = (text: string): Problem => FAILURES.find(([words]) => words.test(text))?.[1] ?? 'not-http';

function printedBy(driver: FoundDriver, stdout: string): Printed {
  try {
    const printed = JSON.parse(stdout) as Printed;
    if (Number.isFinite(printed.summary.total) && printed.statusCodeDistribution !== undefined) return printed;
  } catch (error) {
    throw unreadable(driver, stdout, error);
  }
  throw unreadable(driver, stdout);
}
