/** What looking at a folder found out about the service in it: guesses, each with where it comes from. */

export interface Guess {
  /** As it stands in the config file. */
  readonly text: string;
  /** e.g. "package.json: scripts.start". */
  readonly from: string;
}

/** A way to start the service, with what belongs to it. */
export interface StartGuess extends Guess {
  readonly env?: Readonly<Record<string, string>>;
  readonly build?: Guess;
}

/** The likeliest guess comes first. */
export interface Found {
  readonly starts: readonly StartGuess[];
  /** Why it seems to use PostgreSQL, e.g. "package.json: pg". */
  readonly database?: string;
  readonly migrates?: readonly Guess[];
  readonly seeds?: readonly Guess[];
  readonly ready?: Guess;
}

/** What every kind of project found, the first kind first. */
export function together(found: readonly Found[]): Found {
  const database = found.map((one) => one.database).find((one) => one !== undefined);
  return {
    starts: found.flatMap(({ starts }) => starts),
    migrates: found.flatMap(({ migrates = [] }) => migrates),
    seeds: found.flatMap(({ seeds = [] }) => seeds),
    ...(database === undefined ? {} : { database }),
  };
}
