import { expect, test } from 'vitest';
import { recordExchanges } from './exchanges.ts';

/** A recorder whose clock is set by hand. */
function recorder() {
  const clock = { ms: 0 };
  return { clock, recorder: recordExchanges(() => clock.ms) };
}

const QUERY = Buffer.from('Q\0\0\0\rSELECT 1\0', 'latin1');
const MORE = Buffer.from('S\0\0\0\x04', 'latin1');

test('an exchange lasts from the first word of the client to the last of the answer', () => {
  const { clock, recorder: exchanges } = recorder();
  const connection = exchanges.connect();
  exchanges.start();
  connection.spoke(QUERY);
  clock.ms = 1;
  connection.spoke(QUERY);
  clock.ms = 5;
  connection.answered();
  clock.ms = 6;
  connection.answered();
  clock.ms = 7;
  connection.spoke(QUERY);
  clock.ms = 9;
  connection.answered();
  expect(exchanges.take()).toEqual([
    { connection: 1, sent_ms: 0, answered_ms: 6 },
    { connection: 1, sent_ms: 7, answered_ms: 9 },
  ]);
});

test('what was not answered, or before the recording, is left out', () => {
  const { recorder: exchanges } = recorder();
  const [one, other] = [exchanges.connect(), exchanges.connect()];
  one.spoke(QUERY);
  exchanges.start();
  one.answered();
  other.spoke(QUERY);
  expect(exchanges.take()).toEqual([]);
  one.spoke(QUERY);
  one.answered();
  expect(exchanges.take()).toEqual([]);
});

test('a recording that begins anew does not go on with an exchange of the last one', () => {
  const { recorder: exchanges } = recorder();
  const connection = exchanges.connect();
  exchanges.start();
  connection.spoke(QUERY);
  exchanges.start();
  connection.spoke(QUERY);
  connection.answered();
  expect(exchanges.take()).toHaveLength(1);
});

test('what is asked is recorded where it is wanted, and of several pieces the first one tells', () => {
  const { clock, recorder: exchanges } = recorder();
  const connection = exchanges.connect();
  const exchange = () => {
    connection.spoke(QUERY);
    connection.spoke(MORE);
    clock.ms++;
    connection.answered();
  };
  exchanges.start({ asked: true });
  exchange();
  expect(exchanges.take()).toEqual([
    { connection: 1, sent_ms: 0, answered_ms: 1, asked: { kind: 'statement', text: 'SELECT 1' } },
  ]);
  exchanges.start();
  exchange();
  expect(exchanges.take()).toEqual([{ connection: 1, sent_ms: 1, answered_ms: 2 }]);
});
