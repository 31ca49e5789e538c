import { expect, test } from 'vitest';
import { recordExchanges } from './exchanges.ts';

/** A recorder whose clock is set by hand. */
function recorder() {
  const clock = { ms: 0 };
  return { clock, recorder: recordExchanges(() => clock.ms) };
}

test('an exchange lasts from the first word of the client to the last of the answer', () => {
  const { clock, recorder: exchanges } = recorder();
  const connection = exchanges.connect();
  exchanges.start();
  connection.spoke();
  clock.ms = 1;
  connection.spoke();
  clock.ms = 5;
  connection.answered();
  clock.ms = 6;
  connection.answered();
  clock.ms = 7;
  connection.spoke();
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
  one.spoke();
  exchanges.start();
  one.answered();
  other.spoke();
  expect(exchanges.take()).toEqual([]);
  one.spoke();
  one.answered();
  expect(exchanges.take()).toEqual([]);
});

test('a recording that begins anew does not go on with an exchange of the last one', () => {
  const { recorder: exchanges } = recorder();
  const connection = exchanges.connect();
  exchanges.start();
  connection.spoke();
  exchanges.start();
  connection.spoke();
  connection.answered();
  expect(exchanges.take()).toHaveLength(1);
});
