/**
 * wrk as driver of closed loops, on one thread. A script sends the requests in turn and prints the results: every latency in
 * microseconds, as wrk has them, less what wrk has added to them (see wrk-latencies.ts).
 */
import type { ClosedLoad, DrivenClosedLoop, Drivers } from '../load/driver.ts';
import { Histogram } from '../load/histogram.ts';
import type { ProblemCounts } from '../load/outcome.ts';
import { closedLoopResult, problemsOf } from './closed-result.ts';
import type { FoundDriver } from './find.ts';
import { type DriverPlace, driverFailed, type Ended, PATIENCE_MS, runProgram, unreadable } from './program.ts';
import { requestFiles } from './request-file.ts';
import { type CountedLatency, uncorrected } from './wrk-latencies.ts';
import { wrkScript } from './wrk-script.ts';

export function wrkDriver(driver: FoundDriver, place: DriverPlace): Pick<Drivers, 'closed'> {
  const scriptOf = requestFiles(place.workplace.dir, 'wrk.lua', wrkScript);
  return {
    closed(load) {
      const args = wrkArgs(scriptOf(load.requests), load);
      const mostMs = load.durationMs + PATIENCE_MS;
      return async () => readWrk(driver, load, await runProgram(driver, args, { ...place, mostMs }));
    },
  };
}

/** @throws RangeError for a time that wrk cannot be told. */
export function wrkArgs(
  script: string,
  { url, clients, durationMs }: Pick<ClosedLoad, 'url' | 'clients' | 'durationMs'>,
) {
  const seconds = durationMs / 1_000;
  if (!Number.isInteger(seconds)) throw new RangeError(`wrk runs for whole seconds, not for ${durationMs} ms`);
  // No answer of the window can take longer than that; what does, wrk does not keep.
  const timeout = `${seconds + 1}s`;
  return ['-t1', `-c${clients}`, `-d${seconds}s`, '--latency', '--timeout', timeout, '-s', script, `${url}/`];
}

/** What the script prints. */
interface Printed {
  duration_us: number;
  requests: number;
  errors: Record<'connect' | 'read' | 'write' | 'status' | 'timeout', number>;
  latency_us: CountedLatency[];
}

/** @throws DriverFailed when the output is not that of the script. */
export function readWrk(
  driver: FoundDriver,
  { clients }: Pick<ClosedLoad, 'clients'>,
  { stdout, cpu }: Ended,
): DrivenClosedLoop {
  const { duration_us, requests, errors, latency_us } = printedBy(driver, stdout);
  const latencies = uncorrected(latency_us, { durationUs: duration_us, requests, connections: clients });
  const counted = latencies.reduce((sum, [, count]) => sum + count, 0);
  if (counted !== requests - errors.timeout) {
    throw driverFailed(driver, `printed ${counted} latencies for ${requests - errors.timeout} requests`);
  }
  const serviceTime = new Histogram();
  for (const [us, count] of latencies) serviceTime.recordMany(us / 1_000, count);
  const problems: ProblemCounts = problemsOf({
    refused: errors.connect,
    reset: errors.read + errors.write,
    'wrong-status': errors.status,
    timeout: errors.timeout,
  });
  return {
    ...closedLoopResult({
      ...{ problems, clients, cpu, elapsedMs: duration_us / 1_000 },
      ...{ completed: requests - errors.status - errors.timeout, abandonedMs: counted === 0 ? 0 : serviceTime.maxMs },
    }),
    serviceTime,
  };
}

function printedBy(driver: FoundDriver, stdout: string): Printed {
  const line = stdout.split('\n').find((one) => one.startsWith('{"duration_us"'));
  try {
    return JSON.parse(line ?? '') as Printed;
  } catch (error) {
    throw unreadable(driver, stdout, error);
  }
}
