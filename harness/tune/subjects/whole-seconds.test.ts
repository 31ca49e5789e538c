import { describe, expect, test } from 'vitest';
import { DuetError, Interrupted } from '../../errors.ts';
import type { PoolSetting } from '../../results/tune.ts';
import { startWithFraction } from './whole-seconds.ts';

const SETTING = { size: 8, overflow: 0, timeout_ms: 2_500 };
const TEMPLATES = { '--command': 'run {port}', DB_WAIT: '{pool_timeout_s}', POOL: '{pool_size}' };

/** Starts of a service that can be told some waits, and others not. */
function starts(takes: (timeoutMs: number) => boolean, failure: Error = new DuetError('it exited with code 1')) {
  const tried: number[] = [];
  let up = 0;
  const start = async ({ timeout_ms }: PoolSetting) => {
    tried.push(timeout_ms);
    if (!takes(timeout_ms)) throw failure;
    up++;
    return { [Symbol.asyncDispose]: async () => void up-- };
  };
  return { tried, start, up: () => up };
}
const takesWhole = (timeoutMs: number) => timeoutMs % 1_000 === 0;

test('a service that takes whole seconds is refused by the name of its setting, and left nowhere', async () => {
  const { start, tried, up } = starts(takesWhole);
  await expect(startWithFraction(SETTING, TEMPLATES, 30_000, start)).rejects.toMatchObject({
    exitCode: 2,
    message: 'the service starts with {pool_timeout_s} = 3 and not with 2.5 (DB_WAIT): it takes whole seconds',
    hint: expect.stringContaining('--env DB_WAIT={pool_timeout_whole_s}'),
  });
  expect({ tried, up: up() }).toEqual({ tried: [2_500, 3_000], up: 0 });
});

test('one that takes fractions starts once', async () => {
  const { start, tried } = starts(() => true);
  await startWithFraction(SETTING, TEMPLATES, 30_000, start);
  expect(tried).toEqual([2_500]);
});

describe('the failure is told as it is', () => {
  test('where it fails with whole seconds, too', async () => {
    const { start, tried } = starts(() => false);
    await expect(startWithFraction(SETTING, TEMPLATES, 30_000, start)).rejects.toThrow('it exited with code 1');
    expect(tried).toEqual([2_500, 3_000]);
  });

  test.each<[string, typeof SETTING, Record<string, string>, number, Error | undefined]>([
    ['it is told no seconds', SETTING, { DB_WAIT: '{pool_timeout_ms}' }, 30_000, undefined],
    ['these are whole', { ...SETTING, timeout_ms: 2_000 }, TEMPLATES, 30_000, undefined],
    ['it had all its time', SETTING, TEMPLATES, 0, undefined],
    ['the run was interrupted', SETTING, TEMPLATES, 30_000, new Interrupted('SIGINT')],
  ])('where %s', async (_, setting, templates, patienceMs, failure) => {
    const { start, tried } = starts(() => false, failure);
    await expect(startWithFraction(setting, templates, patienceMs, start)).rejects.toThrow(
      failure?.message ?? 'it exited with code 1',
    );
    expect(tried).toEqual([setting.timeout_ms]);
  });
});
