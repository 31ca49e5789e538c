/** Ctrl-C while a diff makes the sides of a reader's service ready: their commands end with it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ServiceConfig } from '../../service/config.ts';
import { startDuet, until } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { ONE_MORE_QUERY } from './service-history.ts';
import { openServiceRuns } from './service-runs.ts';

const ENDLESS = 'sleep 4711';

test.skipIf(noProc).each<[what: string, config: Partial<ServiceConfig>]>([
  ['a build', { build: `echo begun && ${ENDLESS}` }],
  ['a migration', { database: { from: 'duet', migrate: ENDLESS } }],
  ['a seed', { database: { from: 'duet', migrate: 'echo fine', seed: `(${ENDLESS} &) && ${ENDLESS}` } }],
  ['a start', { start: ENDLESS, readyTimeout: '10m' }],
])('SIGINT during %s ends the diff with exit 130, and leaves nothing', async (_, config) => {
  using runs = openServiceRuns('diff', config);
  const { place, service } = runs;
  service.commit(ONE_MORE_QUERY);
  await using run = startDuet(place, ['diff', 'HEAD~1', '--out', place.out], { cwd: service.dir });
  await until(run, ENDLESS, () => run.family().some(({ command }) => command === ENDLESS));
  const family = run.family();
  run.interrupt('SIGINT');
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(130);
  expect(stderr).toContain('duet: stopped by SIGINT');
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(await leftovers(place, family)).toEqual([]);
  const builds = join(place.out, 'builds');
  expect(existsSync(builds) ? readdirSync(builds) : []).toEqual([]);
});
