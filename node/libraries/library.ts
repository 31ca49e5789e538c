/**
 * What a library's file offers, by field. The file is written as the library's own documentation would, and shows just what
 * differs; it knows nothing of HTTP, which `routes/<field>.ts` adds, but in the field `serving`, where it is the server.
 */
import type { RevenueReport } from '../patterns/revenue.ts';
import type { Detail } from '../plugins/upstream.ts';

export type { Detail, RevenueReport };

/** Every library's file says whose versions it depends on: npm packages, which GET /health tells. */
export interface LibraryModule {
  packages: readonly string[];
}

// Field: database

/** What is absent is the library's own default. */
export interface PoolOptions {
  /** The most connections. */
  max?: number;
  /** How long a caller may wait for a connection. Not every library can bound that. */
  waitMs?: number;
}

export interface User {
  id: number;
  name: string;
  email: string;
  plan: string;
  country: string;
}
export interface Order {
  id: number;
  /** YYYY-MM-DD. */
  placed_on: string;
  amount_cents: number;
  status: string;
}
export interface Review {
  id: number;
  product_id: number;
  rating: number;
  body: string;
}
export interface Profile {
  user: User;
  orders: Order[];
  reviews: Review[];
}
/** A row of duet.library_rows. */
export interface Row {
  id: number;
  user_id: number;
  body: string;
}

export interface DatabaseLibrary {
  /** Reads by key. */
  user(id: number): Promise<User | undefined>;
  /** The user with orders and reviews, each ordered by id, by the library's own loading of relations. */
  profile(id: number): Promise<Profile | undefined>;
  /** Takes cents from one order and gives them to another, in one transaction of two UPDATEs. */
  transfer(from: number, to: number, cents: number): Promise<void>;
  /** Writes many rows, as the library inserts many. */
  insert(rows: Row[]): Promise<void>;
  /** A statement that takes so long. */
  sleep(seconds: number): Promise<void>;
  close(): Promise<void>;
}

export type OpenDatabase = (url: string, pool: PoolOptions) => Promise<DatabaseLibrary>;

export interface DatabaseModule extends LibraryModule {
  open: OpenDatabase;
}

// Field: batching

export interface BatchingLibrary {
  /**
   * The details of all these users, in any order. HTTP clients post 100 ids at a time to /details:batch, one call after the
   * other; what collects single loads, or sends them side by side, does that.
   */
  enrich(ids: number[]): Promise<Detail[]>;
  close(): Promise<void>;
}

export interface BatchingModule extends LibraryModule {
  /** `upstreamUrl` has no slash at its end. */
  open(upstreamUrl: string): Promise<BatchingLibrary>;
}

// Field: streaming

/** The contract's answer without the checksum; the plans in code point order. */
export interface FileTotals {
  rows: number;
  amount_cents: number;
  plans: { plan: string; rows: number; amount_cents: number }[];
}

export interface StreamingLibrary {
  summarize(path: string): Promise<FileTotals>;
}

export interface StreamingModule extends LibraryModule {
  open(): Promise<StreamingLibrary>;
}

// Field: workers

export interface WorkersLibrary {
  /** The report, computed by patterns/revenue.ts in a worker. */
  report(size: number): Promise<RevenueReport>;
  /** A job whose worker exits at once; rejects with what the library makes of that. */
  die(): Promise<unknown>;
  close(): Promise<void>;
}

export interface WorkersModule extends LibraryModule {
  open(workers: number): Promise<WorkersLibrary>;
}

// Field: serving

export interface ServingSettings {
  /** 0 for any free port of 127.0.0.1. */
  port: number;
  /** The answer of GET /health. */
  health: Health;
  /** The SELECT on a pg.Pool behind GET /users/{id}. */
  readUser(id: number): Promise<User | undefined>;
}

export interface ServingModule extends LibraryModule {
  /** Listens on 127.0.0.1 and serves GET /health, GET /light, GET /users/{id} and POST /bodies. */
  serve(settings: ServingSettings): Promise<Listening>;
}

// The process around a library

export interface Health {
  pid: number;
  /** By package; the runtime is one, named `node`. */
  versions: Record<string, string>;
}

export interface Listening {
  port: number;
  close(): Promise<void>;
}

/** Read from the environment; what is not set is absent. */
export interface LibrarySettings {
  /** DATABASE_URL. */
  databaseUrl?: string;
  /** UPSTREAM_URL, without a slash at the end. */
  upstreamUrl?: string;
  /** FILES_DIR. */
  filesDir?: string;
  /** PORT; 0 for any free one. */
  port: number;
  /** POOL_MAX and POOL_WAIT_MS. */
  pool: PoolOptions;
  /** WORKERS. */
  workers: number;
  /** EXIT_WITH_PARENT. */
  exitWithParent: boolean;
}

/** `routes/<field>.ts` exports this as `start`: it opens the library, and serves what is asked of its field. */
export type Start<Module extends LibraryModule> = (
  library: Module,
  settings: LibrarySettings,
  health: Health,
) => Promise<Listening>;
