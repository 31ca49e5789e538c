/** Bodies as they were before the server compressed them (RFC 9110, section 8.4). */
import zlib from 'node:zlib';

type Decode = (body: Buffer, options: { maxOutputLength: number }) => Buffer;

const DECODERS: Readonly<Record<string, Decode | undefined>> = {
  gzip: zlib.gunzipSync,
  'x-gzip': zlib.gunzipSync,
  deflate: zlib.inflateSync,
  br: zlib.brotliDecompressSync,
  zstd: zlib.zstdDecompressSync,
};

/** A few bytes may stand for gigabytes. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * @param codings the value of Content-Encoding.
 * @returns the body as it came where one of them is unknown or what came is none of it.
 */
export function decodedBody(body: Buffer, codings: string | undefined): Buffer {
  if (codings === undefined || body.length === 0) return body;
  try {
    return codings
      .split(',')
      .map((coding) => coding.trim().toLowerCase())
      .filter((coding) => coding !== '' && coding !== 'identity')
      .reduceRight((bytes, coding) => decode(bytes, coding), body);
  } catch {
    return body;
  }
}

function decode(body: Buffer, coding: string): Buffer {
  const decoder = DECODERS[coding];
  if (decoder === undefined) throw new Error(`unknown coding ${coding}`);
  return decoder(body, { maxOutputLength: MOST_BYTES });
}
