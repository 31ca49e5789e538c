/** Why a request may wait so long for a connection. */
import type { TimeoutReason } from '../../../results/schema.ts';
import { quantity, statedQuantity } from '../../kit/format.ts';
import { wholeShare } from '../../kit/percent.ts';

type Overload = NonNullable<TimeoutReason['overload']>;
type Tried = Overload['tried'][number];

export function timeoutReason({ timeout_ms, overload }: TimeoutReason): string {
  if (overload === null) {
    return `Not measured under overload: ${waitText(timeout_ms)} is longer than a burst, and short enough to fail before users give up.`;
  }
  const { rate_per_s, tried } = overload;
  const compared = tried.map((one) => `with ${waitText(one.timeout_ms)}, ${outcome(one)}`);
  const load = tried.every(servesAll) ? 'which was handled' : 'more than can be served';
  return `At ${quantity(rate_per_s, 'req/s')}, ${load}: ${compared.join('; ')}. ${choiceText(overload)}`;
}

function choiceText({ choice, burst_wait_ms }: Overload): string {
  const burstWait = `In the burst requests waited up to ${quantity(burst_wait_ms, 'ms')}`;
  switch (choice) {
    case 'shorter-serves-all':
      return `${burstWait}, and the short wait serves all that can be served in time: waiting longer only makes the next requests wait too.`;
    case 'shorter-leaves-no-margin':
      return `${burstWait}: the shorter wait leaves no margin for that.`;
    case 'shorter-serves-fewer':
      return 'The shorter wait serves fewer than the service could.';
  }
}

function outcome(tried: Tried): string {
  const { completed, sent, duration_ms, answered_p99_ms: answered } = tried;
  const served = `${wholeShare(completed / Math.max(1, sent))} served`;
  if (answered === null) return served;
  const early = servesAll(tried) ? `, because in ${quantity(duration_ms, 'ms')} the queue grew no longer` : '';
  return `${served} at a p99 of ${quantity(answered, 'ms')}${early}`;
}

const servesAll = ({ completed, sent }: Tried): boolean => completed === sent;
const waitText = (ms: number): string => statedQuantity(ms, 'ms');
