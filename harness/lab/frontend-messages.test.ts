import { expect, test } from 'vitest';
import { readAsked } from './frontend-messages.ts';

/** A message with its kind, and its length before its content. */
function message(kind: string, content: string): Buffer {
  const body = Buffer.from(content, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(kind), length, body]);
}

/** Version 3.0 and a user; what asks for TLS has a number in place of the version, and nothing else. */
const startup = message('', '\0\x03\0\0user\0secret\0\0');

test.each([
  ['a new connection', startup],
  ['a question for TLS', message('', '\x04\xd2\x16\x2f')],
])('%s is a connect, and of its content nothing is kept', (_, sent) => {
  expect(readAsked(sent)).toEqual({ kind: 'connect' });
});

test('a step of the authentication is a login, without the password', () => {
  expect(readAsked(message('p', 'SCRAM-SHA-256\0\0\0\0 n,,n=,r=secret'))).toEqual({ kind: 'login' });
});

test.each([
  ['a simple query', message('Q', 'SELECT  1\n  AS one\0')],
  ['a parsed statement', message('P', '\0SELECT 1 AS one\0\0\0')],
  ['a statement that is given a name', message('P', '_pg3_0\0SELECT 1 AS one\0\0\0')],
  [
    'a statement with its parameters behind it',
    Buffer.concat([message('P', '\0SELECT 1 AS one\0\0\0'), message('B', '\0\0\0secret')]),
  ],
])('%s is a statement on one line', (_, sent) => {
  expect(readAsked(sent)).toEqual({ kind: 'statement', text: 'SELECT 1 AS one' });
});

test.each([
  ['a handshake', '\x16\x03\x01'],
  ['data', '\x17\x03\x03'],
])('what is said over TLS is hidden: %s', (_, head) => {
  expect(readAsked(Buffer.from(`${head}\0\x20Q\0\0\0`, 'latin1'))).toEqual({ kind: 'hidden' });
});

test('a statement that is called by its name has no text', () => {
  expect(readAsked(message('B', '\0_pg3_0\0\0\0\0'))).toEqual({ kind: 'statement' });
});

test('a long statement is cut, and one that was cut already is read as far as it is there', () => {
  const { text = '' } = readAsked(message('Q', `SELECT ${'x'.repeat(10_000)}\0`));
  expect(text.length).toBe(400);
  expect(readAsked(message('Q', 'SELECT 1, 2\0').subarray(0, 13))).toEqual({ kind: 'statement', text: 'SELECT 1' });
  expect(readAsked(Buffer.alloc(0))).toEqual({ kind: 'connect' });
});
