/** What a fault is to `duet libraries`, and what the trials of all faults are given. */
import type pg from 'pg';
import type { RunningPooler } from '../../lab/pooler.ts';
import type { Database } from '../../lab/postgres.ts';
import type { LibraryBreak } from '../../results/libraries.ts';
import type { BreakName } from '../../results/library-names.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import type { Measuring } from '../measuring.ts';

export type Found = Omit<LibraryBreak, 'break'>;

export interface BreakTrial {
  name: BreakName;
  /** Expected time of one library, its start included. */
  expectedMs: number;
  /** So many libraries are tried at the same time, where they do little but wait. */
  atOnce: number;
  /** @throws where the process does not start, and where the run is interrupted. */
  run(entry: CatalogueEntry, surroundings: Surroundings): Promise<Found>;
}

export interface TransactionPooler {
  pooler: RunningPooler;
  /**
   * From now on no statement that a client prepares is known on other backends, as before PgBouncer 1.21.
   * @returns false where it was so before.
   */
  forgetPrepared(): Promise<boolean>;
  /** As it was at first. */
  rememberPrepared(): Promise<void>;
}

export interface Session extends AsyncDisposable {
  client: pg.Client;
}

/** What a trial stands on. What takes long to make is made when it is first asked for. */
export interface Surroundings {
  measuring: Measuring;
  /** Opens a session of ours on the database of the lab. */
  openSession(): Promise<Session>;
  /** PgBouncer in transaction mode; undefined where there is none. */
  pooler(): Promise<TransactionPooler | undefined>;
  /** A PostgreSQL that may be restarted, with the same data; undefined where the reader has one. */
  restartableDatabase(): Promise<(Pick<Database, 'url'> & { restart(): Promise<void> }) | undefined>;
}
