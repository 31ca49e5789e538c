import { expect, test } from 'vitest';
import { exportedRequests } from './exported.ts';
import { profiles } from './profiles.ts';

const { sizes } = profiles.standard;

test('pooling goes round all users', () => {
  const requestOf = exportedRequests('pooling', 'after', sizes);
  expect([0, 1, 9_999, 10_000].map((n) => requestOf(n).path)).toEqual([
    '/pooling/after/users/1',
    '/pooling/after/users/2',
    '/pooling/after/users/10000',
    '/pooling/after/users/1',
  ]);
});

test('the others have the delays and the numbers of the profile', () => {
  expect(exportedRequests('parallel', 'before', sizes)(0).path).toBe(
    '/parallel/before/users/1?user_ms=100&orders_ms=120&reviews_ms=80',
  );
  expect(exportedRequests('batching', 'after', sizes)(7)).toEqual({
    method: 'POST',
    path: '/batching/after',
    body: { users: 1_000 },
  });
});

test.each(['streaming', 'workers'] as const)('%s is refused', (pattern) => {
  expect(() => exportedRequests(pattern, 'after', sizes)).toThrow(/cannot be exported/);
});
