/**
 * The messages of a connection to PostgreSQL, cut out of the bytes that pass in both directions, and what is counted of them:
 * https://www.postgresql.org/docs/current/protocol-message-formats.html. They are read from a moment on at which nothing is
 * under way on the connection, as when it is opened.
 */

export interface MessageCounts {
  /** Statements that came to their end, each of several in one message: BEGIN, COMMIT and empty ones are some. */
  statements: number;
  /** Times that a client prepared a statement under a name, or ran one that it had prepared. */
  named: number;
}

export interface MessageReader {
  sent(chunk: Buffer): void;
  answered(chunk: Buffer): void;
}

/** The numbers that stand in place of a version in what asks for encryption. */
const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
/** As much of a message as is looked at: the names of a portal and of a statement come first. */
const MOST_CONTENT = 256;
/** A length counts itself. */
const LENGTH_BYTES = 4;
const NO = 'N'.charCodeAt(0);

/** @param isNew whether the connection has not said anything yet. @param counts are counted on. */
export function countMessages(counts: MessageCounts, isNew: boolean): MessageReader {
  let isHidden = false;
  let awaitsByte = false;
  const fromClient = cutMessages(isNew ? LENGTH_BYTES : 1 + LENGTH_BYTES, ({ kind, content }, cut) => {
    if (kind === undefined) {
      const asked = content.length >= 4 ? content.readInt32BE(0) : 0;
      awaitsByte = asked === SSL_REQUEST || asked === GSS_REQUEST;
      if (!awaitsByte) cut.headBytes = 1 + LENGTH_BYTES;
    } else if ((kind === 'P' && content[0] !== 0) || (kind === 'B' && content[content.indexOf(0) + 1] !== 0)) {
      counts.named++;
    }
  });
  const fromServer = cutMessages(1 + LENGTH_BYTES, ({ kind }) => {
    if (kind === 'C' || kind === 'I') counts.statements++;
  });
  return {
    sent(chunk) {
      if (!isHidden) fromClient(chunk);
    },
    answered(chunk) {
      if (isHidden) return;
      if (!awaitsByte) return fromServer(chunk);
      awaitsByte = false;
      isHidden = chunk[0] !== NO;
      if (!isHidden) fromServer(chunk.subarray(1));
    },
  };
}

interface Message {
  /** A letter; undefined for what opens a connection, which has none. */
  kind: string | undefined;
  /** Its beginning. */
  content: Buffer;
}

/** Bytes before the content of the next message: its length, and before that its kind, where it has one. */
interface Cut {
  headBytes: number;
}

function cutMessages(headBytes: number, onMessage: (message: Message, cut: Cut) => void): (chunk: Buffer) => void {
  const cut: Cut = { headBytes };
  let kept: Buffer = Buffer.alloc(0);
  let leftOut = 0;
  return (chunk) => {
    let rest = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    for (;;) {
      const skipped = Math.min(leftOut, rest.length);
      leftOut -= skipped;
      rest = rest.subarray(skipped);
      if (leftOut > 0 || rest.length < cut.headBytes) break;
      const bytes = Math.max(0, rest.readInt32BE(cut.headBytes - LENGTH_BYTES) - LENGTH_BYTES);
      const looked = Math.min(bytes, MOST_CONTENT);
      if (rest.length < cut.headBytes + looked) break;
      const kind = cut.headBytes === LENGTH_BYTES ? undefined : String.fromCharCode(rest[0] as number);
      const content = rest.subarray(cut.headBytes, cut.headBytes + looked);
      rest = rest.subarray(cut.headBytes + looked);
      leftOut = bytes - looked;
      onMessage({ kind, content }, cut);
    }
    kept = rest;
  };
}
