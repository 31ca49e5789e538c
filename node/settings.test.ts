import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';
import { ENVIRONMENT } from './test-app.ts';

test('what is not set has a default, and an empty variable is not set', () => {
  expect(readSettings({ ...ENVIRONMENT, WORKERS: '', PORT: '' })).toMatchObject({
    host: '127.0.0.1',
    port: 0,
    poolSize: 20,
    maxOverflow: 10,
    poolTimeoutMs: 5_000,
    connectTimeoutMs: 5_000,
    upstreamConnections: 10,
    upstreamTimeoutMs: 10_000,
    workers: 2,
    exitWithParent: false,
  });
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
  ['WORKERS', 'two', 'WORKERS must be a whole number from 1 to 64'],
  ['EXIT_WITH_PARENT', 'true', 'EXIT_WITH_PARENT must be a whole number from 0 to 1'],
])('%s=%s is refused', (name, value, message) => {
  expect(() => readSettings({ ...ENVIRONMENT, [name]: value })).toThrow(message);
});
