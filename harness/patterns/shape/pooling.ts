/** Does a pool hold enough connections for requests that come together, and keep them? */
import type { HttpAnswer } from '../../load/client.ts';
import type { TrialContext } from '../pattern.ts';
import { request, userOf } from '../pooling.ts';
import { TOGETHER } from './facts.ts';
import { mostAtOnce, spansOf } from './overlap.ts';
import type { Shape } from './shape.ts';

/** The delay of each round trip to PostgreSQL, so that a request holds its connection while all others ask for theirs. */
const RTT_MS = 40;

export const poolingShape: Shape = {
  agreeing: 2,
  expectedMs: 1_200,
  async read(context) {
    const { lab } = context;
    await lab.proxy.setRtt(RTT_MS);
    try {
      // The first ones open the connections, or find those that the reading before has left.
      await sendTogether(context);
      await lab.proxy.reset();
      await lab.proxy.record();
      const answers = await sendTogether(context);
      const exchanges = await lab.proxy.exchanges();
      const { connections } = await lab.proxy.counts();
      return {
        facts: {
          connections_at_once: { value: mostAtOnce(spansOf(exchanges)) },
          opened_when_warm: { value: connections > 0 ? 1 : 0, figure: connections },
          failed_requests: { value: answers.filter((answer) => answer?.status !== 200).length },
        },
      };
    } finally {
      await lab.proxy.setRtt(0);
    }
  },
};

/** Undefined for a request that got no answer. */
const sendTogether = ({ client, variant }: TrialContext): Promise<(HttpAnswer | undefined)[]> =>
  Promise.all(
    Array.from({ length: TOGETHER }, (_, n) => client.send(request(variant, userOf(n))).catch(() => undefined)),
  );
