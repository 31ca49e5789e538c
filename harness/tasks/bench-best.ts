/**
 * What does the best way of streaming, batching and pooling reach? Measures it beside `after` in both stacks, side by side and
 * in turn, in blocks of fresh processes, at the original delays. Prints the table for harness/docs/compare.md.
 *
 *   bench-best.ts [--blocks 6] [--minutes 5] [--noisy] [--kept]
 *
 * Every bench is a line in bench-best-runs.jsonl, which is committed; --kept measures nothing and prints the table of the last.
 * After so many minutes no further part of a block begins. A trial beside other work does not count, unless --noisy says so:
 * ratios of CPU and of memory are right all the same.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DuetError, EXIT } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { ensureFile } from '../lab/files.ts';
import type { Lab } from '../lab/lab.ts';
import { pinSelf } from '../lab/placement.ts';
import { processMemory } from '../lab/process-table.ts';
import { repositoryRoot } from '../lab/source.ts';
import { warmUpUntilSteady } from '../load/warm-up.ts';
import { batching, request as enrich } from '../patterns/batching.ts';
import { sendChecked } from '../patterns/checked-request.ts';
import type { Measurement, Pattern, Phase, TrialContext } from '../patterns/pattern.ts';
import { request as findUser, pooling, userOf } from '../patterns/pooling.ts';
import { profiles } from '../patterns/profiles.ts';
import { streaming, request as sumFile } from '../patterns/streaming.ts';
import { makePlan, type PhasesOf } from '../protocol/plan.ts';
import { runPlan } from '../protocol/run.ts';
import { BEST, type DiffPatternName, type PatternName, type Sample, STACKS } from '../results/schema.ts';
import { openSession } from '../runs/session.ts';
import { countingSamples, isValid } from '../stats/block-values.ts';
import { median } from '../stats/quantiles.ts';
import { type BenchedCell, bestTable, KEPT_FILE, type KeptBench, OWN_METRICS } from './bench-best-table.ts';
import { codeName } from './bench-code.ts';
import { machineName } from './bench-machine.ts';
import { keep, readKept } from './kept-lines.ts';

const { values: options } = parseArgs({
  options: {
    blocks: { type: 'string', default: '6' },
    minutes: { type: 'string', default: '5' },
    noisy: { type: 'boolean', default: false },
    kept: { type: 'boolean', default: false },
    results: { type: 'string', default: KEPT_FILE },
  },
});
const VARIANTS = ['after', BEST];
/** A quarter of the original file, so that several blocks fit into the minutes. */
const sizes = { ...profiles.original.sizes, file_bytes: 256e6 };
const ONE_LINE = 'one-line.csv';
const WINDOWS = 6;
/** All connections to the external API are open then. */
const WARM_UP_USERS: Record<string, number> = { after: 300, [BEST]: sizes.users };

try {
  if (!options.kept) await measure();
  console.log(bestTable(readKept<KeptBench>(options.results)));
} catch (error) {
  if (!(error instanceof DuetError)) throw error;
  console.error(`bench-best: ${error.message}${error.hint === undefined ? '' : `; ${error.hint}`}`);
  process.exitCode = error.exitCode;
}

async function measure(): Promise<void> {
  const signal = abortOnSignals();
  const endMs = performance.now() + Number(options.minutes) * 60_000;
  const at = new Date().toISOString();
  const commit = await codeName();
  const machine = machineName();
  const out = path.join(repositoryRoot, 'out');
  await using session = await openSession('bench-best', { out, signal });
  const { lab } = session;
  await prepareFiles(lab, signal);
  pinSelf();
  const phases = benchedPhases();
  const phasesOf: PhasesOf = (pattern) => phases[pattern] ?? [];
  const plan = makePlan({
    ...{ patterns: ['streaming', 'batching', 'pooling'], stacks: [...STACKS], blocks: Number(options.blocks), seed: 1 },
    phasesOf,
    cellsOf: () => STACKS.flatMap((stack) => VARIANTS.map((variant) => ({ stack, variant }))),
  });
  const samples: Sample[] = [];
  await runPlan(plan, {
    ...{ lab, sizes, signal, phasesOf, onBusyMachine: options.noisy ? 'shown' : 'invalid' },
    goesOn: () => performance.now() < endMs,
    onTrial: ({ block, pattern }, { stack, variant }) =>
      console.error(`bench-best: block ${block + 1}  ${pattern}/${stack}/${variant}`),
    onSample: (sample) => samples.push(sample),
    onPhaseDone: () => {},
  });
  const cells = cellsOf(samples);
  if (cells.length === 0)
    throw new DuetError('no trial is valid', { exitCode: EXIT.invalid, hint: 'is the machine idle?' });
  const noisy = options.noisy ? { noisy: true as const } : {};
  keep(options.results, { at, commit, machine, ...noisy, file_bytes: sizes.file_bytes, cells });
}

async function prepareFiles({ filesDir }: Lab, signal: AbortSignal): Promise<void> {
  await ensureFile(filesDir, sizes.file_bytes, signal);
  writeFileSync(path.join(filesDir, ONE_LINE), '1,free,100,2024-01-01,Berlin\n');
}

/** A phase of a pattern, without its control. */
function phaseOf({ phases }: Pattern, name: string): Phase {
  const { control: _, ...phase } = phases.find((one) => one.name === name) as Phase;
  return phase;
}

function benchedPhases(): Partial<Record<DiffPatternName, readonly Phase[]>> {
  const file = phaseOf(streaming, 'file');
  const enrichment = phaseOf(batching, 'enrichment');
  return {
    streaming: [{ ...file, trial: (context) => afterOneLine(context, file) }],
    batching: [
      {
        ...enrichment,
        trialsPerBlock: (variant) => (variant === BEST ? 2 : 1),
        warmUp: async ({ client, variant }) =>
          void (await sendChecked(client, enrich(variant, WARM_UP_USERS[variant] ?? 0))),
        trial: async (context) => withRatio(await enrichment.trial(context)),
      },
    ],
    pooling: [
      {
        ...phaseOf(pooling, 'capacity'),
        trialsPerBlock: () => WINDOWS,
        warmUp: async ({ client, variant }) =>
          void (await warmUpUntilSteady(client, (n) => findUser(variant, userOf(n)), sizes.capacity_clients)),
      },
    ],
  };
}

/** The process sums one line first, so that its peak then is what it takes without a file. */
async function afterOneLine(context: TrialContext, phase: Phase): Promise<Measurement> {
  const { client, service, variant } = context;
  const { failure } = await sendChecked(client, sumFile(variant, ONE_LINE));
  if (failure) return { metrics: {}, failure };
  const oneLine = processMemory(service.pid);
  const measured = await phase.trial(context);
  const { peak_rss: peak } = measured.metrics;
  if (oneLine === undefined || peak === undefined) return measured;
  return { ...measured, metrics: { ...measured.metrics, [OWN_METRICS.peak]: peak / oneLine.peakRssBytes } };
}

function withRatio(measured: Measurement): Measurement {
  const [time, limit] = [measured.metrics.time, measured.limits?.time];
  if (time === undefined || limit === undefined) return measured;
  return { ...measured, metrics: { ...measured.metrics, [OWN_METRICS.limit]: time / limit } };
}

/** Only the blocks that a stack has of both variants. */
function cellsOf(samples: readonly Sample[]): BenchedCell[] {
  const valid = countingSamples(samples).filter(isValid);
  return [...Map.groupBy(valid, ({ pattern, stack }) => `${pattern} ${stack}`).values()].flatMap((some) => {
    const { pattern, stack } = some[0] as Sample & { pattern: PatternName; stack: BenchedCell['stack'] };
    const metrics = [...new Set(some.flatMap((sample) => Object.keys(sample.metrics)))];
    return metrics.flatMap((metric) => {
      const [after, best] = VARIANTS.map((variant) => blockMedians(some, variant, metric)) as [Blocks, Blocks];
      const common = [...after.keys()].filter((block) => best.has(block)).sort((one, other) => one - other);
      return ([after, best] as const).map((of, index): BenchedCell => {
        const blocks = common.map((block) => Number((of.get(block) as number).toPrecision(6)));
        return { pattern, stack, variant: VARIANTS[index] as string, metric, blocks };
      });
    });
  });
}

type Blocks = Map<number, number>;

function blockMedians(samples: readonly Sample[], variant: string, metric: string): Blocks {
  const values = samples.flatMap((sample) => {
    const value = sample.metrics[metric];
    return sample.variant === variant && value !== undefined ? [{ block: sample.block, value }] : [];
  });
  const byBlock = Map.groupBy(values, ({ block }) => block);
  return new Map([...byBlock].map(([block, some]) => [block, median(some.map(({ value }) => value))]));
}
