/** Holding up every query of the services for as long as a test looks at what waits. */
import pg from 'pg';
import type { Surroundings } from './both.ts';

export interface HeldTables extends AsyncDisposable {
  /** Lets the queries go on. */
  release(): Promise<void>;
}

/** Takes the tables of a profile, so that no query on them ends before they are released. */
export async function holdTables({ lab }: Surroundings): Promise<HeldTables> {
  const client = new pg.Client({ connectionString: lab.database.url, application_name: 'holder' });
  await client.connect();
  await client.query('BEGIN; LOCK TABLE duet.users, duet.orders, duet.reviews IN ACCESS EXCLUSIVE MODE');
  let released: Promise<void> | undefined;
  const release = () => {
    released ??= client.end();
    return released;
  };
  return { release, [Symbol.asyncDispose]: release };
}
