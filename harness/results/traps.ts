/** What `duet traps` found out: the format of its --json, and what its other outputs are made from. */
import type { StackName } from './names.ts';

/** One way of doing it, and the values that came of it, by the keys of the columns. */
export interface TrapCase {
  case: string;
  /** The error, word for word. */
  said?: string;
  [column: string]: string | number | undefined;
}

export interface TrapColumn {
  /** The key of its value in a case. */
  key: string;
  title: string;
  /** Times are in ms. Default: a count, or words. */
  unit?: 'ms' | 'req/s';
}

/** A demonstration in one stack. */
export interface TrapRun {
  stack: StackName;
  /** The script, as path from the repository's folder. */
  file: string;
  code: string;
  took_ms: number;
  cases: TrapCase[];
}

export interface TrapFinding {
  name: string;
  title: string;
  /** A failure that people run into, or the way in which a pool behaves. */
  kind: 'failure' | 'behaviour';
  done: string;
  why: string;
  /** What to do instead, or what follows. */
  instead: string;
  columns: readonly TrapColumn[];
  runs: TrapRun[];
  /** Why it was not run, where it was not. */
  left_out: 'exhausts-server' | 'no-pooler' | null;
}

export interface TrapsResults {
  schema: 'duet-traps';
  duet_version: string;
  /** What it happened on: runtimes, libraries, PostgreSQL. */
  versions: Record<string, string>;
  traps: TrapFinding[];
}
