/**
 * The shape of a request of a reader's service, as the proxy in front of its PostgreSQL sees it. Every round trip takes some
 * milliseconds more than it would, so that what a request waits for one after the other is told from what it waits for at once.
 */
import type { Lab } from '../lab/lab.ts';
import { type Problem, sendJudged } from '../load/outcome.ts';
import { failedRequests } from '../patterns/checked-request.ts';
import type { Testbed, TrialContext } from '../patterns/pattern.ts';
import { REQUESTS_TOGETHER } from '../patterns/shape/facts.ts';
import { longestRow, spansOf } from '../patterns/shape/overlap.ts';
import type { Shape } from '../patterns/shape/shape.ts';
import type { SideName } from '../results/schema.ts';
import type { Asking, ProcessRequests } from './asking.ts';

/** Long beside what starting the next query takes, also on a busy machine. */
const RTT_MS = 20;
/** What is answered without the proxy, by a pool that waits, is shorter. */
const LEAST_WAIT_MS = RTT_MS / 2;

/** @param proxyOf that in front of the database of a side. */
export function requestShape(proxyOf: (side: SideName) => Lab['proxy'], asking: Asking): Shape<Testbed> {
  return {
    agreeing: 2,
    expectedMs: 800,
    async warmUp(context) {
      const asked = await asking.of(context.service, context.variant, context.signal);
      await send(context, asked, REQUESTS_TOGETHER);
    },
    async read(context) {
      const asked = await asking.of(context.service, context.variant, context.signal);
      const proxy = proxyOf(context.service.side ?? 'head');
      await proxy.setRtt(RTT_MS);
      try {
        await proxy.record();
        const [problem] = await send(context, asked, 1);
        const alone = spansOf(await proxy.exchanges());
        if (problem !== undefined) return { failure: failedRequests(`a request of ${context.variant}: ${problem}`) };
        // The first ones open the connections, or find those that the reading before has left.
        await send(context, asked, REQUESTS_TOGETHER);
        await proxy.reset();
        await proxy.record();
        const problems = await send(context, asked, REQUESTS_TOGETHER);
        const used = new Set((await proxy.exchanges()).map(({ connection }) => connection));
        const { connections } = await proxy.counts();
        return {
          facts: {
            waits_in_a_row: { value: longestRow(alone, LEAST_WAIT_MS) },
            connections_at_once: { value: used.size },
            opened_when_warm: { value: connections > 0 ? 1 : 0, figure: connections },
            failed_requests: { value: problems.filter((one) => one !== undefined).length },
          },
        };
      } finally {
        await proxy.setRtt(0);
      }
    },
  };
}

/** So many requests at once: what went wrong with each, if anything. */
const send = (
  { client }: TrialContext<Testbed>,
  { requestOf, check }: ProcessRequests,
  count: number,
): Promise<(Problem | undefined)[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => sendJudged(client, requestOf(n), check, n)));
