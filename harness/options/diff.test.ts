import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addDiffOptions, alertsOf, type DiffOptions, written } from './diff.ts';

function parse(...args: string[]): DiffOptions {
  const command = addDiffOptions(new Command('diff'))
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return command.parse(args, { from: 'user' }).opts<DiffOptions>();
}

describe('thresholds', () => {
  it('are 3 % of CPU and 5 % of the rest, unless some are given', () => {
    expect(parse().threshold).toEqual({ cost: 0.03, time: 0.05, memory: 0.05 });
    expect(parse('--threshold', 'cpu=2.5%').threshold).toEqual({ cost: 0.025, time: 0.05, memory: 0.05 });
    expect(parse('--threshold', '4%').threshold).toEqual({ cost: 0.04, time: 0.04, memory: 0.04 });
  });

  it('are written as they are typed', () => {
    expect(written(parse('--threshold', 'time=7%,memory=10%').threshold)).toBe('cpu=3%,time=7%,memory=10%');
  });

  it.each(['cpu', 'cpu=3', '3', 'disk=3%', '0%', '100%', 'cpu=-1%', ''])('%j is refused', (value) => {
    expect(() => parse('--threshold', value)).toThrow(/must look like/);
  });
});

describe('alerts', () => {
  it('are none, or those given below the thresholds', () => {
    expect(alertsOf(parse())).toBeNull();
    expect(alertsOf(parse('--alert', 'cpu=1%'))).toEqual({ cost: 0.01, time: 0.05, memory: 0.05 });
  });

  it('above a threshold are refused by name', () => {
    expect(() => alertsOf(parse('--alert', 'time=6%'))).toThrow(/is above --threshold .* in time/);
  });
});
