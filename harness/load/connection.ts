/** One keep-alive connection: one request at a time, its answer, and every way in which that can fail. */
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { decodedBody } from './content-coding.ts';
import { RequestFailure } from './failure.ts';
import { header, type ParsedResponse, ResponseParser } from './response-parser.ts';

export interface HttpAnswer {
  status: number;
  /** The bytes of the body, without transfer and content coding; decoded when asked for. */
  readonly bytes: Buffer;
  /** The body as text; decoded when asked for. */
  readonly text: string;
  /** Where a redirection leads. */
  readonly location?: string | undefined;
  /** From the call to the last byte of the answer, in ms: service time plus the client's own cost. */
  ms: number;
}

/** A request that waits for its answer. */
export interface Exchange {
  /** The request as it goes over the wire, in latin1. */
  message: string;
  /** On the clock of performance.now(). */
  startedMs: number;
  resolve(answer: HttpAnswer): void;
  reject(failure: RequestFailure): void;
}

export interface ConnectionEvents {
  /** The answer has come in full and the next request may be sent. */
  onIdle(): void;
  /** Called once: this connection takes no further request. Its own, if one was under way, has been settled. */
  onRetired(): void;
}

/** Where a service is asked. */
export interface ServiceAddress {
  host: string;
  port: number;
  tls: boolean;
}

/**
 * Servers close connections that are idle for too long, and a request that leaves at that moment gets no answer: it would count
 * as a failure of the service, on a busy machine often. A client that wants an answer would send it again, which a load
 * driver must not: it could not tell a service that breaks off from one that closes in order. So a connection is
 * closed here before the server would, by a second, or by half of its time where that is less. A server that does not say
 * how long it waits may close after 2 s (gunicorn) or 5 s (uvicorn); hardly any does sooner.
 */
const MARGIN_MS = 1_000;
const UNSTATED_MS = 2_000;

const mayIdleMs = (statedS: number | undefined): number => {
  const closedAfterMs = statedS === undefined ? UNSTATED_MS : 1_000 * statedS;
  return Math.max(closedAfterMs - MARGIN_MS, closedAfterMs / 2);
};

export class Connection {
  /** Undefined while idle. */
  exchange: Exchange | undefined;
  /** When an idle one is too old for another request, on the clock of performance.now(). */
  #staleMs = Number.POSITIVE_INFINITY;
  readonly #socket: Socket;
  readonly #parser: ResponseParser;
  readonly #events: ConnectionEvents;
  #response: ParsedResponse | undefined;
  /** A second response came with the first. */
  #surplus = false;
  #retired = false;

  constructor(address: ServiceAddress, events: ConnectionEvents) {
    this.#events = events;
    this.#parser = new ResponseParser((response) => {
      if (this.#response !== undefined) this.#surplus = true;
      else this.#response = response;
    });
    this.#socket = open(address);
    this.#socket.on('data', (chunk) => this.#receive(chunk));
    this.#socket.on('end', () => this.#end());
    this.#socket.on('error', (error: NodeJS.ErrnoException) => this.fail(failureOf(error)));
    this.#socket.on('close', () => this.fail(new RequestFailure('cut-off', 'the connection was closed')));
  }

  send(exchange: Exchange): void {
    this.exchange = exchange;
    this.#socket.write(exchange.message, 'latin1');
  }

  /** Whether the server may close it at any moment, for it has been idle so long. */
  get isStale(): boolean {
    return performance.now() >= this.#staleMs;
  }

  /** Breaks off: whatever is under way is rejected with `failure`. Does nothing the second time. */
  fail(failure: RequestFailure): void {
    this.exchange?.reject(failure);
    this.exchange = undefined;
    this.#retire();
  }

  /** Closes an idle one. Nobody is told: whoever does so knows. */
  discard(): void {
    this.#retired = true;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    let failure: RequestFailure | undefined;
    try {
      this.#parser.push(chunk);
    } catch (error) {
      failure = new RequestFailure('not-http', (error as Error).message, { cause: error });
    }
    if (this.#response !== undefined) this.#answer(failure === undefined && !this.#surplus && this.#parser.atStart);
    else if (failure !== undefined) this.fail(failure);
    else if (this.exchange === undefined) this.#retire(); // bytes that nobody asked for
  }

  /** `clean`: nothing came after the answer. What did is not an answer to the next request, so it ends here. */
  #answer(clean: boolean): void {
    const { status, body, keepAlive, keepAliveS, head } = this.#response as ParsedResponse;
    const exchange = this.exchange;
    const nowMs = performance.now();
    this.#response = undefined;
    this.exchange = undefined;
    this.#staleMs = nowMs + mayIdleMs(keepAliveS);
    let decoded: Buffer | undefined;
    exchange?.resolve({
      status,
      ms: nowMs - exchange.startedMs,
      get bytes() {
        decoded ??= decodedBody(body, header(head, 'content-encoding'));
        return decoded;
      },
      get text() {
        return this.bytes.toString('utf8');
      },
      get location() {
        return header(head, 'location');
      },
    });
    if (exchange !== undefined && keepAlive && clean) this.#events.onIdle();
    else this.#retire();
  }

  #end(): void {
    const complete = this.#parser.end();
    if (this.#response !== undefined) this.#answer(false);
    else {
      const message = complete ? 'the connection was closed without an answer' : 'the answer was cut off';
      this.fail(new RequestFailure('cut-off', message));
    }
  }

  #retire(): void {
    if (this.#retired) return;
    this.#retired = true;
    this.#socket.destroy();
    this.#events.onRetired();
  }
}

/** Whoever has signed the certificate: a service under test has one of its own, or none. */
function open({ host, port, tls }: ServiceAddress): Socket {
  if (!tls) return connect({ host, port, noDelay: true });
  const named = isIP(host) === 0 ? { servername: host } : {};
  const socket = connectTls({ host, port, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'], ...named });
  return socket.setNoDelay(true);
}

/** What the operating system reported: while connecting, or after. */
function failureOf(error: NodeJS.ErrnoException): RequestFailure {
  const connecting = error.syscall === 'connect' || error.syscall === 'getaddrinfo';
  return new RequestFailure(connecting ? 'refused' : 'reset', error.message, { cause: error });
}
