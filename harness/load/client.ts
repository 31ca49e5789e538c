/**
 * The HTTP client of the drivers: keep-alive connections to one service, one request at a time on each, JSON in
 * and out. It is our own because the driver shares the machine with what it measures: beside undici's `request`
 * it takes half the CPU for each request (14 to 17 µs against 28 to 40 at 16 connections, tiny JSON).
 */
import { connect, type Socket } from 'node:net';
import { type ParsedResponse, ResponseParser } from './response-parser.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  path: string;
  /** Sent as JSON. */
  body?: unknown;
}

export interface HttpAnswer {
  status: number;
  /** The body as text; decoded when asked for. */
  readonly text: string;
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

interface Exchange {
  message: string;
  startedMs: number;
  resolve(answer: HttpAnswer): void;
  reject(error: Error): void;
}

interface Connection {
  socket: Socket;
  /** Undefined while idle. */
  exchange: Exchange | undefined;
}

/** One timer looks after all requests, so that a request needs none of its own. */
const TIMEOUT_STEP_MS = 100;

export function openClient(url: string, { connections: most, timeoutMs, signal }: ClientOptions): Client {
  const { hostname, port, host } = new URL(url);
  const all = new Set<Connection>();
  const idle: Connection[] = [];
  const waiting: Exchange[] = [];
  let closed: Error | undefined;

  const watch = setInterval(() => {
    const oldest = performance.now() - timeoutMs;
    for (const { socket, exchange } of all) {
      if (exchange !== undefined && exchange.startedMs < oldest) {
        socket.destroy(new Error(`no answer within ${timeoutMs} ms`));
      }
    }
  }, TIMEOUT_STEP_MS).unref();
  const close = (reason: Error) => {
    if (closed) return;
    closed = reason;
    clearInterval(watch);
    signal.removeEventListener('abort', abort);
    for (const exchange of waiting.splice(0)) exchange.reject(reason);
    for (const { socket } of all) socket.destroy(reason);
  };
  const abort = () => close(new Error('stopped'));
  signal.addEventListener('abort', abort, { once: true });

  function start(exchange: Exchange): void {
    const connection = idle.pop() ?? (all.size < most ? open() : undefined);
    if (connection === undefined) waiting.push(exchange);
    else {
      connection.exchange = exchange;
      connection.socket.write(exchange.message, 'latin1');
    }
  }

  function open(): Connection {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const connection: Connection = { socket, exchange: undefined };
    const parser = new ResponseParser((response) => answer(connection, response));
    let reason: Error | undefined;
    all.add(connection);
    socket.on('data', (chunk) => {
      try {
        parser.push(chunk);
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
    socket.on('end', () => {
      if (!parser.end()) reason ??= new Error('the answer was cut off');
    });
    socket.on('error', (error) => {
      reason = error;
    });
    socket.on('close', () => {
      all.delete(connection);
      const at = idle.indexOf(connection);
      if (at !== -1) idle.splice(at, 1);
      connection.exchange?.reject(reason ?? new Error('the connection was closed without an answer'));
      const next = waiting.shift();
      if (next !== undefined) start(next);
    });
    return connection;
  }

  function answer(connection: Connection, { status, body, keepAlive }: ParsedResponse): void {
    const { exchange, socket } = connection;
    if (exchange === undefined) {
      socket.destroy(new Error('an answer came that nobody asked for'));
      return;
    }
    connection.exchange = undefined;
    if (!keepAlive) socket.destroy();
    else {
      idle.push(connection);
      const next = waiting.shift();
      if (next !== undefined) start(next);
    }
    const ms = performance.now() - exchange.startedMs;
    exchange.resolve({
      status,
      ms,
      get text() {
        return body.toString('utf8');
      },
    });
  }

  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        const startedMs = performance.now();
        if (closed) reject(closed);
        else start({ message: messageOf(request, host), startedMs, resolve, reject });
      }),
    async [Symbol.asyncDispose]() {
      close(new Error('the client was closed'));
    },
  };
}

/** The bytes of a request, as a latin1 string: JSON outside ASCII is escaped. */
function messageOf({ method, path, body }: HttpRequest, host: string): string {
  const head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`;
  if (body === undefined) return `${head}\r\n`;
  const json = JSON.stringify(body).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${head}content-type: application/json\r\ncontent-length: ${json.length}\r\n\r\n${json}`;
}
