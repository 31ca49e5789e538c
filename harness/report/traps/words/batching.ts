/** Calls to another service. */
import type { TrapWords } from './words.ts';

export const batching = {
  'by-index': {
    title: 'The answers of a batch, matched by their place',
    done: 'One batch of 100 users to a service that may answer in another order, or leave items out.',
    columns: { users: 'users', wrong: 'another user’s', missing: 'missing' },
    why: 'An array has no keys. Few services promise an order, and one item that is left out moves all behind it by one: nothing fails, and users have each other’s data.',
    instead: 'Make a Map (a dict) of the answer by id and look each user up in it, which also tells who is missing.',
  },
  'partial-failure': {
    title: 'A batch of which a part has failed',
    done: '500 users in batches of 100, to a service that leaves out two items in a hundred.',
    columns: { users: 'users', calls: 'calls', items: 'items asked for', missing: 'missing' },
    why: 'A batch that answers 200 need not be complete, and the larger it is, the less likely it is to be. Asked for again as a whole, it fails again in another place, and the service does everything twice.',
    instead: 'Count what came back, and ask again for what is missing and nothing else, a few times at most.',
  },
  'batch-limit': {
    title: 'More in a batch than the service takes',
    done: '250 users, to a service that takes 100 in a call.',
    columns: { users: 'users', calls: 'calls', refused: 'refused', answered: 'users answered' },
    why: 'The limit is the service’s, and is met when data has grown: all of it is refused then, not what is too much.',
    instead:
      'Split by the limit that the service documents. Halving what is refused finds an unknown one, for some calls more.',
  },
  'retry-after': {
    title: 'Refused for calling too often, and calling again at once',
    done: '40 calls to a service that takes 20 in a second and refuses the others with 429 and Retry-After: 1.',
    columns: { answered: 'answered', refused: 'refused', took_ms: 'all took' },
    why: 'A refused call that is repeated soon is refused again: it takes as long, and costs both sides hundreds of calls. Many services count these, too, and lock such a client out for longer.',
    instead:
      'Wait as long as Retry-After says, with some jitter if there are many clients; best do not send faster than is allowed.',
  },
  unbounded: {
    title: 'A thousand calls at once',
    done: '1,000 calls of 50 ms each to one service, 300 in Python, where httpx has its default of 100 connections. A call waits for one of them 0.05 s here; by default it is 5 s.',
    columns: {
      calls: 'calls',
      at_once: 'most at once',
      opened: 'connections opened',
      failed: 'failed',
      took_ms: 'all took',
    },
    why: 'undici, and with it fetch, opens a connection for every call that is under way; the service gets all of them at once, and the first limit is somebody else’s. Calls that follow each other in one turn of the event loop even open two for each that is under way (undici 8.12.4). httpx has a bound, and those who wait too long in front of it fail.',
    instead:
      'Bound the calls where they are made: so many workers that share an iterator, or a semaphore. Give the client as many connections, too: `connections` of undici. Such a pool bounds by itself, as long as waiting in it may take its time.',
  },
} as const satisfies Record<string, TrapWords>;
