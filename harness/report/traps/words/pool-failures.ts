/** What people run into with connection pools: each is done as it is done by mistake, next to what to do instead. */
import type { TrapWords } from './words.ts';

export const poolFailures = {
  'engine-per-request': {
    title: 'An engine or a pool for each request, never closed',
    done: '30 requests one after the other; then PostgreSQL is asked which of their sessions are still open.',
    columns: { requests: 'requests', opened: 'opened', left: 'left open' },
    why: 'A pool keeps its connection for the next caller, who never comes. In Python the garbage collector closes unreferenced connections at some later time; in Node an idle connection is closed after idleTimeoutMillis, 10 s by default.',
    instead: 'Make one engine or pool when the service starts, and close it when it ends.',
  },
  'too-many-clients': {
    title: 'Pool × processes is more than PostgreSQL gives',
    done: 'max_connections is 40, of which 3 are reserved and 1 is the observer’s. Four processes fill their pools.',
    columns: { wanted: 'wanted', opened: 'opened', refused: 'refused' },
    why: 'Each process has a pool of its own, and pools open lazily: nothing fails at the start, but under load. A superuser also gets the reserved connections, and then nobody can log in to investigate.',
    instead:
      'Pool size ≤ (max_connections − reserved − other clients) ÷ processes; count the processes of a rolling deployment twice.',
  },
  'held-connection': {
    title: 'A connection held while another service is awaited',
    done: '20 requests at once on a pool of 5. Each makes two SELECTs, and between them a call of 100 ms to another service.',
    columns: {
      requests: 'requests',
      pool: 'pool',
      held_ms: 'held per request',
      took_ms: 'all took',
      per_second: 'throughput',
    },
    why: 'A held connection is busy for the pool but idle for PostgreSQL. Five connections serve five calls at a time, however fast the queries are.',
    instead:
      'Give the connection back before the call (end the transaction first), or make the call before or after. A larger pool only moves the limit.',
  },
  'nested-checkout': {
    title: 'A second connection taken while the first is held',
    done: 'Requests start at once on a pool of 5 that waits 1 s; all have their first connection before any asks for its second.',
    columns: { requests: 'requests', pool: 'pool', timed_out: 'timed out', first_ms: 'first ended after' },
    why: 'Every request holds one connection and waits for another: a deadlock that PostgreSQL cannot see. Only the timeout of the pool ends it: a request that fails returns its connection, which may save another.',
    instead:
      'Hand the connection on. Where a request needs k at once, n requests at once need n × (k − 1) + 1 connections.',
  },
  threads: {
    title: '40 threads against 30 connections',
    done: '60 requests at once to a def route whose query takes 0.4 s; then one to a route that needs no database.',
    columns: {
      threads: 'threads',
      busy: 'busy',
      connections: 'connections',
      waiting: 'waiting for one',
      light_ms: 'light request',
    },
    why: 'FastAPI runs def routes on 40 threads. A thread that waits for a connection is taken, and every other def route waits for a thread.',
    instead:
      'Write routes that need no database as async def; use the async engine, where who waits occupies no thread; or give the limiter more threads than requests may wait.',
  },
  'session-dependency': {
    title: 'A session from a dependency, in a def route',
    done: '100 requests at once for one short SELECT each, on 20 + 10 connections that are waited for at most 1.5 s.',
    columns: { requests: 'requests', answered: 'answered', timed_out: 'timed out', took_ms: 'all took' },
    why: 'What a dependency yields is closed after the answer, and the answer of a def route is validated on a thread. Once 40 threads wait for a connection, the 30 requests that hold one have no thread left to finish on: a deadlock until the pool’s timeout. With scope="function" the session ends before the answer is sent, but after it was validated.',
    instead: 'Open the session inside the route, so that it ends on its own thread, or use the async engine.',
  },
  'plain-sql': {
    title: 'A plain string and %s under SQLAlchemy 2',
    done: 'One SELECT, written in four ways.',
    columns: { answer: 'answer' },
    why: 'Since SQLAlchemy 2, execute() takes statements, not strings, and named parameters; %s belongs to the driver.',
    instead: 'text("… :id") with a dictionary, or exec_driver_sql() for SQL in the driver’s own style.',
  },
  'stale-connections': {
    title: 'Pooled connections that PostgreSQL has closed',
    done: 'A pool of 3 idle connections; PostgreSQL ends their sessions, as at a restart; then 3 requests.',
    columns: { requests: 'requests', failed: 'failed', exit_code: 'exit code' },
    why: 'QueuePool does not check idle connections: the first error makes it renew all of them, but requests that already hold one fail too. pg.Pool notices at once and drops them, but its error event ends a process that has no listener for it.',
    instead:
      'pool_pre_ping=True (one round trip more), or pool_recycle below the limit of server and firewall. In Node: pool.on("error", …), always.',
  },
  fork: {
    title: 'An engine used before os.fork()',
    done: 'A parent uses its engine, forks, and the child uses the same engine; each asks which backend it talks to.',
    columns: { processes: 'processes', backends: 'backends' },
    why: 'A fork copies the pool, and with it the socket: two processes use one connection, and read each other’s answers.',
    instead:
      'Make the engine after the fork (gunicorn: post_fork), or call engine.dispose(close=False) first thing in the child.',
  },
  'transaction-pooling': {
    title: 'What belongs to a session, behind a pooler in transaction mode',
    done: 'PgBouncer with pool_mode = transaction and without prepared statements of its own. Its clients take turns, five connections of QueuePool and two of pg.',
    columns: { requests: 'requests', wrong: 'went wrong' },
    why: 'A client gets a backend for a transaction, and the next one may be another. What it prepared, set, locked or listens to stays with the backend. psycopg prepares a statement at its sixth run, unless the ROLLBACK at return has made it forget how often it ran.',
    instead:
      'psycopg: prepare_threshold=None; pg: no names of statements; or max_prepared_statements of PgBouncer 1.21 and later. SET LOCAL, pg_advisory_xact_lock, and a connection that goes past the pooler for LISTEN.',
  },
} as const satisfies Record<string, TrapWords>;
