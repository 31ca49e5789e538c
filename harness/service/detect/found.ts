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

/** What a project installs, for commands that are said elsewhere and find it on their path. */
export interface Installs {
  readonly build: Guess;
  /** What stands before the name of an installed program, e.g. ".venv/bin/". */
  readonly before: string;
  hasProgram(name: string): boolean;
  /** The variables of its database. */
  readonly env: Readonly<Record<string, string>>;
}

/** The likeliest guess comes first. */
export interface Found {
  readonly starts: readonly StartGuess[];
  readonly installs?: Installs | undefined;
  /** Why it seems to use PostgreSQL, e.g. "package.json: pg". */
  readonly database?: string;
  readonly migrates?: readonly Guess[];
  readonly seeds?: readonly Guess[];
  readonly ready?: Guess;
}

/**
 * What every kind of project found, the first kind first.
 * @param deployed what is said for where the service is deployed, where all that it needs is installed.
 */
export function together(projects: readonly Found[], deployed: readonly Found[]): Found {
  const found = [...projects, ...deployed];
  const database = found.map((one) => one.database).find((one) => one !== undefined);
  const installs = projects.flatMap((one) => one.installs ?? []);
  const starts = deployed.flatMap((one) => one.starts).map((start) => within(start, installs));
  return {
    starts: [...projects.flatMap((one) => one.starts), ...starts],
    migrates: found.flatMap(({ migrates = [] }) => migrates),
    seeds: found.flatMap(({ seeds = [] }) => seeds),
    ...(database === undefined ? {} : { database }),
  };
}

/** The program of a line, behind a shell that only carries it out. */
const PROGRAM = /^(sh -c 'exec )?([\w.-]+)(?= |$)/;

/** A command as the project whose program it calls has it, or else as the first project. */
function within(start: StartGuess, projects: readonly Installs[]): StartGuess {
  const program = PROGRAM.exec(start.text)?.[2] ?? '';
  const owner = projects.find(({ hasProgram }) => hasProgram(program));
  const installs = owner ?? projects[0];
  if (installs === undefined) return start;
  const text = owner === undefined ? start.text : start.text.replace(PROGRAM, `$1${owner.before}$2`);
  const env = { ...installs.env, ...start.env };
  return { ...start, text, build: installs.build, ...(Object.keys(env).length === 0 ? {} : { env }) };
}
