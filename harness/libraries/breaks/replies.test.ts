import { expect, test } from 'vitest';
import type { LibraryProcess } from '../library-process.ts';
import { type Reply, replyToMany, saidBy, silenceIn } from './replies.ts';

const fine: Reply = { is: 'fine', text: '{}', ms: 1 };
const error: Reply = { is: 'error', text: '', ms: 1, said: 'TimeoutError: QueuePool limit' };
const lost = (how: Reply['lost'] & string): Reply => ({ is: 'none', text: '', ms: 1, lost: how, said: how });
const process = (death?: string) => ({ death: () => death }) as LibraryProcess;

test('the replies of several clients stand in the order of the requests', async () => {
  const replies = await replyToMany(6, 3, async (n) => {
    await new Promise((resolve) => setTimeout(resolve, n % 3 === 0 ? 10 : 1));
    return { ...fine, text: String(n) };
  });
  expect(replies.map(({ text }) => text)).toEqual(['0', '1', '2', '3', '4', '5']);
});

test('after a request without an answer no further one is sent', async () => {
  let sent = 0;
  const replies = await replyToMany(100, 1, async (n) => {
    sent++;
    return n === 2 ? lost('timeout') : fine;
  });
  expect([sent, replies.length]).toEqual([3, 3]);
});

test('an error of the library says more than how an answer was lost', () => {
  expect(saidBy([fine, lost('reset'), error])).toEqual({ said: 'TimeoutError: QueuePool limit' });
  expect(saidBy([fine, lost('reset')])).toEqual({ said: 'reset' });
  expect(saidBy([fine])).toEqual({});
});

test('a process that has ended explains why nothing is answered', () => {
  expect(silenceIn([lost('timeout')], process('exited with code 1'))).toBe('process-ended');
  expect(silenceIn([fine, lost('timeout')], process())).toBe('no-answer');
  expect(silenceIn([fine, error, lost('reset')], process())).toBeUndefined();
});
