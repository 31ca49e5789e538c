/** Sending a request exactly as written: no client tidies its path, repairs its headers or refuses it. */
import { request } from 'node:http';

export interface Question {
  method: string;
  /** Sent as it is, with its query. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Without content-length, in pieces. */
  chunked?: boolean;
}

export interface Answer {
  status: number;
  /** The whole content-type, parameters included; null when there is none. */
  media: string | null;
  retryAfter: string | null;
  text: string;
}

const TIMEOUT_MS = 20_000;

/** Each question has a connection of its own. Rejects when no complete answer comes. */
export function ask(origin: string, { method, path, headers = {}, body, chunked = false }: Question): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const length = body === undefined || chunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers: { ...length, ...headers }, agent: false });
    let answered = false;
    sent.setTimeout(TIMEOUT_MS, () => sent.destroy(new Error(`${method} ${path}: no answer in ${TIMEOUT_MS} ms`)));
    // A service that refuses early may close while the rest of the body is still under way.
    sent.on('error', (error) => answered || reject(error));
    sent.on('response', (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          media: response.headers['content-type'] ?? null,
          retryAfter: response.headers['retry-after'] ?? null,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    if (body !== undefined && chunked) {
      const bytes = Buffer.from(body);
      for (let at = 0; at < bytes.length; at += 65_536) sent.write(bytes.subarray(at, at + 65_536));
      sent.end();
    } else sent.end(body);
  });
}
