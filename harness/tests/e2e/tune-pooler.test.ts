/** A PgBouncer of duet between a service and its PostgreSQL: both pools are sized, and nothing of it is left. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TuneResults } from '../../results/schema.ts';
import { ensurePgbouncer } from '../../tasks/pgbouncer.ts';
import { duet, root } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders } from './place.ts';
import { expectMeasured } from './tune-outcome.ts';

const pgbouncer = await ensurePgbouncer();

let place: Place;
beforeAll(() => {
  place = makePlace();
});
afterAll(() => place[Symbol.dispose]());

const service = ['--command', `"${process.execPath}" server.js`, '--cwd', join(root, 'fixtures/examples/node-orders')];
const settings = ['--env', 'PORT={port}', '--env', 'ORDERS_DB_CONNECTIONS={pool_max}'];
const load = ['--request', 'GET /orders/7', '--rate', '50', '--processes', '2', '--time-budget', '10s'];

test('the advice is for both pools, with both sums', async ({ skip }) => {
  skip('missing' in pgbouncer, 'missing' in pgbouncer ? pgbouncer.missing : undefined);
  if ('missing' in pgbouncer) return;
  const pooler = ['--pooler', 'pgbouncer', '--pooler-command', pgbouncer.path, '--pool-mode', 'transaction'];
  const outcome = await duet(place, ['tune', 'pool', ...service, ...settings, ...load, '--with-database', ...pooler]);
  expectMeasured(outcome);

  const file = join(runFolders(place).at(-1) as string, 'tune.json');
  const {
    budget,
    comparisons,
    pooler: noticed,
    recommendation,
    search,
    unseen,
  } = JSON.parse(readFileSync(file, 'utf8')) as TuneResults;
  expect(budget).toBeNull();
  expect(noticed).toMatchObject({ mode: 'transaction', mode_source: 'told', limits: { max_client_conn: 500 } });
  expect(unseen.map(({ code }) => code)).not.toContain('pooler-limits');
  const { size = 0 } = recommendation?.setting ?? {};
  expect(recommendation?.arithmetic).toMatchObject({
    ...{ code: 'through-pooler', processes: 2, connections: size, taken: 2 * size },
    server: { max_connections: 100, reserved: 3, others: 0, available: 97 },
  });
  const value = (name: string) => recommendation?.values.find((one) => one.name === name)?.value;
  expect(value('pool_mode')).toBe('transaction');
  expect(value('reserve_pool_size')).toBe(0);
  expect(value('max_client_conn')).toBeGreaterThanOrEqual(4 * size);
  expect(value('default_pool_size')).toBeGreaterThanOrEqual(size);
  expect(value('default_pool_size')).toBeLessThanOrEqual(2 * size);
  const direct = comparisons.find(({ alternative }) => alternative.code === 'without-pooler');
  expect(direct?.alternative).toMatchObject({ size, overflow: 0 });
  expect(direct?.cell.windows.every(({ sent, completed }) => sent > 0 && completed === sent)).toBe(true);
  // Its connections are those to the pooler, which keeps others to PostgreSQL.
  for (const { setting, windows } of search) {
    for (const { sessions_max, failures } of windows) {
      expect(failures).toBe(0);
      expect(sessions_max).toBeGreaterThan(0);
      expect(sessions_max).toBeLessThanOrEqual(setting.size + setting.overflow);
    }
  }
  const text = outcome.stdout.replace(/\s+/g, ' ');
  expect(text).toContain('stands in front of PostgreSQL in transaction mode, so there are two sums.');
  expect(text).toContain(`${size} (without the pooler)`);
  expect(text).toContain('− 3 reserved − 0 in use by others = 97');
  if (noProc === undefined) expect(await leftovers(place, [])).toEqual([]);
});

test('a program that is not there is named', async () => {
  const line = ['tune', 'pool', '--stack', 'node', '--pooler', 'pgbouncer', '--pooler-command', '/nowhere/pgbouncer'];
  const { exitCode, stderr } = await duet(place, line);
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toContain('--pooler-command /nowhere/pgbouncer is no program that can be run');
});
