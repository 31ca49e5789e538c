import { describe, expect, test } from 'vitest';
import { coreLoads } from './core-loads.ts';
import { placeOn } from './place-on-cores.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, core) => core);
/** "service / PostgreSQL / the rest", and what no core was chosen for. */
const placed = (...given: Parameters<typeof placeOn>) => {
  const parts = placeOn(...given);
  return parts && [parts.service, parts.database, parts.rest].map((cores) => cores?.join() ?? 'any').join(' / ');
};

describe('on an idle machine', () => {
  test.each([
    ['service-apart', 1, 'any / any / any'],
    ['service-apart', 2, '0 / 1 / 1'],
    ['service-apart', 4, '0 / 1 / 1'],
    ['service-apart', 8, '0 / 1 / 1'],
    ['service-apart', 64, '0 / 1 / 1'],
    ['database-apart', 1, undefined],
    ['database-apart', 2, '0 / 1 / 0'],
    ['database-apart', 4, '0 / 1 / 2'],
    ['database-apart', 8, '0 / 1 / 2'],
    ['database-apart', 64, '0 / 1 / 2'],
    ['shared', 1, 'any / any / any'],
    ['shared', 2, 'any / any / any'],
    ['shared', 4, 'any / any / any'],
    ['shared', 8, 'any / any / any'],
    ['shared', 64, 'any / any / any'],
  ] as const)('%s on %d cores is %s', (name, cores, expected) => {
    expect(placed(name, { cores: upTo(cores) })).toBe(expected);
  });
});

describe('on a machine that others use', () => {
  const busy = (...cores: number[]) => new Map(cores.map((core) => [core, 0.9]));
  test.each([
    ['service-apart', 2, busy(0), '0 / 1 / 1'],
    ['database-apart', 2, busy(0), '0 / 1 / 0'],
    ['service-apart', 4, busy(0, 2), '1 / 3 / 3'],
    ['database-apart', 4, busy(0), '1 / 2 / 3'],
    ['database-apart', 8, busy(0, 1, 2, 3, 4, 5), '6 / 7 / 0'],
    ['service-apart', 64, busy(...upTo(62)), '62 / 63 / 63'],
    ['shared', 64, busy(0), 'any / any / any'],
  ] as const)(
    '%s on %d cores, some of them busy, is on idle ones where there is a choice',
    (name, cores, loads, expected) => {
      expect(placed(name, { cores: upTo(cores), loads })).toBe(expected);
    },
  );

  test('the least busy come where no core is idle', () => {
    const loads = new Map([0.9, 0.5, 0.7, 0.3].map((load, core) => [core, load]));
    expect(placed('database-apart', { cores: upTo(4), loads })).toBe('3 / 1 / 2');
  });

  test('only cores that this process may use are taken, whatever their numbers', () => {
    expect(placed('service-apart', { cores: [8, 9, 40], loads: busy(9) })).toBe('8 / 40 / 40');
  });
});

/** A made-up /proc/stat: per core its idle and its busy ticks. */
const stat = (ticks: readonly (readonly [idle: number, busy: number])[]) =>
  [
    'cpu  1 2 3 4 5 6 7 8 9 10',
    ...ticks.map(([idle, busy], core) => `cpu${core} ${busy} 0 0 ${idle} 0 0 0 0 0 0`),
    'intr 12345 0 9',
    'ctxt 1',
  ].join('\n');

describe('how busy cores are', () => {
  test('is the share of their ticks between two looks that were not idle', () => {
    const loads = coreLoads(
      stat([
        [100, 50],
        [100, 50],
      ]),
      stat([
        [125, 50],
        [100, 75],
      ]),
    );
    expect([...loads]).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  test('is told of 64 cores, of which the idle ones are taken', () => {
    const before = stat(upTo(64).map(() => [1_000, 1_000]));
    const after = stat(upTo(64).map((core) => (core < 40 ? [1_002, 1_023] : [1_024, 1_001])));
    const loads = coreLoads(before, after);
    expect(loads.size).toBe(64);
    expect(placed('database-apart', { cores: upTo(64), loads })).toBe('40 / 41 / 42');
  });

  test('of a host of 1 core changes nothing, however busy it is', () => {
    const loads = coreLoads(stat([[0, 0]]), stat([[0, 25]]));
    expect(loads.get(0)).toBe(1);
    expect(placed('service-apart', { cores: [0], loads })).toBe('any / any / any');
  });

  test('is not told where no tick has passed, or there is no /proc', () => {
    expect(coreLoads(stat([[5, 5]]), stat([[5, 5]])).size).toBe(0);
    expect(coreLoads('', '').size).toBe(0);
  });
});
