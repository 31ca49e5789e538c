/** What programs that drive closed loops have in common: how a rate and the sent requests follow from what they print. */
import type { DrivenClosedLoop } from '../load/driver.ts';
import type { Problem, ProblemCounts } from '../load/outcome.ts';
import type { Ended } from './program.ts';

export interface Counted extends Pick<Ended, 'cpu'> {
  /** Answered as expected, to the end. */
  completed: number;
  problems: ProblemCounts;
  clients: number;
  elapsedMs: number;
  /** The slowest answer: so long the service may go on with what was under way at the end. */
  abandonedMs: number;
}

/**
 * Duet's own driver counts of what is under way at the end the part that lies within the time. These programs break it off,
 * a request of each client, and say nothing of it: on average half of such a request lies within.
 */
export function closedLoopResult({
  completed,
  problems,
  clients,
  cpu,
  elapsedMs,
  abandonedMs,
}: Counted): DrivenClosedLoop {
  const failed = Object.values(problems).reduce((sum, count) => sum + count, 0);
  const silent = completed + failed === 0;
  return {
    kind: 'service-time',
    completed,
    perSecond: silent ? 0 : ((completed + clients / 2) / elapsedMs) * 1_000,
    elapsedMs,
    sent: completed + failed + clients,
    failed: silent ? clients : failed,
    problems: silent ? { timeout: clients } : problems,
    driver: { ...cpu, share: (cpu.userMs + cpu.systemMs) / elapsedMs },
    abandonedMs,
  };
}

/** Kinds that did not occur are absent. */
export const problemsOf = (counts: Partial<Record<Problem, number>>): ProblemCounts =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
