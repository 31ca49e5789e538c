/** Precedence of the driver over whatever else wants its core, for as long as it keeps a schedule. */
import { schedule, setPolicy } from './scheduling.ts';

/**
 * Gives all threads of this process real-time priority until it is disposed of. On two cores the service's busy
 * thread shares the driver's core, and the kernel lets it finish its time slice first: requests left 3 to 5 ms late,
 * which reads as latency of the service. Threads started meanwhile inherit it, as they should; so would processes.
 *
 * V8's own threads come before the event loop, and take turns: at one priority, first in, first out, the loop kept
 * the garbage collecting threads off the core, went on asking whether they had finished, and the run stood still.
 *
 * It needs root or CAP_SYS_NICE, and `chrt`. Where that is missing nothing changes; the driver's lag is in its
 * account either way.
 */
export function raisePriority(): Disposable & { raised: boolean } {
  const raised = schedule(process.pid, '--rr', '--all-tasks', '--pid', '2');
  if (raised) schedule(process.pid, '--rr', '--pid', '1');
  return {
    raised,
    [Symbol.dispose]: () => {
      if (raised) setPolicy(process.pid, 'SCHED_OTHER');
    },
  };
}

/** Whether the driver may take precedence on this machine. */
export function canRaisePriority(): boolean {
  using priority = raisePriority();
  return priority.raised;
}
