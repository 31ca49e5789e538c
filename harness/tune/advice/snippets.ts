/** The recommendation as lines to paste, each value with its reason in a few words. */
import type { AdvisedValue, PoolSetting, Recommendation, TuneSubject } from '../../results/tune.ts';
import { fill, settingValues } from '../subjects/template.ts';

/** Not a value of the pool: it has lines of its own. */
const THREADS = 'total_tokens';

type Snippet = Recommendation['snippets'][number];

/** Of the values, those of SQLAlchemy and those of pg: an empty list where the service is not written with it. */
export interface Advised {
  python: readonly AdvisedValue[];
  node: readonly AdvisedValue[];
  /** Why so many connections, in a few words. */
  sizeRemark: string;
}

/** Of a reader's service, its own variables come first. */
export function snippetsOf(advised: Advised, setting: PoolSetting, subject: TuneSubject): Snippet[] {
  const { python, node, sizeRemark } = advised;
  const engines = python.length === 0 ? [] : [syncEngine(python, sizeRemark), asyncEngine(python, sizeRemark)];
  // The form that was measured comes first.
  const ordered = subject.kind === 'own' && subject.form === 'async' ? engines.toReversed() : engines;
  return [
    ...ownVariables(setting, subject),
    ...ordered,
    ...threadLimiter(python),
    ...(node.length === 0 ? [] : [pgPool(node, sizeRemark)]),
  ];
}

const syncEngine = (values: readonly AdvisedValue[], sizeRemark: string): Snippet => ({
  title: 'SQLAlchemy, `def` routes and scripts',
  language: 'python',
  code: ['from sqlalchemy import create_engine', '', ...engine('create_engine', values, sizeRemark)].join('\n'),
});

const asyncEngine = (values: readonly AdvisedValue[], sizeRemark: string): Snippet => ({
  title: 'SQLAlchemy, `async def` routes',
  language: 'python',
  code: [
    'from sqlalchemy.ext.asyncio import create_async_engine',
    '',
    ...engine('create_async_engine', values, sizeRemark),
  ].join('\n'),
});

function engine(create: string, values: readonly AdvisedValue[], sizeRemark: string): string[] {
  const own = values.filter(({ name }) => name !== THREADS);
  const lines = own.map(
    ({ name, value }) => [`    ${name}=${pythonLiteral(value)},`, remarkOn(name, value, sizeRemark)] as const,
  );
  return [`engine = ${create}(`, '    DATABASE_URL,  # postgresql+psycopg://…', ...remarked(lines, '#'), ')'];
}

function threadLimiter(values: readonly AdvisedValue[]): Snippet[] {
  const tokens = values.find(({ name }) => name === THREADS);
  if (tokens === undefined) return [];
  const code = [
    'from anyio.to_thread import current_default_thread_limiter',
    '',
    '# In the lifespan of the app: the limiter belongs to the running event loop.',
    `current_default_thread_limiter().total_tokens = ${tokens.value}`,
  ].join('\n');
  return [{ title: 'Threads for `def` routes', language: 'python', code }];
}

function pgPool(values: readonly AdvisedValue[], sizeRemark: string): Snippet {
  const lines = values.map(({ name, value }) => [`  ${name}: ${value},`, remarkOn(name, value, sizeRemark)] as const);
  const code = [
    "import pg from 'pg';",
    '',
    'const pool = new pg.Pool({',
    '  connectionString: process.env.DATABASE_URL,',
    ...remarked(lines, '//'),
    '});',
    '// An idle connection that breaks is replaced; without a listener it would end the process.',
    "pool.on('error', (error) => console.error(error));",
  ].join('\n');
  return { title: 'node-postgres', language: 'typescript', code };
}

/** The variables of a reader's service, and its command where that carries values; the port is not part of the advice. */
function ownVariables(setting: PoolSetting, subject: TuneSubject): Snippet[] {
  if (subject.kind !== 'command') return [];
  const values = settingValues(setting);
  const changed = Object.entries(subject.env).filter(([, template]) => fill(template, values) !== template);
  const lines = changed.map(([name, template]) => `${name}=${fill(template, values)}`);
  const command = fill(subject.command, values);
  if (command !== subject.command) lines.push(command);
  return lines.length === 0 ? [] : [{ title: 'Your service', language: 'sh', code: lines.join('\n') }];
}

/** In a few words: the report has the reasons in full. */
const REMARKS: Record<string, string | { on: string; off: string }> = {
  max_overflow: 'overflow connections are closed and opened anew in each burst',
  pool_timeout: 'seconds; then refuse instead of waiting',
  pool_recycle: 'seconds; before a firewall drops a quiet connection',
  pool_pre_ping: {
    on: 'a round trip per checkout, against stale connections',
    off: 'saves a round trip per checkout; a stale connection fails a request',
  },
  pool_use_lifo: { on: 'the last one back goes out first', off: 'in turn' },
  connectionTimeoutMillis: 'then refuse instead of waiting',
  idleTimeoutMillis: '0: idle connections stay open',
  maxLifetimeSeconds: 'before a firewall drops a quiet connection',
  maxUses: 'no bound: the lifetime is one',
};

function remarkOn(name: string, value: AdvisedValue['value'], sizeRemark: string): string | undefined {
  if (name === 'pool_size' || name === 'max') return sizeRemark;
  const remark = REMARKS[name];
  return typeof remark === 'object' ? (value ? remark.on : remark.off) : remark;
}

function remarked(lines: readonly (readonly [string, string | undefined])[], comment: string): string[] {
  const width = Math.max(0, ...lines.map(([line]) => line.length));
  return lines.map(([line, remark]) => (remark === undefined ? line : `${line.padEnd(width)}  ${comment} ${remark}`));
}

const pythonLiteral = (value: AdvisedValue['value']): string =>
  typeof value === 'boolean' ? (value ? 'True' : 'False') : `${value}`;
