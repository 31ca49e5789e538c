import { expect, test } from 'vitest';
import type { Subject } from '../subject.ts';
import { judgeThroughputs } from './compare-throughputs.ts';
import type { IgnoringContext } from './setting-ignored.ts';

const subject = {
  describes: { kind: 'command', command: 'run {port}', env: { POOL: '{pool_size}', MODE: 'x' }, request: 'GET /' },
  untold: ['overflow', 'timeout'],
} as unknown as Subject;
const judge = (
  aloneAtSmall: number,
  small: number,
  large: number,
  sight: IgnoringContext['watch']['sight'] = 'no-address',
) => judgeThroughputs({ aloneAtSmall, small, large, processes: 1 }, { subject, watch: { sight } });

test.each([
  [20, 20, 300, 'queries that wait: sixteen connections serve more'],
  [300, 500, 300, 'a busy database: sixteen get into each other’s way'],
  [20, 0, 300, 'requests that need more than one connection'],
])('%d alone, %d with one and %d with sixteen connections: it heeds its setting (%s)', (...[alone, small, large]) => {
  expect(judge(alone, small, large)).toEqual([]);
});

test('many at once are served equally fast, and far faster than one by one: it seems to ignore its setting', () => {
  expect(() => judge(20, 300, 310)).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: expect.stringContaining('seems to ignore its pool setting'),
      hint: expect.stringMatching(/check that it reads POOL=\{pool_size\};.*\{max_overflow\}.*set DATABASE_URL/),
    }),
  );
});

test('behind a pooler that tells nothing, the role is what to change: DATABASE_URL is set', () => {
  expect(() => judge(20, 300, 310, 'silent-pooler')).toThrow(
    expect.objectContaining({ hint: expect.stringMatching(/^(?!.*set DATABASE_URL).*stats_users/) }),
  );
});

test('no faster than one by one, whatever the pool: something else is slowest, and it cannot be told', () => {
  expect(judge(800, 1_000, 1_020)).toEqual([
    {
      code: 'setting-heeded',
      clients: 24,
      small: { connections: 1, per_s: 1_000 },
      large: { connections: 16, per_s: 1_020 },
    },
  ]);
});

test('no answer at any size is no setting', () => {
  expect(() => judge(0, 0, 0)).toThrow(expect.objectContaining({ exitCode: 5 }));
});
