import { expect, test } from 'vitest';
import { readSettings } from '../settings.ts';
import { ENVIRONMENT } from './test-app.ts';

test('what is not set has a default, and an empty variable is not set', () => {
  expect(readSettings({ ...ENVIRONMENT, WORKERS: '', PORT: '' })).toMatchObject({
    host: '127.0.0.1',
    port: 0,
    poolSize: 20,
    maxOverflow: 10,
    poolMax: 30,
    poolTimeoutMs: 5_000,
    poolIdleTimeoutMs: 0,
    poolMaxUses: 0,
    connectTimeoutMs: 5_000,
    upstreamConnections: 10,
    upstreamTimeoutMs: 10_000,
    workers: 2,
    exitWithParent: false,
  });
});

test('a flag is 0 or 1', () => {
  expect(readSettings({ ...ENVIRONMENT, EXIT_WITH_PARENT: '1' }).exitWithParent).toBe(true);
  expect(readSettings({ ...ENVIRONMENT, EXIT_WITH_PARENT: '0' }).exitWithParent).toBe(false);
});

test('an address of the external API may end in slashes', () => {
  expect(readSettings({ ...ENVIRONMENT, UPSTREAM_URL: 'http://a/b//' }).upstreamUrl).toBe('http://a/b');
});

test('what is missing is said before what is wrong, and of what is wrong the first', () => {
  expect(() => readSettings({ ...ENVIRONMENT, DATABASE_URL: 'x', FILES_DIR: '' })).toThrow('FILES_DIR must be set');
  expect(() => readSettings({ ...ENVIRONMENT, WORKERS: '0', PORT: 'x' })).toThrow('PORT must be');
});

test.each([
  ['DATABASE_URL', '', 'DATABASE_URL must be set'],
  ['DATABASE_URL', 'mysql://a:secret@b/c', 'DATABASE_URL must be an address that starts with postgresql://'],
  ['UPSTREAM_URL', 'localhost:80', 'UPSTREAM_URL must be an address that starts with http://'],
  ['FILES_DIR', '/nowhere/at/all', 'FILES_DIR must be an existing folder'],
  ['PORT', '65536', 'PORT must be a whole number from 0 to 65535'],
  ['POOL_SIZE', '0', 'POOL_SIZE must be a whole number from 1 to 1000'],
  ['POOL_SIZE', ' 5', 'POOL_SIZE must be a whole number from 1 to 1000'],
  ['POOL_SIZE', '5.0', 'POOL_SIZE must be a whole number from 1 to 1000'],
  ['POOL_SIZE', 'unlimited', 'POOL_SIZE cannot be unlimited here: a pg.Pool always has a bound'],
  ['MAX_OVERFLOW', 'unlimited', 'MAX_OVERFLOW cannot be unlimited here: a pg.Pool always has a bound'],
  ['MAX_OVERFLOW', '-1', 'MAX_OVERFLOW must be a whole number from 0 to 1000'],
  ['POOL_MAX', '0', 'POOL_MAX must be a whole number from 1 to 2000'],
  ['POOL_MAX', 'unlimited', 'POOL_MAX cannot be unlimited here: a pg.Pool always has a bound'],
  ['POOL_IDLE_TIMEOUT_MS', '-1', 'POOL_IDLE_TIMEOUT_MS must be a whole number from 0 to 86400000'],
  ['POOL_MAX_USES', 'never', 'POOL_MAX_USES must be a whole number from 0 to 1000000000'],
  ['WORKERS', 'two', 'WORKERS must be a whole number from 1 to 64'],
  ['EXIT_WITH_PARENT', 'true', 'EXIT_WITH_PARENT must be a whole number from 0 to 1'],
])('%s=%s is refused', (name, value, message) => {
  expect(() => readSettings({ ...ENVIRONMENT, [name]: value })).toThrow(message);
});

test("the pool's bound is pool size and overflow together, unless it is set by itself", () => {
  const bounds = { POOL_SIZE: '3', MAX_OVERFLOW: '2' };
  expect(readSettings({ ...ENVIRONMENT, ...bounds })).toMatchObject({ poolMax: 5 });
  expect(readSettings({ ...ENVIRONMENT, ...bounds, POOL_MAX: '4' })).toMatchObject({ poolMax: 4 });
});
