/**
 * How much of the work that is put into a handler does the gate read? Lets `after` of a copy of the services be busy for a
 * share of its CPU per request, and measures it beside a copy without that, as a diff does and for as many blocks as asked,
 * whatever they show. Prints a table for harness/patterns/diff/README.md.
 *
 *   bench-cpu-read.ts [--only pooling,node] [--blocks 30] [--share 0.05] [--minutes 25]
 *
 * After so many minutes, and at Ctrl-C, the cell that is being measured has the blocks that it has.
 *
 * What is put in is a time by the clock of the own CPU, so that nothing about it is estimated but its share.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pairsOf, seriesOf } from '../diff/series.ts';
import { abortOnSignals } from '../interrupt.ts';
import { openCheckouts } from '../lab/checkout.ts';
import { pinSelf } from '../lab/placement.ts';
import { repositoryRoot } from '../lab/source.ts';
import { openWorkplace } from '../lab/workplace.ts';
import { diffMetricsOf, diffSizes } from '../patterns/diff/index.ts';
import { planDiff } from '../protocol/diff/plan.ts';
import { diffPhasesOf } from '../protocol/diff/time-budget.ts';
import { runPlan } from '../protocol/run.ts';
import { type CellName, PATTERNS, type Sample, STACKS } from '../results/schema.ts';
import { DIFF_MAX_CONNECTIONS } from '../runs/diff/clients.ts';
import { openLabIn } from '../runs/session.ts';
import { meanInterval } from '../stats/interval.ts';
import { geometricMean } from '../stats/quantiles.ts';
import { sampleVariance } from '../stats/variance.ts';
import { DELTAS } from '../stats/verdict.ts';
import { copyCode, copySides } from './bench-diff.ts';
import { burnCpu } from './bench-gate-patches.ts';
import { markdownTable } from './bench-table.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    blocks: { type: 'string', default: '30' },
    share: { type: 'string', default: '0.05' },
    minutes: { type: 'string', default: '25' },
  },
});
const only = options.only.split(',').filter(Boolean);
const cells = PATTERNS.flatMap((pattern) => STACKS.map((stack) => ({ pattern, stack, variant: 'after' })));
/** To see what a request takes, before anything is put in. */
const PILOT_BLOCKS = 3;

const signal = AbortSignal.any([abortOnSignals(), AbortSignal.timeout(Number(options.minutes) * 60_000)]);
const dir = mkdtempSync(path.join(os.tmpdir(), 'duet-bench-cpu-read-'));
const rows: string[][] = [];
try {
  await copyCode(dir);
  for (const cell of cells.filter(({ pattern, stack }) => only.every((word) => word === pattern || word === stack))) {
    if (signal.aborted) break;
    const { base } = await measure(cell, 0, PILOT_BLOCKS);
    const ms = geometricMean(base) * Number(options.share);
    if (signal.aborted) break;
    rows.push(rowOf(cell, ms, await measure(cell, ms, Number(options.blocks))));
    console.error(rows.at(-1)?.join('  '));
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
console.log(
  markdownTable(
    [
      'cell',
      'blocks',
      'CPU per request',
      'put in',
      'read, with its 95 % interval',
      'of what was put in',
      'SD of a block',
    ],
    rows,
  ),
);

type Sides = Record<'base' | 'head', number[]>;

/** CPU per request (ms) of both sides, block by block, with so much more work in head. */
async function measure(cell: (typeof cells)[number], ms: number, blocks: number): Promise<Sides> {
  const { pattern, stack } = cell;
  const sides = await copySides(dir);
  if (ms > 0) burnCpu(sides.head, pattern, stack, ms);
  await using workplace = openWorkplace(`bench-cpu-read-${process.pid}`);
  const out = path.join(repositoryRoot, 'out');
  await using checkouts = await openCheckouts({
    ...{ workplace, ...sides, exactBase: true, stacks: [stack], signal },
    cacheDir: path.join(out, 'dependencies'),
    onProgress: (text) => console.error(`bench-cpu-read: ${text}`),
  });
  const tables = { base: checkouts.tablesOf('base'), head: checkouts.tablesOf('head') };
  await using lab = await openLabIn(workplace, {
    ...{ out, logDir: path.join(dir, 'logs'), tables, signal },
    maxConnections: DIFF_MAX_CONNECTIONS,
  });
  pinSelf();
  lab.setPolicy('SCHED_BATCH');
  // The first phase is the one that tells the CPU per request.
  const phasesOf = (name: CellName['pattern']) => diffPhasesOf({})(name).slice(0, 1);
  const planned = { cells: [cell], stacks: [stack], seed: 1 };
  const plan = planDiff(
    planned,
    Array.from({ length: blocks }, () => [cell]),
    phasesOf,
  );
  const samples: Sample[] = [];
  await runPlan(plan, {
    ...{ lab, sizes: diffSizes, signal, onBusyMachine: 'invalid', phasesOf },
    sourceOf: checkouts.sourceOf,
    beforePhase: ({ block }) => checkouts.place(block % 2 === 0),
    onTrial: () => {},
    onSample: (sample) => samples.push(sample),
    onPhaseDone: () => {},
  }).catch((error) => {
    if (!signal.aborted || samples.length === 0) throw error;
  });
  const header = { cells: [cell], thresholds: DELTAS, plan: { screening_blocks: 0, fresh_blocks: 0 } };
  const [cpu] = seriesOf(header, samples, (name) => diffMetricsOf({}, name).slice(0, 1));
  if (cpu === undefined || cpu.invalid !== undefined)
    throw new Error(`nothing of ${pattern}/${stack} is valid: ${cpu?.invalid}`);
  return pairsOf(cpu.blocks);
}

function rowOf({ pattern, stack }: CellName, ms: number, { base, head }: Sides): string[] {
  const changes = base.map((value, block) => Math.log((head[block] as number) / value));
  const { mean, low, high } = meanInterval(changes, 0.95);
  const put = ms / geometricMean(base);
  const of = (log: number | null) => (log === null ? Number.NaN : Math.expm1(log));
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  return [
    ...[`${pattern}/${stack}`, String(base.length), `${geometricMean(base).toPrecision(3)} ms`, percent(put)],
    `${percent(of(mean))} (${percent(of(low))} to ${percent(of(high))})`,
    ...[`${(of(mean) / put).toFixed(2)} (${(of(low) / put).toFixed(2)}–${(of(high) / put).toFixed(2)})`],
    percent(Math.sqrt(sampleVariance(changes))),
  ];
}
