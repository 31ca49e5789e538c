import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { PATTERNS, PROFILES, STACKS } from '../results/schema.ts';
import { addRunOptions, type RunOptions } from './compare.ts';

function parse(...given: string[]): RunOptions {
  const command = addRunOptions(new Command('compare').exitOverride().configureOutput({ writeErr: () => {} }));
  command.action(() => {});
  return command.parse(given, { from: 'user' }).opts();
}

test('nothing given: everything, in the quick profile', () => {
  expect(parse()).toEqual({
    pattern: [...PATTERNS],
    stack: [...STACKS],
    out: 'out',
    profile: 'quick',
    placement: 'service-apart',
  });
});

test.each([
  [['--pattern', 'pooling'], ['pooling']],
  [
    ['--pattern', 'pooling,parallel'],
    ['parallel', 'pooling'],
  ],
  [
    ['--pattern', 'pooling', '--pattern', 'parallel'],
    ['parallel', 'pooling'],
  ],
  [['--pattern', 'pooling, pooling'], ['pooling']],
  [['--pattern=workers'], ['workers']],
])('%j gives %j, in the order of the report and each once', (given, patterns) => {
  expect(parse(...given).pattern).toEqual(patterns);
});

describe('a name that does not exist', () => {
  test.each([
    ['--pattern', 'poolin', 'pooling', PATTERNS],
    ['--pattern', 'batch', 'batching', PATTERNS],
    ['--pattern', 'pooling,wokers', 'workers', PATTERNS],
    ['--stack', 'nod', 'node', STACKS],
    ['--profile', 'quik', 'quick', PROFILES],
    ['--profile', 'Original', 'original', PROFILES],
  ])('%s %s suggests %s and lists the valid ones', (option, given, nearest, valid) => {
    expect(() => parse(option, given)).toThrow(`Did you mean "${nearest}"? Valid: ${valid.join(', ')}.`);
  });

  test('a name that a profile once had is its name', () => {
    expect(parse('--profile', 'seed').profile).toBe('original');
  });

  test('an empty name is refused too', () => expect(() => parse('--pattern', '')).toThrow('There is no pattern ""'));
});

describe('numbers', () => {
  test.each([
    ['--blocks', '1', 1],
    ['--blocks', '1000', 1_000],
    ['--seed', '0', 0],
    ['--seed', '2147483647', 2_147_483_647],
  ])('%s %s is taken', (option, given, value) => {
    expect(Object.values(parse(option, given))).toContain(value);
  });

  test.each([
    ['--blocks', '0', 'from 1 to 1000'],
    ['--blocks', '1001', 'from 1 to 1000'],
    ['--blocks', '1.5', 'from 1 to 1000'],
    ['--blocks', '1e2', 'from 1 to 1000'],
    ['--blocks', ' 1', 'from 1 to 1000'],
    ['--seed=-1', undefined, 'from 0 to 2147483647'],
    ['--seed', '2147483648', 'from 0 to 2147483647'],
    ['--seed', 'now', 'from 0 to 2147483647'],
  ])('%s %s is refused with the bounds', (option, given, bounds) => {
    expect(() => parse(option, ...(given === undefined ? [] : [given]))).toThrow(bounds);
  });
});

describe('--time-budget', () => {
  test.each([
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['1h30m', 5_400_000],
    ['2m30s', 150_000],
  ])('%s is %d ms', (given, ms) => expect(parse('--time-budget', given).timeBudget).toBe(ms));

  test.each(['5', '5 m', '5min', '-5m', '1.5m', '0s', '0h0m', '', '25h', 'm', '30m1h'])(
    '%j is refused with examples',
    (given) => {
      expect(() => parse('--time-budget', given)).toThrow('such as 90s, 5m or 1h30m');
    },
  );

  test('beside --blocks it is refused', () => {
    expect(() => parse('--time-budget', '5m', '--blocks', '3')).toThrow("cannot be used with option '--blocks <n>'");
  });
});
