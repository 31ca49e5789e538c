import { expect, it } from 'vitest';
import { boundsOf, measuredService } from './known-service.ts';

const asked = { rate_per_s: 100, processes: 1, arrivals: 'poisson' as const, p99_ms: null, rtt_ms: 0 };
const server = {
  ...{ role: 'app', maxConnections: 100, reserved: 3, others: 0, duet: 1, limits: [], roundTripMs: 0.1 },
};
const direct = { pooler: null };
const seen = (processes: number, said: number | null, more = {}) =>
  measuredService({ processes, said, pools: processes, extra: 0, ...more });

it('processes that are seen share the connections', () => {
  const bounds = boundsOf(asked, { ...direct, server, measured: seen(4, null) });
  expect(bounds).toMatchObject({ target: { processes: 4 }, ceiling: 24, pools: 4, extra: 0, most: 96 });
  expect(boundsOf(asked, { ...direct, server: undefined, measured: seen(4, null) })).toMatchObject({
    budget: null,
    ceiling: 24,
  });
  expect(boundsOf(asked, { ...direct, server: undefined, measured: undefined })).toMatchObject({
    ceiling: 97,
    pools: 1,
  });
});

it('connections beside the pools are taken off, in all processes', () => {
  const measured = seen(2, 4, { extra: 3 });
  expect(boundsOf({ ...asked, processes: 4 }, { ...direct, server, measured })).toMatchObject({
    ...{ target: { processes: 4 }, pools: 2, extra: 3, ceiling: 22, most: 96 },
    budget: { extra: 6, per_process: 22 },
  });
});

it('what --processes says is held against what is seen', () => {
  expect(seen(4, null).warning).toBeUndefined();
  expect(seen(4, 4).warning).toBeUndefined();
  expect(seen(4, 1).warning).toBe('more-processes-than-said');
  expect(seen(1, 4).warning).toBe('fewer-processes-than-said');
  // There are at least as many as were seen.
  expect(boundsOf(asked, { ...direct, server, measured: seen(4, 1) }).target.processes).toBe(4);
});
