/** The words around the numbers of a demonstration. */
export interface TrapWords {
  title: string;
  /** What the script does. */
  done: string;
  /** Their titles, by the keys of their values in a case; a key ends with its unit. Those that no case has a value for are left out. */
  columns: Readonly<Record<string, string>>;
  why: string;
  /** What to do instead of a failure; what follows from a behaviour. */
  instead: string;
}
