import { expect, test } from 'vitest';
import type { LeastPool } from '../../../results/schema.ts';
import { leastPoolText } from './least-pool.ts';

const twoAtOnce: LeastPool = { code: 'at-once', connections: 2, at_once: 2, held: 0 };

test.each<[LeastPool, number | null, string]>([
  [twoAtOnce, null, 'A request takes two connections at once. With fewer than 2 it answers nothing.'],
  [
    twoAtOnce,
    9,
    'A request takes two connections at once. With fewer than 2 it answers nothing. With 9, up to 8 requests at the same time never block each other; more may, each with a connection that another one waits for, until the wait for a connection is over.',
  ],
  [
    { code: 'at-once', connections: 4, at_once: 3, held: 1 },
    4,
    'A request takes three connections at once, and one connection is held from the start. With fewer than 4 it answers nothing. With 4, two requests at the same time may block each other, each with a connection that another one waits for, until the wait for a connection is over.',
  ],
  [
    { code: 'held', connections: 2, held: 1 },
    9,
    'One connection is held from the start, whoever asks, and requests share the others. With fewer than 2 it answers nothing.',
  ],
  [
    { code: 'held', connections: 3, held: 2 },
    null,
    'Two connections are held from the start, whoever asks, and requests share the others. With fewer than 3 it answers nothing.',
  ],
  [
    { code: 'does-not-start', connections: 10 },
    12,
    'The service does not start with a pool of fewer than 10 connections.',
  ],
])('%j in a pool of %j', (least, connections, text) => expect(leastPoolText(least, connections)).toBe(text));
