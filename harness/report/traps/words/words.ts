/** The words around the numbers of a demonstration. */
export interface TrapWords {
  title: string;
  /** What the script does. */
  done: string;
  /** Those that no case has a value for are left out. */
  columns: readonly TrapColumn[];
  why: string;
  /** What to do instead of a failure; what follows from a behaviour. */
  instead: string;
}

export interface TrapColumn {
  /** The key of its value in a case. */
  key: string;
  title: string;
  /** Default: a count, or words. */
  unit?: 'ms' | 'bytes' | 'req/s';
}
