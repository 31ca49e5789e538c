import { describe, expect, test } from 'vitest';
import { MOST_BYTES, targetLines } from './targets.ts';

const OPTIONS = { url: 'http://service:8080', total: 120, pods: 4, areUnique: false };
const user = (n: number) => ({ method: 'GET' as const, path: `/users/${n}` });

test('each request is a line', () => {
  const lines = targetLines(user, OPTIONS).map((line) => JSON.parse(line));
  expect(lines[3]).toEqual({ method: 'GET', url: 'http://service:8080/users/3' });
});

describe('the number of lines', () => {
  test.each([
    ['that of the requests', { total: 120 }, 120],
    ['a multiple of the pods', { total: 121 }, 120],
    ['one for each pod at least', { total: 1 }, 4],
    ['ten thousand at most, where they may repeat', { total: 120_000 }, 10_000],
    ['all, where they may not', { total: 12_003, areUnique: true }, 12_003],
  ])('is %s', (_, options, count) => {
    expect(targetLines(user, { ...OPTIONS, ...options })).toHaveLength(count);
  });

  test('is what fits into a Secret', () => {
    const long = (n: number) => user(n).path + 'x'.repeat(400);
    const lines = targetLines((n) => ({ method: 'GET', path: long(n) }), { ...OPTIONS, total: 10_000 });
    expect(lines.length % OPTIONS.pods).toBe(0);
    const bytes = Buffer.byteLength(`${lines.join('\n')}\n`);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
    expect(bytes).toBeGreaterThan(0.99 * MOST_BYTES);
  });

  test('is refused where all are needed and do not fit', () => {
    expect(() => targetLines(user, { ...OPTIONS, total: 120_000, areUnique: true })).toThrow(/do not fit/);
    expect(() => targetLines(() => ({ method: 'POST', path: '/', body: 'x'.repeat(400_000) }), OPTIONS)).toThrow(
      /too large/,
    );
  });
});
