/** In which order faults are tried, and what the results of their tests say of them. Pure. */
import { type Fault, namePattern } from './fault.ts';
import type { Passed } from './passed.ts';

/** A file of tests with the faults that it holds. */
export interface Part {
  file: string;
  faults: Fault[];
  expectedMs: number;
}

/** For a file whose tests have not run yet. */
const USUAL_MS = 60_000;
/** The start of the test runner, and what a file does before its tests. */
const START_MS = 5_000;

/** By file; first what has not passed yet, then what passed the longest ago. */
export function inParts(faults: readonly Fault[], passed: ReadonlyMap<string, Passed>): Part[] {
  const since = ({ faults: some }: Part) => some.map(({ id }) => passed.get(id)?.date ?? '').sort()[0] ?? '';
  const parts = [...Map.groupBy(faults, ({ file }) => file)].map(([file, some]): Part => {
    const known = some.map(({ id }) => passed.get(id)?.seconds);
    const isKnown = known.every((seconds) => seconds !== undefined);
    const sumMs = known.reduce<number>((sum, seconds) => sum + (seconds ?? 0) * 1_000, START_MS);
    return { file, faults: some, expectedMs: isKnown ? sumMs : Math.max(sumMs, USUAL_MS) };
  });
  return parts.sort((a, b) => (since(a) < since(b) ? -1 : Number(since(a) > since(b))));
}

/** What vitest's JSON report says of a test. */
export interface TestResult {
  fullName: string;
  status: 'passed' | 'failed' | 'skipped' | 'pending' | 'todo' | 'disabled';
  duration?: number | null;
  failureMessages?: string[] | null;
}

type FaultOutcome = { state: 'passed'; ms: number } | { state: 'failed' | 'skipped'; reason: string };

/** One title may stand for several tests: all of them must pass. A test that is not there has failed. */
export function isPassed(fault: Fault, results: readonly TestResult[]): FaultOutcome {
  const pattern = new RegExp(namePattern(fault));
  const own = results.filter(({ fullName }) => pattern.test(fullName));
  const broken = own.find(({ status }) => status === 'failed');
  if (broken !== undefined) {
    const [message = 'no reason'] = broken.failureMessages ?? [];
    return { state: 'failed', reason: message.trim().split('\n', 1)[0] as string };
  }
  if (own.length === 0) return { state: 'failed', reason: `no test of that name ran in ${fault.file}` };
  const ran = own.filter(({ status }) => status === 'passed');
  if (ran.length < own.length) return { state: 'skipped', reason: `${own.length - ran.length} of ${own.length} tests` };
  return { state: 'passed', ms: ran.reduce((sum, { duration }) => sum + (duration ?? 0), 0) };
}
