import { expect, test } from 'vitest';
import { transferOf } from '../operations.ts';
import { countWrongTransfers } from './pooler.ts';
import type { Reply } from './replies.ts';

const fine: Reply = { is: 'fine', text: '', ms: 1 };
const error: Reply = { is: 'error', text: '', ms: 1, said: 'Error' };

/** One transfer, answered like this, after which the first order has lost so much and the second has gained so much. */
function judge(reply: Reply, lost: number, gained: number): number {
  const { from, to } = transferOf(0);
  const before = new Map([from, to].map((id) => [id, 1_000]));
  const after = new Map([
    [from, 1_000 - lost],
    [to, 1_000 + gained],
  ]);
  return countWrongTransfers([reply], before, after);
}

test.each([
  ['done, and said so', fine, 1, 1, 0],
  ['said to be done, and not done', fine, 0, 0, 1],
  ['done twice', fine, 2, 2, 1],
  ['only half of it done', fine, 1, 0, 1],
  ['failed, and nothing was moved', error, 0, 0, 0],
  ['done, and the answer was lost', error, 1, 1, 0],
  ['failed, and half of it stays', error, 1, 0, 1],
] as const)('a transfer: %s', (_, reply, lost, gained, wrong) => {
  expect(judge(reply, lost, gained)).toBe(wrong);
});
