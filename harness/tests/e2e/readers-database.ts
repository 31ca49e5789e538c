/** A PostgreSQL of the reader's, as DATABASE_URL names it: it is there before duet starts, and stays. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Database, openDatabase } from '../../lab/postgres.ts';
import { openWorkplace } from '../../lab/workplace.ts';
import type { Place } from './place.ts';

export interface ReadersDatabase extends AsyncDisposable {
  readonly url: string;
  /** As its administrator does it: all sessions end. */
  restart(): Promise<void>;
  query<Row extends pg.QueryResultRow>(statement: string): Promise<Row[]>;
}

export async function openReadersDatabase(place: Place, name: string): Promise<ReadersDatabase> {
  await using resources = new AsyncDisposableStack();
  const workplace = resources.use(openWorkplace(`test-${name}-${process.pid}`));
  const logs = join(place.dir, 'logs');
  mkdirSync(logs, { recursive: true });
  const server = resources.use<Database>(await openDatabase(workplace, logs));
  const { url } = server;
  const owned = resources.move();
  return {
    url,
    restart: async () => server.restart?.(),
    async query<Row extends pg.QueryResultRow>(statement: string) {
      const client = new pg.Client(url);
      await client.connect();
      try {
        return (await client.query<Row>(statement)).rows;
      } finally {
        await client.end();
      }
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
