/** The timed pool over connections that go nowhere. */
import { EventEmitter } from 'node:events';
import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PoolTimeoutError, TimedPool } from '../plugins/pool.ts';

class Connection extends EventEmitter {
  _queryable = true;
  connect(done: () => void): void {
    done();
  }
  end(done: () => void): void {
    done();
  }
}

class Refused extends Connection {
  override connect(done: (error?: Error) => void): void {
    done(new Error('refused'));
  }
}

const poolOf = (Client: typeof Connection) =>
  new TimedPool({
    max: 1,
    connectionTimeoutMillis: 20,
    idleTimeoutMillis: 0,
    Client: Client as unknown as typeof pg.Client,
  });

let pool: TimedPool;
beforeEach(() => {
  pool = poolOf(Connection);
});
afterEach(() => pool.end());

test('who waits for longer than the timeout gets an error of its own class, by connect() and by query()', async () => {
  const held = await pool.connect();
  await expect(pool.connect()).rejects.toBeInstanceOf(PoolTimeoutError);
  await expect(pool.query('SELECT 1')).rejects.toBeInstanceOf(PoolTimeoutError);
  held.release();
});

test('another error is left as it is', async () => {
  const refusing = poolOf(Refused);
  await expect(refusing.connect()).rejects.toThrow(/^refused$/);
  await expect(refusing.query('SELECT 1')).rejects.toThrow(/^refused$/);
});

test('counts who gets a connection, gives it back and waits for one', async () => {
  const first = await pool.connect();
  const asking = pool.connect();
  expect(pool).toMatchObject({ inUse: 1, checkouts: 1, returns: 0, waitingMax: 1 });
  first.release();
  const second = await asking;
  expect(pool).toMatchObject({ inUse: 1, checkouts: 2, returns: 1, inUseMax: 1 });
  expect(pool.waitMsMax).toBeGreaterThan(0);
  expect(pool.holdMsTotal).toBeGreaterThan(0);
  second.release();
  expect(pool).toMatchObject({ inUse: 0, returns: 2 });
});

test('a restart begins the maxima anew, at what is in use', async () => {
  const held = await pool.connect();
  await expect(pool.connect()).rejects.toThrow();
  pool.restart();
  expect(pool).toMatchObject({ waitMsMax: 0, inUseMax: 1, waitingMax: 0, checkouts: 1 });
  held.release();
});
