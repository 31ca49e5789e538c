/** The recommendation as lines to paste: code and values. What is said beside them is added where they are shown. */
import type { AdvisedValue, PoolSetting, Snippet, TuneSubject } from '../../results/tune.ts';
import { fill } from '../../service/command-placeholders.ts';
import { settingValues } from '../subjects/setting-values.ts';

/** Not a value of the pool: it has lines of its own. */
const THREADS = 'total_tokens';

type Lines = Extract<Snippet, { lines: unknown }>;
type Line = Lines['lines'][number];

/** The values of SQLAlchemy, of pg and of PgBouncer: an empty list where the service has none of it. */
export interface Advised {
  python: readonly AdvisedValue[];
  node: readonly AdvisedValue[];
  pooler: readonly AdvisedValue[];
}

/** Lines to paste. For a service of a reader, its own variables come first. */
export function snippetsOf({ python, node, pooler }: Advised, setting: PoolSetting, subject: TuneSubject): Lines[] {
  const engines = python.length === 0 ? [] : [syncEngine(python), asyncEngine(python)];
  // The form that was measured comes first.
  const ordered = subject.kind === 'own' && subject.form === 'async' ? engines.toReversed() : engines;
  return [
    ...ownVariables(setting, subject),
    ...ordered,
    ...threadLimiter(python),
    ...(node.length === 0 ? [] : [pgPool(node)]),
    ...(pooler.length === 0 ? [] : [pgbouncer(pooler)]),
  ];
}

const plain = (...lines: string[]): Line[] => lines.map((text) => ({ text }));

const syncEngine = (values: readonly AdvisedValue[]): Lines => ({
  code: 'sqlalchemy',
  language: 'python',
  lines: [...plain('from sqlalchemy import create_engine', ''), ...engine('create_engine', values)],
});

const asyncEngine = (values: readonly AdvisedValue[]): Lines => ({
  code: 'sqlalchemy-async',
  language: 'python',
  lines: [
    ...plain('from sqlalchemy.ext.asyncio import create_async_engine', ''),
    ...engine('create_async_engine', values),
  ],
});

function engine(create: string, values: readonly AdvisedValue[]): Line[] {
  const own = values.filter(({ name }) => name !== THREADS);
  return [
    ...plain(`engine = ${create}(`, '    DATABASE_URL,  # postgresql+psycopg://…'),
    ...own.map(({ name, value }) => ({ text: `    ${name}=${pythonLiteral(value)},`, about: name })),
    ...plain(')'),
  ];
}

function threadLimiter(values: readonly AdvisedValue[]): Lines[] {
  const tokens = values.find(({ name }) => name === THREADS);
  if (tokens === undefined) return [];
  const lines = [
    ...plain('from anyio.to_thread import current_default_thread_limiter', ''),
    { text: `current_default_thread_limiter().total_tokens = ${tokens.value}`, about: THREADS },
  ];
  return [{ code: 'threads', language: 'python', lines }];
}

function pgPool(values: readonly AdvisedValue[]): Lines {
  const lines = [
    ...plain("import pg from 'pg';", '', 'const pool = new pg.Pool({', '  connectionString: process.env.DATABASE_URL,'),
    ...values.map(({ name, value }) => ({ text: `  ${name}: ${value},`, about: name })),
    ...plain('});'),
    { text: "pool.on('error', (error) => console.error(error));", about: 'error' },
  ];
  return { code: 'pg', language: 'typescript', lines };
}

/** Without remarks: PgBouncer takes a comment for a part of the value, unless it has the line to itself. */
const pgbouncer = (values: readonly AdvisedValue[]): Lines => ({
  code: 'pgbouncer',
  language: 'ini',
  lines: plain('[pgbouncer]', ...values.map(({ name, value }) => `${name} = ${value}`)),
});

/** The variables of a reader's service, and its command where that carries values; the port is not part of the advice. */
function ownVariables(setting: PoolSetting, subject: TuneSubject): Lines[] {
  if (subject.kind !== 'command') return [];
  const values = settingValues(setting);
  const changed = Object.entries(subject.env).filter(([, template]) => fill(template, values) !== template);
  const lines = changed.map(([name, template]) => `${name}=${fill(template, values)}`);
  const command = fill(subject.command, values);
  if (command !== subject.command) lines.push(command);
  return lines.length === 0 ? [] : [{ code: 'variables', language: 'sh', lines: plain(...lines) }];
}

const pythonLiteral = (value: AdvisedValue['value']): string =>
  typeof value === 'boolean' ? (value ? 'True' : 'False') : `${value}`;
