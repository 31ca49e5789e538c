/**
 * Exchanges between a service and PostgreSQL, as the proxy sees them: each lasts from the first word of the client to the
 * last of the answer as the client gets it, an added round-trip time included. Which of them overlap tells whether a
 * request waits for several things at once or for one after the other, without asking the service.
 */
import { type Asked, readAsked } from './frontend-messages.ts';

/** Times are those of the proxy's performance.now(). */
export interface Exchange {
  /** Numbered from 1 on in the order in which they were opened. */
  connection: number;
  sent_ms: number;
  answered_ms: number;
  /** Only where it is recorded, too. */
  asked?: Asked;
}

export interface RecordOptions {
  /** Whether what is asked is recorded, too. Default: when alone. */
  asked?: boolean;
}

/** What one connection tells of itself. */
export interface ConnectionRecord {
  spoke(chunk: Buffer): void;
  answered(): void;
}

export interface ExchangeRecorder {
  /** Begins anew. Nothing is kept before: it would cost what is timed. */
  start(options?: RecordOptions): void;
  /** Those that were answered since, in the order in which they began; ends the recording. */
  take(): Exchange[];
  connect(): ConnectionRecord;
}

/** A recording that nobody takes must not fill the memory. */
const MOST = 100_000;

export function recordExchanges(now: () => number = () => performance.now()): ExchangeRecorder {
  let recorded: Exchange[] | undefined;
  let withAsked = false;
  /** How often recording has begun: an exchange of an earlier time is not gone on with. */
  let recording = 0;
  let connections = 0;
  return {
    start({ asked = false } = {}) {
      recorded = [];
      withAsked = asked;
      recording++;
    },
    take() {
      const answered = (recorded ?? []).filter(({ answered_ms }) => !Number.isNaN(answered_ms));
      recorded = undefined;
      return answered;
    },
    connect() {
      const connection = ++connections;
      let current: Exchange | undefined;
      let begunIn = 0;
      return {
        spoke(chunk) {
          const goesOn = begunIn === recording && current !== undefined && Number.isNaN(current.answered_ms);
          if (goesOn || recorded === undefined || recorded.length >= MOST) return;
          current = { connection, sent_ms: now(), answered_ms: Number.NaN };
          if (withAsked) current.asked = readAsked(chunk);
          begunIn = recording;
          recorded.push(current);
        },
        answered() {
          if (current !== undefined) current.answered_ms = now();
        },
      };
    },
  };
}
