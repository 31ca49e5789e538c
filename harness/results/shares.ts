/** How the blocks of one plan are shared among machines. Pure. */

/** One of so many shares, from 1 on. */
export interface Share {
  shard: number;
  shards: number;
}

/**
 * The blocks of a share, `from` to `to` less 1. They follow each other: a control is in every second block, and so are the paths
 * of base and head exchanged, so that every machine has both. Shares differ by one block at most, and together they are all.
 */
export function shareOf(blocks: number, { shard, shards }: Share): { from: number; to: number } {
  const upTo = (count: number) => Math.floor((count * blocks) / shards);
  return { from: upTo(shard - 1), to: upTo(shard) };
}

/** "2/8", as it is typed. */
export const shareText = ({ shard, shards }: Share): string => `${shard}/${shards}`;
