/**
 * Placeholders such as {pool_size}, in the command line, the variables and the hook of a reader's service: the names of
 * its settings are its own, only the values are duet's.
 */
import { closest } from 'fastest-levenshtein';
import { refused } from '../errors.ts';
import { withScheme } from '../lab/database-parts.ts';

/** What each placeholder stands for. */
export const PLACEHOLDERS = {
  port: 'the free port on which the service is to listen',
  pool_size: 'connections that the pool keeps (SQLAlchemy: pool_size)',
  max_overflow: 'connections beyond those, under load (SQLAlchemy: max_overflow)',
  pool_max: 'both together, for pools that know one bound (pg.Pool: max)',
  pool_timeout_ms: 'how long a request may wait for a connection, in ms',
  pool_timeout_s: 'the same in seconds, e.g. 0.5',
  pool_timeout_whole_s: 'the same in whole seconds, rounded up',
  database_url: 'the PostgreSQL that is observed; {database_url:postgresql+asyncpg} with another scheme',
  db_host: 'its host, for services that take the parts',
  db_port: 'its port',
  db_user: 'the user',
  db_password: 'the password',
  db_name: 'the name of the database',
} as const;

export type Placeholder = keyof typeof PLACEHOLDERS;
/** Those that have no value where no PostgreSQL is observed. */
export const OF_THE_DATABASE = [
  'database_url',
  'db_host',
  'db_port',
  'db_user',
  'db_password',
  'db_name',
] as const satisfies Placeholder[];
/** Those that have a value where the size of a pool is tuned. */
export const OF_THE_POOL = [
  'pool_size',
  'max_overflow',
  'pool_max',
  'pool_timeout_ms',
  'pool_timeout_s',
  'pool_timeout_whole_s',
] as const satisfies Placeholder[];
export type PlaceholderValues = Partial<Record<Placeholder, string | number>>;

/** `${NAME}` is a matter of the shell, and JSON has no bare name after a brace. A scheme may follow, e.g. postgresql+asyncpg. */
const PLACEHOLDER = /(?<!\$)\{([A-Za-z_]\w*)(?::(postg\w*(?:\+\w+)?))?\}/g;

/**
 * The placeholders in some templates.
 * @param where they come from, for the refusal, e.g. "--command".
 * @throws DuetError (exit 2) at one that there is not, with those that there are.
 */
export function placeholdersIn(where: string, ...templates: string[]): Set<Placeholder> {
  const all = Object.keys(PLACEHOLDERS) as Placeholder[];
  const found = templates.flatMap((template) => [...template.matchAll(PLACEHOLDER)]);
  for (const [, name = '', scheme] of found) {
    if (!(name in PLACEHOLDERS)) {
      throw refused(
        `${where}: there is no placeholder {${name}}`,
        `did you mean {${closest(name, all)}}? There are ${all.map((one) => `{${one}}`).join(', ')}`,
      );
    }
    if (scheme !== undefined && name !== 'database_url') {
      throw refused(`${where}: {${name}:${scheme}}: only an address has a scheme`, `{database_url:${scheme}}`);
    }
  }
  return new Set(found.map(([, name]) => name as Placeholder));
}

/**
 * The template with values for its placeholders; one that has no value stays as it is.
 * @param written what stands in the place of a placeholder; by default its value.
 */
export function fill(
  template: string,
  values: PlaceholderValues,
  written: (value: string) => string = (value) => value,
): string {
  return template.replace(PLACEHOLDER, (whole, name: Placeholder, scheme?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return written(scheme === undefined ? String(value) : withScheme(String(value), scheme));
  });
}
