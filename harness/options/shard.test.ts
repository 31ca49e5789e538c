import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addDiffOptions, type DiffOptions } from './diff.ts';
import { plannedShare } from './shard.ts';

function parse(...args: string[]): DiffOptions {
  const command = addDiffOptions(new Command('diff'))
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return command.parse(args, { from: 'user' }).opts<DiffOptions>();
}
const planned = (...args: string[]) => plannedShare(parse(...args));

describe('--shard', () => {
  test('is one of so many, of 40 blocks or those that are given', () => {
    expect(planned('--shard', '2/8')).toEqual({ shard: 2, shards: 8, blocks: 40 });
    expect(planned('--shard', '2/8', '--blocks', '100')).toEqual({ shard: 2, shards: 8, blocks: 100 });
    expect(planned()).toBeUndefined();
  });

  test('has four blocks of each of many shares, where nobody says how many', () => {
    expect(planned('--shard', '64/64')).toEqual({ shard: 64, shards: 64, blocks: 256 });
  });

  test.for(['0/4', '5/4', '2', '1/300', '1/0', 'a/b', '-1/4'])('%s is refused', (value) => {
    expect(() => parse('--shard', value)).toThrow(/must look like 2\/8/);
  });

  test.for([['--time-budget', '75s'], ['--counts-only']])('beside %s is refused', (other) => {
    expect(() => parse('--shard', '1/2', ...other)).toThrow(/cannot be used with/);
  });

  test('with less than two blocks each, or six in all, is refused with what will do', () => {
    expect(() => planned('--shard', '1/8', '--blocks', '15')).toThrow('15 blocks are too few for 8 shares');
    expect(() => planned('--shard', '1/2', '--blocks', '5')).toThrow('5 blocks are too few for 2 shares');
    expect(planned('--shard', '1/2', '--blocks', '6')?.blocks).toBe(6);
  });
});

test('--blocks alone is refused', () => {
  expect(() => planned('--blocks', '20')).toThrow('--blocks is for a diff that is shared');
});
