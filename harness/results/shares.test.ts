import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareOf, shareText } from './shares.ts';

test('shares are all blocks, each once, in their order, and differ by one at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 0, max: 500 }), (shards, blocks) => {
      const shares = Array.from({ length: shards }, (_, index) => shareOf(blocks, { shard: index + 1, shards }));
      const all = shares.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, n) => from + n));
      expect(all).toEqual(Array.from({ length: blocks }, (_, block) => block));
      const sizes = shares.map(({ from, to }) => to - from);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

test('a share is written as it is typed', () => {
  expect(shareText({ shard: 2, shards: 8 })).toBe('2/8');
});
