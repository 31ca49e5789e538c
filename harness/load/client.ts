/**
 * The HTTP client of the drivers: keep-alive connections to one service, one request at a time on each, JSON in
 * and out. It is our own because the driver shares the machine with what it measures: beside undici's `request`
 * it takes half the CPU for each request (14 to 17 µs against 28 to 40 at 16 connections, tiny JSON).
 *
 * It never repeats a request by itself: a load driver that hides a failed request reports a better service. Nor does it send one
 * on a connection that the server may be closing, for that failure would be its own.
 */
import { Connection, type Exchange, type HttpAnswer } from './connection.ts';
import { RequestFailure } from './failure.ts';

export type { HttpAnswer };

/** The methods whose answers have a body. */
export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

export interface HttpRequest {
  method: HttpMethod;
  path: string;
  /** By lower-case names, beside those that the client sets: host, content-type, content-length. */
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body?: unknown;
}

export interface Client extends AsyncDisposable {
  /** @throws RequestFailure when no complete answer comes. */
  send(request: HttpRequest): Promise<HttpAnswer>;
}

export interface ClientOptions {
  /** At most this many connections at a time; further requests wait, first come first served, and the wait counts. */
  connections: number;
  /** How long an answer may take, from the call to its last byte; the limit acts up to 100 ms late. */
  timeoutMs: number;
  /** Ends every request under way. */
  signal: AbortSignal;
}

/** One timer looks after all requests, so that a request needs none of its own. */
const TIMEOUT_STEP_MS = 100;

export function openClient(url: string, { connections: most, timeoutMs, signal }: ClientOptions): Client {
  const { hostname, port, host, protocol } = new URL(url);
  const tls = protocol === 'https:';
  // A URL leaves out the usual port, and puts an IPv6 address into brackets.
  const address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (tls ? 443 : 80)), tls };
  const all = new Set<Connection>();
  const idle: Connection[] = [];
  const waiting: Exchange[] = [];
  let closed: RequestFailure | undefined;

  const watch = setInterval(() => {
    const oldest = performance.now() - timeoutMs;
    const tooLate = () => new RequestFailure('timeout', `no answer within ${timeoutMs} ms`);
    while (waiting[0] !== undefined && waiting[0].startedMs < oldest) waiting.shift()?.reject(tooLate());
    for (const connection of all) {
      if (connection.exchange !== undefined && connection.exchange.startedMs < oldest) connection.fail(tooLate());
    }
  }, TIMEOUT_STEP_MS).unref();
  const close = (message: string) => {
    if (closed) return;
    closed = new RequestFailure('stopped', message);
    clearInterval(watch);
    signal.removeEventListener('abort', abort);
    for (const exchange of waiting.splice(0)) exchange.reject(closed);
    for (const connection of all) connection.fail(closed);
  };
  const abort = () => close('stopped');
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();

  /** The connection used last comes first: the others can grow old and be closed, as with any pool. */
  function start(exchange: Exchange): void {
    const connection = fresh() ?? (all.size < most ? open() : undefined);
    if (connection === undefined) waiting.push(exchange);
    else connection.send(exchange);
  }
  /** One that is idle, and not for so long that the server may be closing it. */
  function fresh(): Connection | undefined {
    for (let connection = idle.pop(); connection !== undefined; connection = idle.pop()) {
      if (!connection.isStale) return connection;
      all.delete(connection);
      connection.discard();
    }
    return undefined;
  }
  function startNext(): void {
    const next = waiting.shift();
    if (next !== undefined) start(next);
  }
  function open(): Connection {
    const connection = new Connection(address, {
      onIdle() {
        idle.push(connection);
        startNext();
      },
      onRetired() {
        all.delete(connection);
        const at = idle.indexOf(connection);
        if (at !== -1) idle.splice(at, 1);
        startNext();
      },
    });
    all.add(connection);
    return connection;
  }

  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        const startedMs = performance.now();
        if (closed) reject(closed);
        else start({ message: messageOf(request, host), startedMs, resolve, reject });
      }),
    async [Symbol.asyncDispose]() {
      close('the client was closed');
    },
  };
}

/** The bytes of a request, as a latin1 string: JSON outside ASCII is escaped. */
function messageOf({ method, path, headers, body }: HttpRequest, host: string): string {
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`;
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
  // Some servers answer 411 where nothing says that there is no body (RFC 9110, section 8.6).
  if (body === undefined)
    return method === 'GET' || method === 'DELETE' ? `${head}\r\n` : `${head}content-length: 0\r\n\r\n`;
  const json = JSON.stringify(body).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${head}content-type: application/json\r\ncontent-length: ${json.length}\r\n\r\n${json}`;
}
