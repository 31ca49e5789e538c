/** Closed loop: N clients, each sends its next request when the last is answered. Measures capacity. */
import type { Client, HttpRequest } from './client.ts';

export interface ClosedLoopResult {
  /** Answered with 200 within the time. */
  completed: number;
  /** Everything that was sent, also what was answered after the time: what the service's CPU was spent on. */
  sent: number;
  /** Answers other than 200, and requests without an answer. */
  failed: number;
  elapsedMs: number;
}

/** Runs for `durationMs`; requests under way at the end are waited for but not counted. */
export async function closedLoop(
  client: Client,
  requestOf: (n: number) => HttpRequest,
  { clients, durationMs }: { clients: number; durationMs: number },
): Promise<ClosedLoopResult> {
  let sent = 0;
  let completed = 0;
  let failed = 0;
  const started = performance.now();
  const deadline = started + durationMs;
  const one = async () => {
    while (performance.now() < deadline) {
      const status = await client.send(requestOf(sent++)).then(
        (answer) => answer.status,
        () => 0,
      );
      if (performance.now() > deadline) return;
      if (status === 200) completed++;
      else failed++;
    }
  };
  await Promise.all(Array.from({ length: clients }, one));
  return { completed, sent, failed, elapsedMs: durationMs };
}
