import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  allCores,
  choosePlacement,
  parseCoreList,
  pinned,
  placement,
  placementRecord,
  withQuota,
} from './placement.ts';

test.each([
  ['0', [0]],
  ['0-1', [0, 1]],
  ['0-2,8', [0, 1, 2, 8]],
  ['1,3,5-6', [1, 3, 5, 6]],
  ['64-66', [64, 65, 66]],
])('"%s" is %j', (list, cores) => expect(parseCoreList(list)).toEqual(cores));

test('any list of cores comes back', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: 1 }), (cores) => {
      expect(parseCoreList(cores.join(','))).toEqual(cores);
    }),
  );
});

test('without cores to choose, a command is left as it is', () => {
  expect(pinned('node', ['a b'], undefined)).toEqual({ command: 'node', args: ['a b'] });
});

test('a pinned command runs as itself, on these cores', () => {
  expect(pinned('node', ['a b', '-c'], [0, 2])).toEqual({
    command: 'taskset',
    args: ['-c', '0,2', 'node', 'a b', '-c'],
  });
  if (placement.service === undefined || !existsSync('/proc')) return;
  const { command, args } = pinned('grep', ['Cpus_allowed_list', '/proc/self/status'], placement.service);
  expect(execFileSync(command, args, { encoding: 'utf8' }).split(':')[1]?.trim()).toBe(String(placement.service[0]));
});

test('a quota is named where the placement is', () => {
  const placed = {
    name: 'service-apart' as const,
    service: [0],
    database: [1],
    rest: [1],
    description: 'service on core 0',
  };
  expect(withQuota(placed, undefined)).toBe(placed);
  expect(withQuota(placed, 0.5)).toEqual({
    ...placed,
    description: 'service on core 0; a control group allows CPU time of 0.5 cores, and stops whoever uses it up',
  });
});

test('service and driver share no core, or are both free', () => {
  expect(placement.description).not.toBe('');
  expect(placement.service === undefined).toBe(placement.rest === undefined);
  if (placement.service === undefined || placement.rest === undefined) return;
  expect(placement.service.filter((core) => placement.rest?.includes(core))).toEqual([]);
  expect(allCores()).toEqual(expect.arrayContaining([...placement.service, ...placement.rest]));
});

test('a placement can be chosen, says what it is, and a run that goes on has its cores again', async () => {
  const before = placementRecord();
  await choosePlacement('shared');
  expect(placementRecord()).toEqual({ name: 'shared', service: null, database: null, rest: null });
  expect(placement.description).not.toBe('');
  await choosePlacement(before.name, before);
  expect(placementRecord()).toEqual(before);
});

test('PostgreSQL has a core of its own, or it is refused', async () => {
  const before = placementRecord();
  if (before.service === null) {
    await expect(choosePlacement('database-apart')).rejects.toMatchObject({ exitCode: 4 });
    return;
  }
  await choosePlacement('database-apart');
  const { service, database, rest } = placement;
  expect(database).toHaveLength(1);
  expect([...(service ?? []), ...(rest ?? [])]).not.toContain(database?.[0]);
  await choosePlacement(before.name, before);
});
