import { expect, test } from 'vitest';
import type { Asked } from '../../lab/frontend-messages.ts';
import { databaseEvents } from './database-events.ts';

const exchange = (connection: number, sent_ms: number, asked?: Asked) => ({
  connection,
  sent_ms,
  answered_ms: sent_ms + 2,
  ...(asked ? { asked } : {}),
});
const statement = (text: string): Asked => ({ kind: 'statement', text });

test.each([
  [{ kind: 'connect' }, { kind: 'connect' }],
  [{ kind: 'login' }, { kind: 'login' }],
  [{ kind: 'hidden' }, { kind: 'hidden' }],
  [statement('SELECT id FROM duet.orders CROSS JOIN pg_sleep($2)'), { kind: 'query', label: 'orders' }],
  [statement('begin'), { kind: 'transaction', label: 'BEGIN' }],
  [statement('ROLLBACK'), { kind: 'transaction', label: 'ROLLBACK' }],
  [statement('select pg_catalog.version()'), { kind: 'driver', label: 'select pg_catalog.version()' }],
  [{ kind: 'statement' }, { kind: 'query' }],
  [undefined, { kind: 'query' }],
] as [Asked | undefined, object][])('%j is %j', (asked, expected) => {
  expect(databaseEvents([exchange(1, 0, asked)])).toEqual([{ ...expected, lane: 1, start_ms: 0, end_ms: 2 }]);
});

test('connections are lanes in the order in which they come, and the first exchange is at 0', () => {
  const events = databaseEvents([exchange(17, 1_000), exchange(9, 1_001), exchange(17, 1_002)]);
  expect(events.map(({ lane, start_ms }) => [lane, start_ms])).toEqual([
    [1, 0],
    [2, 1],
    [1, 2],
  ]);
});
