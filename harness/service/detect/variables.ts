/**
 * The variables that a service reads from its environment, found in its source code: the one that says its port, and
 * those that say where its database is.
 */
import type { Folder } from './folder.ts';

const SOURCES = [
  '.ts',
  '.mts',
  '.js',
  '.mjs',
  '.cjs',
  '.py',
  '.go',
  '.rb',
  '.rs',
  '.java',
  '.kt',
  '.php',
  '.cs',
  '.sh',
];
/** How languages read a variable; the name is the first group that matched. */
const READS = [
  /process\.env(?:\.([A-Z_]\w*)|\[['"](\w+)['"]\])/g,
  /environ(?:\.get)?[[(]\s*['"](\w+)['"]/g,
  /(?:getenv|Getenv|LookupEnv|ENV\.fetch|GetEnvironmentVariable|env::var)\(\s*['"](\w+)['"]/g,
  /ENV\[['"](\w+)['"]\]/g,
  /\$\{?([A-Z_]*(?:PORT|DATABASE_URL))\b/g,
];
const MOST_READ = 300;
/** Files beside the code whose commands a shell runs, and how it reads a variable. */
const COMMANDS = ['package.json', 'Procfile', 'Dockerfile'];
const IN_A_SHELL = /\$\{?([A-Z_][A-Z\d_]*)\b/g;

/** What of the database each name stands for, by the placeholders that duet fills. */
const PARTS: [pattern: RegExp, placeholder: string][] = [
  [/^(?:DB|POSTGRES|POSTGRESQL|DATABASE)_HOST$/, '{db_host}'],
  [/^(?:DB|POSTGRES|POSTGRESQL|DATABASE)_PORT$/, '{db_port}'],
  [/^(?:DB|POSTGRES|POSTGRESQL|DATABASE)_(?:USER|USERNAME)$/, '{db_user}'],
  [/^(?:DB|POSTGRES|POSTGRESQL|DATABASE)_(?:PASSWORD|PASS)$/, '{db_password}'],
  [/^(?:DB|POSTGRES|POSTGRESQL)_(?:NAME|DB|DATABASE)$|^DATABASE_NAME$/, '{db_name}'],
  [/^(?:DB|PG|POSTGRES|POSTGRESQL)_(?:URL|URI|DSN)$|^(?:SQLALCHEMY_)?DATABASE_(?:URL|URI|DSN)$/, '{database_url}'],
];

/** The texts of its source files, the shallowest first. */
export const sourcesOf = (folder: Folder): { file: string; text: string }[] =>
  folder
    .files(...SOURCES)
    .filter((file) => !/(?:^|\/)duet\.\w+\.\w+$/.test(file))
    .slice(0, MOST_READ)
    .map((file) => ({ file, text: folder.read(file) ?? '' }));

/** All that are read, in the order in which they are found. */
export function variablesOf(folder: Folder): string[] {
  const read = (text: string, pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, ...groups]) => groups.find(Boolean) ?? '');
  const names = [
    ...sourcesOf(folder).flatMap(({ text }) => READS.flatMap((pattern) => read(text, pattern))),
    ...COMMANDS.flatMap((file) => read(folder.read(file) ?? '', IN_A_SHELL)),
  ];
  return [...new Set(names)].filter((name) => name !== '');
}

/** The variable of the port: PORT where it is read, or else another one that ends in it. */
export function portVariable(variables: readonly string[]): string | undefined {
  const ports = variables.filter(
    (name) => /(?:^|_)PORT$/.test(name) && !/DB|PG|POSTGRES|DATABASE|REDIS|SMTP/.test(name),
  );
  return ports.includes('PORT') ? 'PORT' : ports[0];
}

/** Whether one of them says where a database is. */
export const readsDatabase = (variables: readonly string[]): boolean =>
  variables.some((name) => PARTS.some(([pattern]) => pattern.test(name)));

/**
 * What its variables of the database are to be, where DATABASE_URL is not what it reads: a service that reads that one
 * needs nothing.
 * @param scheme of an address that its driver needs, e.g. "postgresql+asyncpg".
 */
export function databaseVariables(variables: readonly string[], scheme?: string): Record<string, string> {
  const url = scheme === undefined ? '{database_url}' : `{database_url:${scheme}}`;
  if (variables.includes('DATABASE_URL')) return scheme === undefined ? {} : { DATABASE_URL: url };
  const told = variables.flatMap((name) => {
    const [, placeholder] = PARTS.find(([pattern]) => pattern.test(name)) ?? [];
    return placeholder === undefined ? [] : [[name, placeholder === '{database_url}' ? url : placeholder] as const];
  });
  return Object.fromEntries(told);
}
