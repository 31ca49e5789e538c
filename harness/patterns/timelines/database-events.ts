/** Exchanges with PostgreSQL as events: what each was for, and a lane for each connection. Pure. */
import type { Exchange } from '../../lab/exchanges.ts';
import type { TimelineEvent } from '../../results/schema.ts';
import { fromZero } from './events.ts';

/** Every statement of the services names a table of duet's own schema; a driver's never does. */
const TABLE = /\bduet\.(\w+)/;
const TRANSACTION = /^(?:BEGIN|COMMIT|ROLLBACK)\b/i;
/** As much of a driver's statement as tells which it is. */
const MOST_LABEL = 60;

/** In the order in which they began; the first one at 0. Connections are numbered as they come. */
export function databaseEvents(exchanges: readonly Exchange[]): TimelineEvent[] {
  const connections = [...new Set(exchanges.map(({ connection }) => connection))];
  return fromZero(
    exchanges.map(({ connection, sent_ms, answered_ms, asked }) => ({
      ...named(asked),
      lane: connections.indexOf(connection) + 1,
      start_ms: sent_ms,
      end_ms: answered_ms,
    })),
  );
}

function named(asked: Exchange['asked']): Pick<TimelineEvent, 'kind' | 'label'> {
  if (asked === undefined || asked.kind === 'statement') return statement(asked?.text);
  return { kind: asked.kind };
}

/** A statement without a text is none of a driver's, which has no names for its own; more is not known of it. */
function statement(text: string | undefined): Pick<TimelineEvent, 'kind' | 'label'> {
  if (text === undefined) return { kind: 'query' };
  const [, table] = text.match(TABLE) ?? [];
  if (table !== undefined) return { kind: 'query', label: table };
  const [transaction] = text.match(TRANSACTION) ?? [];
  if (transaction !== undefined) return { kind: 'transaction', label: transaction.toUpperCase() };
  return { kind: 'driver', label: text.slice(0, MOST_LABEL) };
}
