/**
 * What a client of PostgreSQL says, read from the first message that it sends before it waits: the frontend messages of
 * https://www.postgresql.org/docs/current/protocol-message-formats.html. Passwords, users and parameters are not read.
 */

/** What a client waits for an answer to. */
export interface Asked {
  /**
   * `connect`: what opens a connection, TLS asked for or not. `login`: a step of the authentication. `hidden`: what is said
   * over TLS.
   */
  kind: 'connect' | 'login' | 'statement' | 'hidden';
  /** The beginning of a statement on one line; absent where it was sent before, and is called by its name here. */
  text?: string;
}

/** More than the statements of the services have before the names of their tables. */
const MOST_TEXT = 400;
/** A message has its kind in the first byte and its length, without that byte, in the next four. */
const HEAD_BYTES = 5;
/** Kinds are letters; the records of TLS begin with a number below them. */
const FIRST_LETTER = 0x20;

/** @param sent what a client sends first after an answer, or after it has connected. */
export function readAsked(sent: Buffer): Asked {
  const [first = 0] = sent;
  // The messages that open a connection have no kind: they begin with a length, below 16 MiB.
  if (first === 0) return { kind: 'connect' };
  if (first < FIRST_LETTER) return { kind: 'hidden' };
  switch (String.fromCharCode(first)) {
    case 'p':
      return { kind: 'login' };
    case 'Q':
      return { kind: 'statement', text: textFrom(sent, HEAD_BYTES) };
    case 'P':
      return { kind: 'statement', text: textFrom(sent, sent.indexOf(0, HEAD_BYTES) + 1) };
    default:
      return { kind: 'statement' };
  }
}

/** As far as the string there goes, and as far as it is here. */
function textFrom(sent: Buffer, from: number): string {
  const end = sent.indexOf(0, from);
  const text = sent.subarray(from, end === -1 ? undefined : end).toString('utf8', 0, 4 * MOST_TEXT);
  return text.trim().replaceAll(/\s+/g, ' ').slice(0, MOST_TEXT);
}
