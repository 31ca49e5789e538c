import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ParsedResponse, ResponseParser } from './response-parser.ts';

const http = (...lines: string[]) => lines.join('\r\n');
const withLength = http('HTTP/1.1 200 OK', 'Content-Length: 11', '', '{"ok":true}');
const chunked = http('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '4;x=1', '{"ok', '7', '":true}', '0', '', '');
const trailers = http('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', '2', 'hi', '0', 'x-sum: 1', '', '');
const noContent = http('HTTP/1.1 204 No Content', '', '');
const notModified = http('HTTP/1.1 304 Not Modified', 'content-length: 99', '', '');
const interim = http('HTTP/1.1 103 Early Hints', 'link: x', '', 'HTTP/1.1 200 OK', 'content-length: 2', '', 'ok');
const closing = http('HTTP/1.1 503 Busy', 'connection: close', 'content-length: 0', '', '');

function parse(chunks: Buffer[]) {
  const seen: (Omit<ParsedResponse, 'body' | 'head'> & { text: string })[] = [];
  const parser = new ResponseParser(({ body, head: _head, ...rest }) => seen.push({ ...rest, text: body.toString() }));
  for (const chunk of chunks) parser.push(chunk);
  return { seen, parser };
}

describe('a response', () => {
  it.each([
    ['with Content-Length', withLength, { status: 200, keepAlive: true, text: '{"ok":true}' }],
    ['in chunks', chunked, { status: 200, keepAlive: true, text: '{"ok":true}' }],
    ['in chunks with trailers', trailers, { status: 200, keepAlive: true, text: 'hi' }],
    ['204 without a body', noContent, { status: 204, keepAlive: true, text: '' }],
    ['304 whose length is not that of a body', notModified, { status: 304, keepAlive: true, text: '' }],
    ['after an interim one', interim, { status: 200, keepAlive: true, text: 'ok' }],
    ['that closes the connection', closing, { status: 503, keepAlive: false, text: '' }],
    ['of HTTP/1.0', http('HTTP/1.0 200 OK', 'content-length: 0', '', ''), { status: 200, keepAlive: false, text: '' }],
  ])('%s is read', (_name, text, expected) => {
    expect(parse([Buffer.from(text)]).seen).toEqual([expected]);
  });

  it('without a length ends with the connection', () => {
    const { seen, parser } = parse([Buffer.from(http('HTTP/1.1 200 OK', '', 'all of ')), Buffer.from('it')]);
    expect(seen).toEqual([]);
    expect(parser.end()).toBe(true);
    expect(seen).toEqual([{ status: 200, keepAlive: false, text: 'all of it' }]);
  });

  it('that is cut off is told from one that is complete', () => {
    expect(parse([Buffer.from(withLength.slice(0, -1))]).parser.end()).toBe(false);
    expect(parse([Buffer.from('HTTP/1.1 2')]).parser.end()).toBe(false);
    expect(parse([Buffer.from(withLength)]).parser.end()).toBe(true);
    expect(parse([]).parser.end()).toBe(true);
  });
});

it('reads the same responses wherever the bytes are split', () => {
  const stream = Buffer.from(withLength + chunked + noContent + interim + trailers + notModified + withLength);
  const whole = parse([stream]).seen;
  expect(whole).toHaveLength(7);
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 30 }), (cuts) => {
      const points = [0, ...cuts.sort((a, b) => a - b), stream.length];
      const chunks = points.slice(1).map((end, i) => stream.subarray(points[i], end));
      expect(parse(chunks).seen).toEqual(whole);
    }),
    { seed: 1, numRuns: 300 },
  );
  expect(parse([...stream].map((byte) => Buffer.from([byte]))).seen).toEqual(whole);
});

it.each([
  ['what is not HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'],
  ['a length that is no number', http('HTTP/1.1 200 OK', 'content-length: -1', '', '')],
  ['a chunk without a size', http('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', 'zz', 'x')],
  ['a head without end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(70_000)}`],
])('refuses %s', (_name, text) => {
  expect(() => parse([Buffer.from(text)])).toThrow();
});
