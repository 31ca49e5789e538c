import { expect, test } from 'vitest';
import { type FakeOptions, fakeSubject } from '../../tests/simulated/fake-subject.ts';
import { plainSetting } from './bench.ts';
import { findLeastPool } from './least-pool.ts';
import { PoolTooSmall, startSetting } from './start.ts';

/** Starts it on one connection, and goes up from there. */
async function least(options: Partial<FakeOptions>, most = 90) {
  const subject = fakeSubject({ holdMs: 5, ...options });
  const mayBeTooFew = { below: 8, limits: { answersWithinMs: 3_000 } };
  const looking = { subject, mayBeTooFew, serviceMs: 5, most, signal: new AbortController().signal };
  const tooSmall = await startSetting({ ...plainSetting(1), timeout_ms: 300 }, looking).catch((error) => error);
  expect(tooSmall).toBeInstanceOf(PoolTooSmall);
  const found = await findLeastPool(tooSmall, looking);
  expect(subject.up()).toBe(0);
  return { found, tried: subject.started.map(({ size }) => size) };
}

test.concurrent.each<[string, Partial<FakeOptions>, object, number[]]>([
  ['two at once', { atOnce: 2 }, { code: 'at-once', connections: 2, at_once: 2, held: 0 }, [1, 2]],
  ['three at once', { atOnce: 3 }, { code: 'at-once', connections: 3, at_once: 3, held: 0 }, [1, 2, 3, 6]],
  ['one held', { held: 1 }, { code: 'held', connections: 2, held: 1 }, [1, 2]],
  [
    'one held, two at once',
    { held: 1, atOnce: 2 },
    { code: 'at-once', connections: 3, at_once: 2, held: 1 },
    [1, 2, 3, 6],
  ],
  ['it ends with fewer than four', { startsFrom: 4 }, { code: 'does-not-start', connections: 4 }, [1, 2, 3, 4]],
])('%s', async (_, options, expected, pools) => {
  const { found, tried } = await least(options);
  expect(found).toEqual(expected);
  expect(tried).toEqual(pools);
});

test.concurrent('no more connections are tried than may be opened', async () => {
  const { found, tried } = await least({ held: 1, atOnce: 2 }, 3);
  expect(found).toMatchObject({ code: 'at-once', connections: 3 });
  expect(Math.max(...tried)).toBe(3);
});
