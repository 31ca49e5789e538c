/** The process around a library: its settings, and the HTTP around one of databases. */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { DatabaseLibrary, PoolOptions } from '../libraries/library.ts';
import { start } from '../libraries/routes/database.ts';
import { readLibrarySettings, required } from '../libraries/settings.ts';

const ada = { id: 1, name: 'Ada', email: 'ada@example.com', plan: 'free', country: 'DE' };

class OddError extends Error {
  code = 'P1';
  statusCode = 404;
}

/** A library that knows one user, and notes what it is told. */
async function serving(changes: Partial<DatabaseLibrary> = {}) {
  const told: unknown[] = [];
  const note = async (...values: unknown[]) => void told.push(...values);
  const known = async (id: number) => (id === 1 ? ada : undefined);
  const profile = async (id: number) => (id === 1 ? { user: ada, orders: [], reviews: [] } : undefined);
  const library = { user: known, profile, transfer: note, insert: note, sleep: note, close: () => note('closed') };
  const open = async (url: string, pool: PoolOptions) => {
    told.push(url, pool);
    return { ...library, ...changes };
  };
  const settings = readLibrarySettings({ DATABASE_URL: 'postgresql://a', POOL_MAX: '3' });
  const { port, close } = await start({ packages: [], open }, settings, { pid: 1, versions: {} });
  onTestFinished(close);
  const ask = async (path: string, body?: unknown) => {
    const post = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, body === undefined ? {} : post);
    const text = await response.text();
    return [response.status, text === '' ? undefined : JSON.parse(text)];
  };
  return { told, ask, close };
}

describe('settings', () => {
  test('what is not set is absent, but for what every process has', () => {
    expect(readLibrarySettings({ POOL_MAX: '' })).toEqual({ port: 0, pool: {}, workers: 2, exitWithParent: false });
    expect(readLibrarySettings({ POOL_MAX: '3', POOL_WAIT_MS: '5', UPSTREAM_URL: 'http://a//' })).toMatchObject({
      pool: { max: 3, waitMs: 5 },
      upstreamUrl: 'http://a',
    });
  });

  test('a bad number, and what a field cannot do without, are refused by name', () => {
    expect(() => readLibrarySettings({ POOL_MAX: '1e3' })).toThrow('POOL_MAX must be a whole number from 1 to 1000');
    expect(() => required(readLibrarySettings({}), 'databaseUrl')).toThrow('DATABASE_URL must be set');
  });
});

describe('the routes of a database', () => {
  test('ask the library for each operation, and close it at the end', async () => {
    const { told, ask, close } = await serving();
    expect(await ask('/users/1')).toEqual([200, ada]);
    expect(await ask('/profiles/1')).toEqual([200, { user: ada, orders: [], reviews: [] }]);
    expect((await ask('/users/2'))[0]).toBe(404);
    expect((await ask('/profiles/2'))[0]).toBe(404);
    expect(await ask('/transfers', { from: 1, to: 2, cents: 3 })).toEqual([204, undefined]);
    expect(await ask('/sleep?ms=250')).toEqual([204, undefined]);
    expect(await ask('/rows', { first_id: 199, count: 2 })).toEqual([200, { inserted: 2 }]);
    await close();
    const rows = [
      { id: 199, user_id: 100, body: 'row 199' },
      { id: 200, user_id: 1, body: 'row 200' },
    ];
    expect(told).toEqual(['postgresql://a', { max: 3 }, 1, 2, 3, 0.25, rows, 'closed']);
  });

  test('answer 500 with what the library raised, whatever its error looks like', async () => {
    const user = () => Promise.reject(new OddError('no answer', { cause: new Error('gone') }));
    const { ask } = await serving({ user });
    expect(await ask('/users/1')).toEqual([
      500,
      { error: 'OddError', message: 'no answer', code: 'P1', cause: 'gone' },
    ]);
    expect(await ask('/transfers', null)).toMatchObject([500, { error: 'TypeError' }]);
  });

  test('answer with the code of the driver where the library has none', async () => {
    const driver = Object.assign(new Error('duplicate key'), { code: '23505' });
    const wrapped = new Error('Failed query', { cause: driver });
    const sequelize = Object.assign(new Error('Validation error'), { original: driver });
    const { ask } = await serving({ user: (id) => Promise.reject(id === 1 ? wrapped : sequelize) });
    const rest = { error: 'Error', code: '23505', cause: 'duplicate key' };
    expect(await ask('/users/1')).toEqual([500, { ...rest, message: 'Failed query' }]);
    expect(await ask('/users/2')).toEqual([500, { ...rest, message: 'Validation error' }]);
  });
});
