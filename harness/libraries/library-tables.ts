/** The tables of the database field: what is inserted is taken away again, and what transfers change is restored. */
import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { connectTo } from '../lab/database-client.ts';

export interface LibraryTables extends AsyncDisposable {
  /** A session of ours past any proxy. */
  readonly client: pg.Client;
  emptyRows(): Promise<void>;
  /** Why that session has ended, when it has: a server of the reader's may be restarted, and nothing goes on without it. */
  death(): string | undefined;
}

/** Makes duet.library_rows beside the dataset. What is left when it is disposed is the dataset as it was. */
export async function openLibraryTables(url: string): Promise<LibraryTables> {
  const client = await connectTo(url);
  let ended: string | undefined;
  client.on('error', ({ message }) => (ended ??= `the session of duet on PostgreSQL has ended: ${message}`));
  try {
    await client.query(readFileSync(new URL('library-tables.sql', import.meta.url), 'utf8'));
  } catch (error) {
    await client.end();
    throw error;
  }
  return {
    client,
    async emptyRows() {
      await client.query('TRUNCATE duet.library_rows');
    },
    death: () => ended,
    async [Symbol.asyncDispose]() {
      // A server that has gone needs no tidying.
      await client.query({ text: RESTORE, query_timeout: RESTORING_MS } as pg.QueryConfig).catch(() => {});
      await client.end().catch(() => {});
    },
  };
}

/** A server that stands still is left as it is. */
const RESTORING_MS = 10_000;

const RESTORE = `
  UPDATE duet.orders o SET amount_cents = kept.amount_cents
  FROM duet.library_amounts kept WHERE kept.id = o.id AND kept.amount_cents <> o.amount_cents;
  DROP TABLE duet.library_rows, duet.library_amounts`;
