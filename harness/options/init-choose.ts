/** What goes into a new config file: what was typed, what looking found out, and what the reader answers. */
import { refused } from '../errors.ts';
import type { ServiceConfig } from '../service/config.ts';
import type { Found, Guess, StartGuess } from '../service/detect/found.ts';
import type { Ask } from './ask.ts';
import { requestsOf, withTyped } from './described-service.ts';
import type { InitOptions } from './init.ts';

/** The config, with where its members come from. */
export interface Chosen {
  config: ServiceConfig;
  comments: Record<string, string>;
}

interface Asker {
  /** Absent where nobody is there to answer, or wants to be asked. */
  ask?: Ask | undefined;
  say(text: string): void;
}

/**
 * Asks only what cannot be told: which of several ways starts the service, how its tables are made.
 * @param requests that another file lists.
 * @throws DuetError (exit 2) where nothing says how the service is started, and nobody can be asked.
 */
export async function chooseParts(
  found: Found,
  options: InitOptions,
  requests: ServiceConfig['requests'],
  asker: Asker,
): Promise<Chosen> {
  const start = options.start === undefined ? await chooseStart(found.starts, asker) : { text: options.start };
  const guess: StartGuess = { from: 'typed', ...start };
  const comments: Record<string, string> = {};
  const note = (member: string, one: Guess | undefined) => {
    if (one !== undefined && one.from !== 'typed') comments[member] = one.from;
    return one?.text;
  };
  const build = options.build ?? note('build', guess.build);
  note('start', guess);
  const database = await chooseDatabase(found, options, asker, note);
  if (database !== undefined && found.database !== undefined) comments.database = found.database;
  const ready = note('ready', found.ready);
  const config: ServiceConfig = {
    ...(build === undefined ? {} : { build }),
    start: guess.text,
    ...(guess.env === undefined || Object.keys(guess.env).length === 0 ? {} : { env: { ...guess.env } }),
    ...(ready === undefined ? {} : { ready }),
    ...(database === undefined ? {} : { database }),
    requests: await chooseRequests(requests, options, asker),
  };
  return { config: withTyped({ ...options, request: [] }, config), comments };
}

async function chooseStart(starts: readonly StartGuess[], { ask, say }: Asker): Promise<StartGuess> {
  const [first, ...others] = starts;
  if (first !== undefined && (others.length === 0 || ask === undefined)) return first;
  if (ask === undefined) {
    throw refused('nothing here says how the service is started', 'say it: --start "… --port {port}"');
  }
  for (const [at, { text, from }] of starts.entries()) say(`  ${at + 1}  ${text}  (${from})`);
  for (;;) {
    const question = `Command that starts the service, with {port}${first === undefined ? '' : ', or a number [1]'}: `;
    const answer = (await ask(question)).trim();
    const chosen = answer === '' ? first : starts[Number(answer) - 1];
    if (chosen !== undefined) return chosen;
    if (answer !== '' && !/^\d+$/.test(answer)) return { text: answer, from: 'typed' };
    say('  Give a command, or one of the numbers above.');
  }
}

type Note = (member: string, guess: Guess | undefined) => string | undefined;

async function chooseDatabase(
  { database, migrates = [], seeds = [] }: Found,
  options: InitOptions,
  { ask }: Asker,
  note: Note,
): Promise<ServiceConfig['database']> {
  const from = options.database ?? (database === undefined ? undefined : whereFrom());
  if (from === undefined) return undefined;
  let migrate = options.migrate ?? note('database.migrate', migrates[0]);
  if (migrate === undefined && from === 'duet' && ask !== undefined) {
    migrate = (await ask('Command that makes the tables in an empty database [none]: ')).trim() || undefined;
  }
  const seed = options.seedData ?? note('database.seed', seeds[0]);
  return { from, ...(migrate === undefined ? {} : { migrate }), ...(seed === undefined ? {} : { seed }) };
}

/** A database that is named has tables and rows in it. */
const whereFrom = () => (process.env.DATABASE_URL ? 'DATABASE_URL' : 'duet');

async function chooseRequests(
  listed: ServiceConfig['requests'],
  { request }: InitOptions,
  { ask, say }: Asker,
): Promise<ServiceConfig['requests']> {
  if (request.length > 0) return requestsOf(request);
  if (Object.keys(listed).length > 0 || ask === undefined) return listed;
  for (;;) {
    const question = 'A request to measure, e.g. GET /orders/7 [what the service says of itself, or GET /]: ';
    const answer = (await ask(question)).trim();
    if (answer === '') return {};
    try {
      return requestsOf([answer]);
    } catch (error) {
      say(`  ${(error as Error).message}`);
    }
  }
}
