/** Lines to paste, each value with its reason in a few words. */
import type { AdvisedValue, SizeClaim, Snippet, SnippetCode } from '../../../results/schema.ts';

export interface SnippetText {
  /** Code in backticks. */
  title: string;
  language: string;
  code: string;
}

const TITLES: Record<SnippetCode, string> = {
  variables: 'Your service',
  sqlalchemy: 'SQLAlchemy, `def` routes and scripts',
  'sqlalchemy-async': 'SQLAlchemy, `async def` routes',
  threads: 'Threads for `def` routes',
  pg: 'node-postgres',
  pgbouncer: 'PgBouncer, pgbouncer.ini',
};

const SIZE_REMARKS: Record<SizeClaim, string> = {
  smallest: 'the smallest number that is as good as any',
  'server-limit': 'all that PostgreSQL can give to the process',
  'most-tried': 'the largest number that was tried',
  undecided: 'the smallest number that seems as good as any',
  'nothing-served': 'a guess: no number of connections was enough',
};

/** In a few words: the report has the reasons in full. */
const REMARKS: Record<string, string | { on: string; off: string }> = {
  max_overflow: 'overflow connections are closed and reopened in each burst',
  pool_timeout: 'seconds; then refuse instead of waiting',
  pool_recycle: 'seconds; before a firewall drops a quiet connection',
  pool_pre_ping: {
    on: 'a round trip per checkout, against stale connections',
    off: 'saves a round trip per checkout; a stale connection fails a request',
  },
  pool_use_lifo: { on: 'the connection returned last is used first', off: 'in turn' },
  connectionTimeoutMillis: 'then refuse instead of waiting',
  idleTimeoutMillis: '0: idle connections stay open',
  maxLifetimeSeconds: 'before a firewall drops a quiet connection',
  maxUses: 'no bound: the lifetime is one',
};

/** What stands on a line of its own, above what it is about. */
const ABOVE: Record<string, string> = {
  total_tokens: 'In the lifespan of the app: the limiter belongs to the running event loop.',
  error: 'An idle connection that breaks is replaced; without a listener it would end the process.',
};

const COMMENTS: Record<string, string> = { python: '#', typescript: '//' };

export function snippetText(snippet: Snippet, values: readonly AdvisedValue[]): SnippetText {
  const { language } = snippet;
  if (snippet.code === 'stored') return { title: snippet.title, language, code: snippet.text };
  const remarked = snippet.lines.map(({ text, about = '' }) => ({ text, about, remark: remarkOn(about, values) }));
  const width = Math.max(0, ...remarked.flatMap(({ text, remark }) => (remark === undefined ? [] : [text.length])));
  const comment = COMMENTS[language] ?? '#';
  const lines = remarked.flatMap(({ text, about, remark }) => [
    ...(ABOVE[about] === undefined ? [] : [`${comment} ${ABOVE[about]}`]),
    remark === undefined ? text : `${text.padEnd(width)}  ${comment} ${remark}`,
  ]);
  return { title: TITLES[snippet.code], language, code: lines.join('\n') };
}

function remarkOn(name: string, values: readonly AdvisedValue[]): string | undefined {
  const advised = values.find((one) => one.name === name);
  if (advised?.reason.code === 'size') return SIZE_REMARKS[advised.reason.claim];
  const remark = REMARKS[name];
  return typeof remark === 'object' ? (advised?.value ? remark.on : remark.off) : remark;
}
