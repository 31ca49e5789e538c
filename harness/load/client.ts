/** The HTTP client of the drivers: keep-alive connections to one service, JSON in and out. */
import { Pool } from 'undici';

export interface HttpRequest {
  method: 'GET' | 'POST';
  path: string;
  /** Sent as JSON. */
  body?: unknown;
}

export interface HttpAnswer {
  status: number;
  text: string;
  /** From the call to the last byte of the answer, in ms: service time plus the client's own cost. */
  ms: number;
}

export interface Client extends AsyncDisposable {
  /** @throws when no complete answer comes. */
  send(request: HttpRequest): Promise<HttpAnswer>;
}

export interface ClientOptions {
  /** At most this many connections at a time; further requests wait, and the wait counts. */
  connections: number;
  /** How long an answer may take. */
  timeoutMs: number;
  /** Ends every request under way. */
  signal: AbortSignal;
}

export function openClient(url: string, { connections, timeoutMs, signal }: ClientOptions): Client {
  const pool = new Pool(url, { connections, headersTimeout: timeoutMs, bodyTimeout: timeoutMs, pipelining: 1 });
  const abort = () => void pool.destroy();
  signal.addEventListener('abort', abort, { once: true });
  return {
    async send({ method, path, body }) {
      const started = performance.now();
      const answer = await pool.request({
        method,
        path,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, text, ms: performance.now() - started };
    },
    async [Symbol.asyncDispose]() {
      signal.removeEventListener('abort', abort);
      await pool.destroy();
    },
  };
}
