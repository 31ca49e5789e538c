/** How QueuePool and pg.Pool behave where people guess. */
import type { TrapWords } from './words.ts';

export const poolBehaviours = {
  'lazy-opening': {
    title: 'When connections are opened, and when closed',
    done: 'QueuePool of 20 + 10 and pg.Pool of 30; PostgreSQL’s sessions are counted after each step.',
    columns: { connections: 'connections' },
    why: 'Both open a connection only when one is asked for and none is idle. QueuePool never closes the ones it keeps; pg.Pool does after idleTimeoutMillis.',
    instead: 'A large size costs nothing until it is used; after the first burst, its connections stay open.',
  },
  'overflow-churn': {
    title: 'When QueuePool closes overflow connections',
    done: '75 checkouts, up to 15 connections at once.',
    columns: { checkouts: 'checkouts', opened: 'opened', took_ms: 'all took' },
    why: 'A connection that comes back is closed only when the idle queue is full, so steady load keeps its overflow, and every burst opens it again.',
    instead: 'Give the pool the size that bursts need, and no overflow: it opens connections lazily anyway.',
  },
  overtaken: {
    title: 'A waiter for a connection can be overtaken',
    done: 'A pool of 1 with one waiter. The holder returns the connection and asks again at once, up to 100 times.',
    columns: { rounds: 'rounds', overtaken: 'waiter overtaken' },
    why: 'QueuePool wakes the waiter, but a caller that asks meanwhile takes the connection from the queue. pg.Pool hands it to the first in the queue.',
    instead:
      'Under overload the slowest requests of QueuePool wait longer than a queue would make them: judge it by p99, and keep pool_timeout short.',
  },
  'round-trips': {
    title: 'What one SELECT costs in round trips',
    done: 'A SELECT of one row; the proxy in front of PostgreSQL counts connections and round trips.',
    columns: { connections: 'new connections', round_trips: 'round trips' },
    why: 'SQLAlchemy opens a transaction for the first statement, and the pool rolls back every connection that is returned; pool_pre_ping asks first. pg.Pool does none of this.',
    instead:
      'At 1 ms to the database each round trip is 1 ms in which the connection is taken. Reads can use AUTOCOMMIT.',
  },
  'idle-order': {
    title: 'Which idle connection comes next',
    done: '5 idle connections, then 20 requests one after the other; the backends that served them are counted.',
    columns: { open: 'open', requests: 'requests', used: 'backends used' },
    why: 'First in, first out goes through all of them, so none is ever idle for long; last in, first out uses one and leaves the others idle.',
    instead: 'pool_use_lifo=True with pool_pre_ping lets a server-side idle timeout shrink the pool after a burst.',
  },
  waiting: {
    title: 'How long a caller waits for a connection',
    done: 'A pool of 1 whose connection is taken; a second caller asks, and is watched for a second.',
    columns: { waited_ms: 'waited', outcome: 'outcome' },
    why: 'QueuePool waits pool_timeout, 30 s by default. pg.Pool waits connectionTimeoutMillis, by default 0: forever.',
    instead:
      'Set both to the time that a caller would wait: a second or two. A client that has left no longer needs the answer.',
  },
  unlimited: {
    title: 'What 0 and −1 mean',
    done: '15 connections are requested at once, and returned.',
    columns: { asked: 'asked for', open: 'open', kept: 'kept' },
    why: 'max_overflow=-1 and pool_size=0 are "no bound"; with pool_size=0 overflow does not count, and everything is kept. For pg.Pool max: 0 is "not set", which is 10.',
    instead:
      'A pool without a bound moves the queue into PostgreSQL, which refuses where a pool would wait. Say a number.',
  },
  renewal: {
    title: 'What closes a connection that works',
    done: '20 requests one after the other, some with a pause in the middle.',
    columns: { requests: 'requests', opened: 'opened' },
    why: 'pool_recycle is checked when a connection is taken, and counts from its opening. pg.Pool closes by uses (maxUses), by idle time and by age (maxLifetimeSeconds).',
    instead:
      'Renew connections if something in between closes them by age, or if backends grow; otherwise it is only churn.',
  },
} as const satisfies Record<string, TrapWords>;
