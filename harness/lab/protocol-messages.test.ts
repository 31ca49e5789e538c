import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countMessages } from './protocol-messages.ts';

/** A message with its kind, and its length before its content. */
function message(kind: string, content: string | Buffer): Buffer {
  const body = Buffer.from(content as string, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(kind), length, body]);
}

const startup = message('', '\0\x03\0\0user\0me\0\0');
const sslRequest = message('', '\x04\xd2\x16\x2f');
const done = (what: string) => message('C', `${what}\0`);
const ready = message('Z', 'I');

/** What is counted where each side says this, the client first. */
function counted(isNew: boolean, ...turns: [sent: Buffer[], answered: Buffer[]][]) {
  const counts = { statements: 0, named: 0 };
  const reader = countMessages(counts, isNew);
  for (const [sent, answered] of turns) {
    for (const chunk of sent) reader.sent(chunk);
    for (const chunk of answered) reader.answered(chunk);
  }
  return counts;
}

test('a new connection, and statements on it', () => {
  const found = counted(
    true,
    [[startup], [message('R', '\0\0\0\0'), ready]],
    [[message('Q', 'BEGIN\0')], [done('BEGIN'), ready]],
    [
      [message('P', '\0SELECT 1\0\0\0'), message('B', '\0\0\0\0\0')],
      [message('D', 'row'), done('SELECT 1'), ready],
    ],
  );
  expect(found).toEqual({ statements: 2, named: 0 });
});

test('several statements in one message are several, and an empty one is one', () => {
  const found = counted(
    false,
    [[message('Q', 'SELECT 1; SELECT 2\0')], [done('SELECT 1'), done('SELECT 1')]],
    [[message('Q', ';\0')], [message('I', '')]],
  );
  expect(found).toEqual({ statements: 3, named: 0 });
});

test.each([
  ['prepared under a name', message('P', 's1\0SELECT 1\0\0\0'), 1],
  ['run by its name', message('B', '\0s1\0\0\0'), 1],
  ['run by its name, in a portal with a name', message('B', 'portal\0s1\0\0\0'), 1],
  ['run without a name, in a portal with one', message('B', 'portal\0\0\0\0'), 0],
])('a statement that is %s', (_, sent, named) => {
  expect(counted(false, [[sent], [done('SELECT 1')]])).toEqual({ statements: 1, named });
});

test('a server without TLS says so in one byte; with it, nothing can be counted', () => {
  const query: [Buffer[], Buffer[]] = [[message('Q', 'SELECT 1\0')], [done('SELECT 1'), ready]];
  const login: [Buffer[], Buffer[]] = [[startup], [message('R', '\0\0\0\0'), ready]];
  expect(counted(true, [[sslRequest], [Buffer.from('N')]], login, query).statements).toBe(1);
  expect(counted(true, [[sslRequest], [Buffer.from('S')]], login, query).statements).toBe(0);
});

test('however the bytes are cut into pieces, the counts are the same', () => {
  const sent = Buffer.concat([startup, message('P', `s1\0SELECT '${'x'.repeat(600)}'\0\0\0`), message('B', '\0s1\0')]);
  const answered = Buffer.concat([message('D', 'C'.repeat(1_000)), done('SELECT 1'), ready, done('COMMIT')]);
  const pieces = (whole: Buffer, sizes: number[]) => {
    const all: Buffer[] = [];
    for (let at = 0, n = 0; at < whole.length; n++) {
      const size = sizes[n % sizes.length] as number;
      all.push(whole.subarray(at, at + size));
      at += size;
    }
    return all;
  };
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }), (sizes) => {
      expect(counted(true, [pieces(sent, sizes), pieces(answered, sizes)])).toEqual({ statements: 2, named: 2 });
    }),
  );
});
