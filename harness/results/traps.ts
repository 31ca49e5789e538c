/** What `duet traps` found out: the format of its --json, and what its other outputs are made from. */
import type { PatternName, StackName } from './names.ts';
import type { TrapName } from './trap-names.ts';

/** One way of doing it, and the values that came of it: a count or words; times end in `_ms`, sizes in `_bytes`. */
export interface TrapCase {
  case: string;
  /** The error, word for word. */
  said?: string;
  [key: string]: string | number | undefined;
}

/**
 * `shown`: the cases differ in the way that the demonstration is about. `not-shown`: here they do not, because a version or the
 * machine is another one, or because the machine was busy.
 */
export type TrapVerdict = 'shown' | 'not-shown';

/** A demonstration in one stack. */
export interface TrapRun {
  stack: StackName;
  /** The script, as path from the repository's folder. */
  file: string;
  /** What stood in it; absent where results are kept beside the scripts. */
  code?: string;
  took_ms: number;
  cases: TrapCase[];
  verdict: TrapVerdict;
}

export interface TrapFinding {
  name: TrapName;
  pattern: PatternName;
  /** A failure that people run into, or the way in which something behaves where people guess. */
  kind: 'failure' | 'behaviour';
  runs: TrapRun[];
  /** Why it was not run, where it was not. */
  left_out: 'exhausts-server' | 'no-pooler' | null;
}

/** When and on what it happened. */
export interface TrapsEnvironment {
  /** ISO 8601. */
  started_at: string;
  machine: { cpu: string; cores: number; system: string };
  /** Runtimes, libraries, PostgreSQL. */
  versions: Record<string, string>;
}

export interface TrapsResults extends TrapsEnvironment {
  schema: 'duet-traps';
  duet_version: string;
  traps: TrapFinding[];
}
