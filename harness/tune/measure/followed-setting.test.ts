import { describe, expect, it } from 'vitest';
import { judgeSettings, type SeenSetting } from './followed-setting.ts';

const seen = (connections: number, perProcess: number[], more: Partial<SeenSetting> = {}): SeenSetting => {
  const sessions = perProcess.reduce((sum, one) => sum + one, 0);
  return { connections, sessions, inUse: sessions, perProcess, gain: 1, ...more };
};
const unseen = (connections: number, sessions: number, more: Partial<SeenSetting> = {}) =>
  seen(connections, [], { sessions, inUse: sessions, ...more });
const judge = (processes: number | undefined, small: SeenSetting, large?: SeenSetting, mayGrow = false) =>
  judgeSettings({ processes, small, large, mayGrow });

describe('what follows the setting is the difference between two settings', () => {
  it.each([
    ['one pool', 1, seen(1, [1]), seen(3, [3]), { pools: 1, extra: 0 }],
    ['a poller beside it', 1, seen(1, [5]), seen(3, [7]), { pools: 1, extra: 4 }],
    ['a session that listens', 1, seen(1, [2]), seen(3, [4]), { pools: 1, extra: 1 }],
    ['a second pool of the same size', 1, seen(1, [2]), seen(3, [6]), { pools: 2, extra: 0 }],
    ['four processes', 4, seen(1, [1, 1, 1, 1]), seen(3, [3, 3, 3, 3]), { pools: 4, extra: 0 }],
    ['four, of which one was not asked', 4, seen(1, [1, 1, 1, 0]), seen(3, [3, 1, 2, 0]), { pools: 4, extra: 0 }],
    ['a supervisor with a session', 2, seen(1, [1, 1], { sessions: 3 }), seen(3, [3, 3]), { pools: 2, extra: 1 }],
    ['only sessions seen', 1, unseen(1, 5), unseen(3, 7), { pools: 1, extra: 4 }],
  ])('%s', (_, processes, small, large, { pools, extra }) => {
    expect(judge(processes, small, large)).toEqual({ processes, pools, extra });
  });

  it('and where no process is to be seen, there are as many as pools that follow', () => {
    expect(judge(undefined, unseen(1, 4), unseen(3, 12))).toEqual({ processes: 4, pools: 4, extra: 0 });
  });
});

describe('a setting is ignored', () => {
  it('when a larger one opens no more', () => {
    expect(judge(1, seen(1, [10], { gain: 10 }), seen(3, [10]))).toBeUndefined();
    expect(judge(1, seen(1, [2], { gain: 2 }), seen(3, [2]))).toBeUndefined();
    expect(judge(4, seen(1, [5, 5, 3, 0], { gain: 12 }), seen(3, [5, 5, 5, 1]))).toBeUndefined();
  });

  it('when the pool may open more than it is told, and does', () => {
    const [small, large] = [seen(1, [11], { gain: 11 }), seen(3, [13])];
    expect(judge(1, small, large, true)).toBeUndefined();
    // Told its bound, it is not the pool that has the others.
    expect(judge(1, small, large)).toMatchObject({ extra: 10 });
    expect(judge(1, seen(1, [5]), seen(3, [7]), true)).toMatchObject({ extra: 4 });
  });
});

describe('a service whose requests need a connection for a moment only', () => {
  it('need not fill its pool', () => {
    expect(judge(1, seen(1, [1]), seen(3, [1]))).toEqual({ processes: 1, pools: 1, extra: 0 });
  });
  it('may have idle sessions beside it', () => {
    expect(judge(1, seen(1, [3], { inUse: 1, gain: 9 }), seen(3, [3]))).toMatchObject({ extra: 2 });
    expect(judge(1, seen(1, [4], { inUse: 1, gain: 9 }), seen(3, [4]))).toBeUndefined();
  });
});

it('where only one setting can be had, its requests must wait for each other', () => {
  expect(judge(1, seen(1, [5], { gain: 1.1 }))).toMatchObject({ extra: 4 });
  expect(judge(1, seen(1, [5], { gain: 4.8 }))).toBeUndefined();
});
