/** What a diff measures, once for real: every phase of the gate, in both stacks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, openClient } from '../../load/client.ts';
import { gateMetrics, gatePhases, gateSizes } from '../../patterns/gate/index.ts';
import { patterns } from '../../patterns/index.ts';
import { PATTERNS, STACKS, type StackName } from '../../results/schema.ts';
import { type Both, openSurroundings, type Surroundings, startBoth } from './both.ts';

/** The windows of the load keep their numbers of requests: they are small. */
const sizes = { ...gateSizes, file_bytes: 1e6, report_size_node: 50_000, report_size_python: 5_000, users: 101 };

const signal = new AbortController().signal;
let around: Surroundings;
let both: Both;
let clients: Record<StackName, Client>;
beforeAll(async () => {
  around = await openSurroundings('gate');
  both = await startBoth(around);
  const open = (stack: StackName) => openClient(both[stack].url, { connections: 16, timeoutMs: 60_000, signal });
  clients = { node: open('node'), python: open('python') };
});
afterAll(async () => {
  await Promise.all(Object.values(clients ?? {}).map((client) => client[Symbol.asyncDispose]()));
  await both?.[Symbol.asyncDispose]();
  await around?.[Symbol.asyncDispose]();
});

const cells = PATTERNS.flatMap((name) =>
  patterns[name].variants
    .filter((variant) => variant.startsWith('after'))
    .flatMap((variant) => STACKS.map((stack) => ({ name, stack, variant }))),
);

describe.each(cells)('$name/$stack/$variant', ({ name, stack, variant }) => {
  test('gives every metric that it is judged by', async () => {
    const context = { lab: around.lab, service: both[stack], client: clients[stack], variant, sizes, signal };
    const found: Record<string, number[]> = {};
    for (const phase of gatePhases[name]) {
      await phase.prepare?.(around.lab, sizes);
      const { metrics, raw_ms = {}, invalid = [], failure } = await phase.trial(context);
      expect(failure).toBeUndefined();
      // Other processes of the machine may keep the driver from its core.
      expect(invalid.filter(({ rule }) => rule !== 'driver-saturated')).toEqual([]);
      for (const [id, value] of Object.entries(metrics)) found[id] = [value];
      Object.assign(found, raw_ms);
    }
    for (const { id } of gateMetrics[name]) {
      expect(found[id]?.length, id).toBeGreaterThan(0);
      for (const value of found[id] ?? []) expect(value, id).toBeGreaterThan(0);
    }
  });
});
