/**
 * Reads HTTP/1.1 responses off a connection, one at a time (RFC 9112). Fed with chunks as they come, it calls
 * back with each complete response. It understands what a service may answer to GET and POST: Content-Length,
 * chunked, no body (204, 304), interim 1xx responses and bodies that end with the connection.
 */

export interface ParsedResponse {
  status: number;
  body: Buffer;
  /** Whether the connection may be used again. */
  keepAlive: boolean;
  /** How long the server keeps it open while it is idle, in s, where it says so (RFC 2068, section 19.7.1.1). */
  keepAliveS: number | undefined;
  /** All before the body, for `header`. */
  head: string;
}

type Head = Omit<ParsedResponse, 'body'>;

const CRLF = '\r\n';
const HEAD_END = Buffer.from('\r\n\r\n');
const MAX_HEAD_BYTES = 64 * 1024;
const EMPTY = Buffer.alloc(0);

type Framing =
  | { kind: 'length'; left: number }
  /** `left` of the chunk that is being read, with the CRLF behind it. */
  | { kind: 'chunked'; left: number }
  | { kind: 'until-close' };

export class ResponseParser {
  readonly #onResponse: (response: ParsedResponse) => void;
  /** Bytes that have arrived and are not yet understood. */
  #rest: Buffer = EMPTY;
  #head: Head | undefined;
  #framing: Framing = { kind: 'length', left: 0 };
  #parts: Buffer[] = [];

  constructor(onResponse: (response: ParsedResponse) => void) {
    this.#onResponse = onResponse;
  }

  /** Whether every byte so far belongs to a complete response. */
  get atStart(): boolean {
    return this.#head === undefined && this.#rest.length === 0;
  }

  /** @throws Error when the bytes are not a response. */
  push(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length > 0) {
      if (this.#head === undefined && !this.#readHead()) return;
      if (this.#head !== undefined && !this.#readBody()) return;
    }
  }

  /**
   * The peer has closed its side. A body without a stated length ends here.
   * @returns whether that completed a response or found none begun; false means it was cut off.
   */
  end(): boolean {
    if (this.#head === undefined) return this.#rest.length === 0;
    if (this.#framing.kind !== 'until-close') return false;
    this.#complete();
    return true;
  }

  #readHead(): boolean {
    const end = this.#rest.indexOf(HEAD_END);
    if (end === -1) {
      // Told by its first bytes, another protocol need not be waited for until the timeout.
      if (!this.#rest.toString('latin1', 0, 7).startsWith('HTTP/1.'.slice(0, this.#rest.length))) throw notHttp();
      if (this.#rest.length > MAX_HEAD_BYTES) throw new Error('the head of the response is too long');
      return false;
    }
    const head = this.#rest.toString('latin1', 0, end);
    if (!/^HTTP\/1\.[01] \d{3}/.test(head)) throw notHttp();
    this.#rest = this.#rest.subarray(end + HEAD_END.length);
    const status = Number(head.slice(9, 12));
    if (status < 200) return true; // interim: the final response follows
    const http10 = head[7] === '0';
    const connection = header(head, 'connection')?.toLowerCase() ?? '';
    this.#framing = framingOf(status, head);
    const keepAlive =
      this.#framing.kind !== 'until-close' && (http10 ? connection === 'keep-alive' : !/\bclose\b/.test(connection));
    this.#head = { status, keepAlive, keepAliveS: keepAlive ? keepAliveOf(head) : undefined, head };
    if (this.#framing.kind === 'length' && this.#framing.left === 0) this.#complete();
    return true;
  }

  #readBody(): boolean {
    const framing = this.#framing;
    if (framing.kind === 'chunked') return this.#readChunks(framing);
    if (framing.kind === 'until-close') return this.#take(this.#rest.length);
    const taken = Math.min(framing.left, this.#rest.length);
    this.#take(taken);
    framing.left -= taken;
    if (framing.left === 0) this.#complete();
    return framing.left === 0;
  }

  /** `size CRLF data CRLF`…, `0 CRLF trailers CRLF`. A chunk is taken as it comes: one of megabytes comes in many pieces. */
  #readChunks(framing: Extract<Framing, { kind: 'chunked' }>): boolean {
    for (;;) {
      if (framing.left > CRLF.length) {
        const taken = Math.min(framing.left - CRLF.length, this.#rest.length);
        this.#take(taken);
        framing.left -= taken;
      }
      if (framing.left > 0) {
        if (framing.left > CRLF.length || this.#rest.length < framing.left) return false;
        this.#rest = this.#rest.subarray(framing.left);
        framing.left = 0;
      }
      const lineEnd = this.#rest.indexOf(CRLF);
      if (lineEnd === -1) return false;
      const sizeText = this.#rest.toString('latin1', 0, lineEnd).split(';', 1)[0]?.trim() ?? '';
      if (!/^[0-9a-f]{1,8}$/i.test(sizeText)) throw new Error('a chunk of the response has no size');
      const size = Number.parseInt(sizeText, 16);
      if (size === 0) return this.#readTrailers(lineEnd);
      this.#rest = this.#rest.subarray(lineEnd + CRLF.length);
      framing.left = size + CRLF.length;
    }
  }

  #readTrailers(zeroLineEnd: number): boolean {
    const none = this.#rest.toString('latin1', zeroLineEnd, zeroLineEnd + 4) === '\r\n\r\n';
    const end = none ? zeroLineEnd : this.#rest.indexOf(HEAD_END, zeroLineEnd);
    if (end === -1 || this.#rest.length < end + 4) return false;
    this.#rest = this.#rest.subarray(end + 4);
    this.#complete();
    return true;
  }

  #take(bytes: number): boolean {
    this.#parts.push(this.#rest.subarray(0, bytes));
    this.#rest = this.#rest.subarray(bytes);
    return false;
  }

  #complete(): void {
    const head = this.#head as Head;
    const body = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts);
    this.#head = undefined;
    this.#parts = [];
    this.#onResponse({ ...head, body });
  }
}

const notHttp = () => new Error('the answer is not HTTP/1.1');

function framingOf(status: number, head: string): Framing {
  if (status === 204 || status === 304) return { kind: 'length', left: 0 };
  if (/\bchunked\s*$/i.test(header(head, 'transfer-encoding') ?? '')) return { kind: 'chunked', left: 0 };
  const length = header(head, 'content-length');
  if (length === undefined) return { kind: 'until-close' };
  if (!/^\d+$/.test(length)) throw new Error(`Content-Length is "${length}"`);
  return { kind: 'length', left: Number(length) };
}

/** `Keep-Alive: timeout=5, max=100`: most servers that are written in Node send it. */
function keepAliveOf(head: string): number | undefined {
  const [, seconds] = header(head, 'keep-alive')?.match(/\btimeout=(\d+)/i) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

const patterns = {
  connection: /\r\nconnection:[ \t]*([^\r]*)/i,
  'keep-alive': /\r\nkeep-alive:[ \t]*([^\r]*)/i,
  'content-encoding': /\r\ncontent-encoding:[ \t]*([^\r]*)/i,
  'content-length': /\r\ncontent-length:[ \t]*([^\r]*)/i,
  location: /\r\nlocation:[ \t]*([^\r]*)/i,
  'transfer-encoding': /\r\ntransfer-encoding:[ \t]*([^\r]*)/i,
};

export function header(head: string, name: keyof typeof patterns): string | undefined {
  return head.match(patterns[name])?.[1]?.trimEnd();
}
