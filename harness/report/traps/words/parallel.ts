/** Waiting side by side. */
import type { TrapWords } from './words.ts';

export const parallel = {
  'shared-client': {
    title: 'Queries at once on one connection',
    done: 'Three SELECTs of 0.1 s at once. PostgreSQL’s own clock tells how many of them ran at the same time.',
    columns: {
      queries: 'queries',
      failed: 'failed',
      backends: 'backends',
      at_once: 'most at once',
      took_ms: 'all took',
    },
    why: 'A connection runs one statement at a time. A client of pg puts the others into a queue, which it calls deprecated since 8.19; a connection of psycopg does the same by a lock. An AsyncSession is not made for several tasks and raises, if they meet while it gets its connection.',
    instead: 'In Node pool.query(), in Python a session for each task.',
  },
  'one-pipeline': {
    title: 'Several statements in one round trip',
    done: 'Three SELECTs of 0.1 s; the proxy in front of PostgreSQL counts round trips.',
    columns: {
      statements: 'statements',
      round_trips: 'round trips',
      backends: 'backends',
      at_once: 'most at once',
      took_ms: 'all took',
    },
    why: 'A pipeline saves the waits for the network, not those for PostgreSQL: one backend runs what it gets one after the other.',
    instead:
      'Use a pipeline for many short statements far away, and a connection for each where the statements themselves take long.',
  },
  'left-running': {
    title: 'One of three fails, and the others run on',
    done: 'Two queries of 1 s, and something that fails once both run. Counted when the caller has the error: statements that PostgreSQL works on, connections that are taken.',
    columns: {
      others: 'other queries',
      running: 'still running',
      taken: 'connections taken',
      answered_ms: 'error after',
    },
    why: 'Promise.all and gather hand on the first error and forget the others, which keep their connections until they have ended. Under load the failures use up the pool. pg cannot be told to stop by an AbortSignal.',
    instead:
      'In Python a TaskGroup: it cancels the others, and psycopg cancels their statements. In Node wait for all of them with Promise.allSettled before anything else is done, with a statement_timeout, or cancel them by pg_cancel_backend.',
  },
  'fan-out': {
    title: 'Three connections per request, from a pool that has one per request',
    done: 'Four requests at once, of three SELECTs of 0.1 s each. The pool of 4 is waited for 0.5 s by requests that hold a connection.',
    columns: {
      requests: 'requests',
      pool: 'pool',
      waiting: 'most waiting',
      at_once: 'most at once',
      timed_out: 'timed out',
      took_ms: 'all took',
    },
    why: 'Who asks for k at once needs k times the connections. Without them the queries wait for each other and nothing is gained; and where each request already holds one, in a transaction, all wait for connections that nobody gives back.',
    instead:
      'Size the pool for requests × queries at once, or keep the queries in a row where there are many requests. Inside a transaction, use its connection and no other.',
  },
  saturated: {
    title: 'Promise.all in a process that is busy anyway',
    done: 'A Fastify service on a core of its own answers each request with three short SELECTs. Eight clients ask as fast as they are answered, then one.',
    columns: { per_second: 'throughput', pairs: 'pairs of windows', won: 'faster in' },
    why: 'When every moment of the process is used, only what a request costs counts, and three connections at once cost more than one: three sockets to be woken by, and fewer answers that are read together. What Promise.all saves is waiting, of which there is none to save.',
    instead:
      'Use Promise.all for queries that take long beside their overhead. A service at its limit needs less work per request, one statement instead of three.',
  },
} as const satisfies Record<string, TrapWords>;
