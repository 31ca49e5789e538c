import { expect, test } from 'vitest';
import type { CostSample, LibrarySample } from '../../results/library-samples.ts';
import { starterOf } from '../../tests/servers/scripted-library.ts';
import { CATALOGUE, type CatalogueEntry, isSame } from '../catalogue.ts';
import type { Measuring } from '../measuring.ts';
import { measureCosts } from './measure-costs.ts';

const [piscina, ...others] = CATALOGUE.filter(({ field, stack }) => field === 'workers' && stack === 'node') as [
  CatalogueEntry,
  ...CatalogueEntry[],
];
const tinypool = others.find(({ name }) => name === 'tinypool') as CatalogueEntry;

/** Reports take a millisecond, but for what a test says of a library. */
async function measure(
  options: {
    samples?: LibrarySample[];
    hasTime?: () => boolean;
    statusOf?: (entry: CatalogueEntry) => number;
    death?: string;
  } = {},
) {
  const { samples = [], hasTime = () => true, statusOf = () => 200 } = options;
  const started: string[] = [];
  const start: Measuring['start'] = (entry) => {
    started.push(entry.name);
    const serve = starterOf((_, response) => {
      setTimeout(() => response.writeHead(statusOf(entry)).end('{"error":"Error","message":"no"}'), 1);
    });
    return serve(entry);
  };
  const measuring = {
    libraries: [piscina, tinypool],
    plan: { blocks: 2, seed: 1, clients: 8, window_ms: 30, pool_max: 8 },
    lab: { ownership: { missing: 'not watched' }, death: () => options.death },
    tables: { death: () => undefined },
    signal: new AbortController().signal,
    progress: { step() {} },
    ...{ samples, start, hasTime },
  } as unknown as Measuring;
  const measured: CostSample[] = [];
  for await (const sample of measureCosts(measuring)) {
    measured.push(sample);
    samples.push(sample);
  }
  return { started, measured };
}

test('every library is measured once in each block, on a process of its own, beside one of the reference', async () => {
  const { started, measured } = await measure();
  expect(started.toSorted()).toEqual([...Array(4).fill('piscina'), ...Array(2).fill('tinypool')]);
  expect([started[0], started[3]]).toEqual(['piscina', 'piscina']);
  for (const { gauge } of measured) expect(gauge?.metrics.throughput).toBeGreaterThan(0);
  for (const entry of [piscina, tinypool]) {
    const own = measured.filter((sample) => isSame(sample, entry));
    expect(own.map(({ operation, block }) => [operation, block])).toEqual([
      ['report', 0],
      ['report', 1],
    ]);
    for (const { metrics } of own) {
      expect(metrics.throughput).toBeGreaterThan(0);
      expect(metrics.p50).toBeGreaterThan(0.5);
      expect(metrics.start_up).toBeGreaterThan(0.5);
      // The slowest of some twenty requests is no 99th percentile.
      expect(metrics.p99).toBeUndefined();
    }
  }
});

test('a run that goes on measures what is missing, and once more what was not to be believed', async () => {
  const { measured } = await measure();
  const invalid: CostSample['invalid'] = [{ rule: 'clock-jumped', ahead_ms: 3_600_000, most_jump_ms: 100 }];
  const [first, second, third] = measured as [CostSample, CostSample, CostSample];
  const again = await measure({ samples: [first, { ...second, invalid }, third] });
  expect(again.measured.map(({ name, block }) => [name, block])).toEqual([
    [second.name, 0],
    [measured[3]?.name, 1],
  ]);
});

test('nothing begins for which there is no time', async () => {
  expect(await measure({ hasTime: () => false })).toEqual({ started: [], measured: [] });
});

test('the failure of one library is told in its own words, and the others are measured', async () => {
  const { measured } = await measure({ statusOf: (entry) => (entry === tinypool ? 500 : 200) });
  const [failed, fine] = [tinypool, piscina].map((entry) => measured.filter((sample) => isSame(sample, entry)));
  expect(failed?.map(({ metrics, failed: said }) => [metrics, said])).toEqual(Array(2).fill([{}, 'Error: no']));
  expect(fine?.every(({ metrics, failed: said }) => said === undefined && metrics.throughput !== undefined)).toBe(true);
});

test('a reference that gives no answer is no gauge, and the others are measured', async () => {
  const { measured } = await measure({ statusOf: (entry) => (entry === piscina ? 500 : 200) });
  expect(measured.every(({ gauge }) => gauge === undefined)).toBe(true);
  const own = measured.filter((sample) => isSame(sample, tinypool));
  expect(own.map(({ failed, metrics }) => [failed, (metrics.p50 ?? 0) > 0])).toEqual(Array(2).fill([undefined, true]));
});

test('a PostgreSQL that has gone is no failure of a library: it ends the run, and says where', async () => {
  await expect(measure({ statusOf: () => 500, death: 'PostgreSQL was ended by SIGKILL' })).rejects.toMatchObject({
    exitCode: 4,
    message: 'PostgreSQL was ended by SIGKILL',
    where: { pattern: 'workers', stack: 'node', variant: expect.any(String), phase: 'costs' },
  });
});
