import zlib from 'node:zlib';
import { expect, test } from 'vitest';
import { decodedBody } from './content-coding.ts';

const BODY = Buffer.from('{"id":7,"name":"é"}');

test.each([
  ['gzip', zlib.gzipSync(BODY)],
  ['GZIP', zlib.gzipSync(BODY)],
  ['x-gzip', zlib.gzipSync(BODY)],
  ['deflate', zlib.deflateSync(BODY)],
  ['br', zlib.brotliCompressSync(BODY)],
  ['deflate, gzip', zlib.gzipSync(zlib.deflateSync(BODY))],
  ['identity', BODY],
  [undefined, BODY],
])('a body that is %s', (codings, sent) => {
  expect(decodedBody(sent, codings)).toEqual(BODY);
});

test.each([
  ['gzip', Buffer.from('not compressed')],
  ['gzip', zlib.gzipSync(BODY).subarray(0, -4)],
  ['snappy', BODY],
  ['gzip', Buffer.alloc(0)],
])('what is no %s stands as it came', (codings, sent) => {
  expect(decodedBody(sent, codings)).toBe(sent);
});
