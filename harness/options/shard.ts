/** The options of a diff whose blocks are shared among machines. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { refused } from '../errors.ts';
import type { Share } from '../results/shares.ts';
import { blocksFor, LEAST_BLOCKS_IN_ALL, LEAST_SHARE } from '../stats/fixed-sample.ts';
import { integer } from './values.ts';

export interface ShardOptions {
  shard?: Share;
  /** So many in all shares together. */
  blocks?: number;
}

/** More machines than these for one diff would wait for each other longer than they measure. */
const MOST_SHARDS = 256;
const MOST_BLOCKS_IN_ALL = 10_000;
/** All shares must have the same one, and no clock is the same on two machines. */
export const SHARED_SEED = 1;

export function addShardOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--shard <k/n>',
        'measure only the k-th of n shares of a fixed number of blocks; duet merge judges them together',
      )
        .argParser(share)
        .conflicts(['timeBudget', 'countsOnly', 'baseline']),
    )
    .addOption(
      new Option(
        '--blocks <n>',
        `the blocks of all shares together (default: ${blocksFor(1)}, or ${blocksFor(100) / 100} for each of many)`,
      ).argParser(integer(1, MOST_BLOCKS_IN_ALL)),
    );
}

/** `2/8` */
function share(value: string): Share {
  const [, shard, shards] = (value.match(/^(\d{1,3})\/(\d{1,3})$/) ?? []).map(Number) as [number?, number?, number?];
  if (shard !== undefined && shards !== undefined && shard >= 1 && shard <= shards && shards <= MOST_SHARDS)
    return { shard, shards };
  throw new InvalidArgumentError(`It must look like 2/8: one of at most ${MOST_SHARDS} shares, from 1 on.`);
}

/**
 * What is to be measured; undefined for a diff that is not shared.
 * @throws DuetError (exit 2) for too few blocks, and for blocks of a diff that is not shared.
 */
export function plannedShare({ shard: given, blocks: asked }: ShardOptions): (Share & { blocks: number }) | undefined {
  if (given === undefined) {
    if (asked === undefined) return undefined;
    throw refused(
      '--blocks is for a diff that is shared among machines',
      'add --shard 1/4, or leave it out: --time-budget bounds a diff of one machine',
    );
  }
  const { shard, shards } = given;
  const blocks = asked ?? blocksFor(shards);
  const least = Math.max(LEAST_BLOCKS_IN_ALL, LEAST_SHARE * shards);
  if (blocks >= least) return { shard, shards, blocks };
  throw refused(
    `${blocks} blocks are too few for ${shards} shares: each needs ${LEAST_SHARE}, and all together ${LEAST_BLOCKS_IN_ALL}`,
    `use --blocks ${least} or more, or fewer shares`,
  );
}
