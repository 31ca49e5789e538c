/** What a diff measures, once for real: every phase of the gate, in both stacks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placement } from '../../lab/placement.ts';
import { procValue, readStat } from '../../lab/proc.ts';
import { setPolicy } from '../../lab/scheduling.ts';
import { ownSource } from '../../lab/source.ts';
import { type Client, openClient } from '../../load/client.ts';
import { diffMetricsOf, diffPhases, diffSizes } from '../../patterns/diff/index.ts';
import { patterns } from '../../patterns/index.ts';
import { comparedVariants, type TrialContext } from '../../patterns/pattern.ts';
import type { PlannedPhase } from '../../protocol/plan.ts';
import { runPlan } from '../../protocol/run.ts';
import { PATTERNS, type PatternName, STACKS, type StackName } from '../../results/schema.ts';
import { type Both, openSurroundings, type Surroundings, startBoth } from './both.ts';

/** The windows of the load keep their numbers of requests: they are small. */
const sizes = { ...diffSizes, file_bytes: 1e6, report_size_node: 50_000, report_size_python: 5_000, users: 101 };

/** What the requests at a low rate wait for in any case: the longest of three queries, and two calls in a row. */
const LEAST_MS: Partial<Record<PatternName, Record<string, number>>> = {
  parallel: { latency: 8 },
  batching: { latency: 10 },
};

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
  comparedVariants(patterns[name])
    .filter((variant) => variant.startsWith('after'))
    .flatMap((variant) => STACKS.map((stack) => ({ name, stack, variant }))),
);

describe.each(cells)('$name/$stack/$variant', ({ name, stack, variant }) => {
  test('gives every metric that it is judged by', async () => {
    const context = { lab: around.lab, service: both[stack], client: clients[stack], variant, sizes, signal };
    const found: Record<string, number[]> = {};
    for (const phase of diffPhases[name]) {
      await phase.prepare?.(around.lab, sizes);
      const { metrics, raw_ms = {}, invalid = [], failure } = await phase.trial(context);
      expect(failure).toBeUndefined();
      // Other processes of the machine may keep the driver from its core.
      const ofTheDriver = invalid.filter(({ rule }) => rule === 'driver-saturated' || rule === 'driver-late');
      expect(ofTheDriver).toEqual(invalid);
      if (ofTheDriver.some(({ rule }) => rule === 'driver-late')) raw_ms.latency = [Number.POSITIVE_INFINITY];
      for (const [id, value] of Object.entries(metrics)) found[id] = [value];
      Object.assign(found, raw_ms);
    }
    for (const { id } of diffMetricsOf({}, name)) {
      expect(found[id]?.length, id).toBeGreaterThan(0);
      for (const value of found[id] ?? []) expect(value, id).toBeGreaterThan(LEAST_MS[name]?.[id] ?? 0);
    }
  });
});

/** The scheduling policy of a process, as sched(7) numbers them, and the cores it may use. */
function schedulingOf(pid: number) {
  return { policy: Number(readStat(pid)?.(41)), cores: procValue(`${pid}/status`, 'Cpus_allowed_list') };
}
const [OTHER, BATCH] = [0, 3];

test('under load all share a core and none interrupts another; at a low rate the service has one to itself', async ({
  skip,
}) => {
  skip(placement.service === undefined || !setPolicy(process.pid, 'SCHED_BATCH'), 'needs two cores, taskset and chrt');
  const { lab } = around;
  const seen: Record<string, unknown> = {};
  const phases = diffPhases.pooling.map(({ inTurns: _, ...phase }) => ({
    ...phase,
    async trial({ service, client }: TrialContext) {
      await client.send({ method: 'GET', path: '/pooling/after/users/1' });
      seen[phase.name] = { service: schedulingOf(service.pid), driver: schedulingOf(process.pid).policy };
      return { metrics: {} };
    },
  }));
  const trials = [{ trial: 0, stack: 'node', variant: 'after', side: 'base' } as const];
  const plan: PlannedPhase[] = [
    { block: 0, pattern: 'pooling', phase: 0, trials },
    { block: 0, pattern: 'pooling', phase: 1, trials, continues: true },
  ];
  try {
    lab.setPolicy('SCHED_BATCH');
    expect(schedulingOf(lab.database.pid as number).policy).toBe(BATCH);
    await runPlan(plan, {
      ...{ lab, sizes, signal, onBusyMachine: 'shown', phasesOf: () => phases, sourceOf: ownSource },
      ...{ onTrial: () => {}, onSample: () => {}, onPhaseDone: () => {} },
    });
  } finally {
    lab.setPolicy('SCHED_OTHER');
    setPolicy(process.pid, 'SCHED_OTHER');
  }
  const core = (cores: number[] | undefined) => String(cores?.[0]);
  expect(seen).toEqual({
    load: { service: { policy: BATCH, cores: core(placement.rest) }, driver: BATCH },
    latency: { service: { policy: BATCH, cores: core(placement.service) }, driver: OTHER },
  });
});
