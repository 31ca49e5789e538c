import { expect, test } from 'vitest';
import type { Sample } from '../results/schema.ts';
import { bottleneckOf } from './bottleneck.ts';

const trial = (busy?: Sample['busy']): Sample => ({
  block: 0,
  trial: 0,
  pattern: 'pooling',
  stack: 'node',
  variant: 'after',
  at: '2026-11-23T07:00:00.000Z',
  metrics: {},
  limits: {},
  ...(busy === undefined ? {} : { busy }),
});

test('the service, when its own core is full', () => {
  const samples = [trial([{ service: 0.98 }, { database: 0.3, driver: 0.3 }])];
  expect(bottleneckOf(samples)).toEqual({
    part: 'service',
    cores: [{ service: 0.98 }, { database: 0.3, driver: 0.3 }],
  });
});

test('the biggest user of the other core, when that is the full one', () => {
  const shared = (database: number, driver: number) => bottleneckOf([trial([{ service: 0.7 }, { database, driver }])]);
  expect(shared(0.6, 0.35)?.part).toBe('database');
  expect(shared(0.35, 0.6)?.part).toBe('driver');
});

test('the fuller of two full cores', () => {
  expect(bottleneckOf([trial([{ service: 0.91 }, { database: 0.6, driver: 0.39 }])])?.part).toBe('database');
});

test('none, when no core is full: parts on cores of their own do not add up', () => {
  expect(bottleneckOf([trial([{ service: 0.5 }, { database: 0.6 }, { driver: 0.6 }])])?.part).toBe('none');
});

test('all share a single core', () => {
  expect(bottleneckOf([trial([{ service: 0.5, database: 0.3, driver: 0.15 }])])?.part).toBe('service');
});

test('the mean of the trials that have an account', () => {
  const samples = [trial([{ service: 0.8 }]), trial(), trial([{ service: 1 }])];
  expect(bottleneckOf(samples)).toEqual({ part: 'service', cores: [{ service: 0.9 }] });
});

test('a database without an account is not spoken of', () => {
  expect(bottleneckOf([trial([{ service: 0.2 }, { driver: 0.4 }])])?.cores).toEqual([
    { service: 0.2 },
    { driver: 0.4 },
  ]);
});

test('nothing where no capacity was measured', () => expect(bottleneckOf([trial()])).toBeUndefined());
