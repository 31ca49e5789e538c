/** What a service needs before it answers a single request, and what that means for the pool that is recommended. */
import { type LeastPool, neverBlocked } from '../../../results/schema.ts';
import { capital } from '../../kit/format.ts';
import { numberWord } from '../../kit/method.ts';

/** @param connections of the recommended pool; null where there is none. */
export function leastPoolText(least: LeastPool, connections: number | null): string {
  const { code } = least;
  if (code === 'does-not-start') {
    return `The service does not start with a pool of fewer than ${least.connections} connections.`;
  }
  const fewer = `With fewer than ${least.connections} it answers nothing.`;
  if (code === 'held') {
    return `${capital(heldText(least.held))} from the start, whoever asks, and requests share the others. ${fewer}`;
  }
  const held = least.held === 0 ? '' : `, and ${heldText(least.held)} from the start`;
  const takes = `A request takes ${numberWord(least.at_once)} connections at once${held}. ${fewer}`;
  if (connections === null) return takes;
  const most = neverBlocked(least, connections);
  const blocking = 'each with a connection that another one waits for, until the wait for a connection is over';
  return most === 1
    ? `${takes} With ${connections}, two requests at the same time may block each other, ${blocking}.`
    : `${takes} With ${connections}, up to ${most} requests at the same time never block each other; more may, ${blocking}.`;
}

const heldText = (held: number): string =>
  held === 1 ? 'one connection is held' : `${numberWord(held)} connections are held`;
