/** duet serve: both services and the lab stay up for curl until Ctrl-C. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startDuet, until } from './duet-process.ts';
import { leasedProcesses, leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place } from './place.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

test('prints addresses that answer, and ends everything on Ctrl-C', async () => {
  await using run = startDuet(place, ['serve']);
  await until(run, 'Ctrl-C', () => run.printed.stdout.includes('Ctrl-C stops everything.'));
  for (const stack of ['node', 'python']) {
    const url = run.printed.stdout.match(new RegExp(`^${stack} +(http://127\\.0\\.0\\.1:\\d+)$`, 'm'))?.[1];
    const response = await fetch(`${url}/health`);
    expect(await response.json()).toMatchObject({ stack });
  }
  // The commands that it proposes work as they stand.
  const urls = [...run.printed.stdout.matchAll(/curl "?(http:\/\/[^\s"]+)/g)].map((match) => match[1] as string);
  expect(urls.length).toBeGreaterThanOrEqual(2);
  for (const url of urls) expect((await fetch(url)).status).toBe(200);

  const family = run.family();
  run.interrupt();
  expect((await run.ended).exitCode).toBe(130);
  expect(await leftovers(place, family)).toEqual([]);
});

test('ends when a service dies, and says which', async () => {
  await using run = startDuet(place, ['serve', '--stack', 'node']);
  await until(run, 'Ctrl-C', () => run.printed.stdout.includes('Ctrl-C stops everything.'));
  const family = run.family();
  process.kill(leasedProcesses(place).get('the node service') as number, 'SIGKILL');
  const { exitCode, stderr } = await run.ended;
  expect(exitCode).toBe(4);
  expect(stderr).toContain('duet: the node service was ended by SIGKILL');
  expect(await leftovers(place, family)).toEqual([]);
});
