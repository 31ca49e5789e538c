/** What stands between the checkouts of a diff and its first timed trial: both sides asked, compared and counted. */
import { factRows } from '../../diff/fact-rows.ts';
import type { Checkouts } from '../../lab/checkout.ts';
import { ensureFile } from '../../lab/files.ts';
import type { Lab } from '../../lab/lab.ts';
import type { Service } from '../../lab/services.ts';
import { shapes } from '../../patterns/shape/index.ts';
import type { Progress } from '../../progress.ts';
import { type CountChange, countSides } from '../../protocol/diff/count.ts';
import { readShapes } from '../../protocol/diff/shape.ts';
import { type BySide, type ComparedSides, compareSides } from '../../protocol/diff/sides.ts';
import { type Surveyed, survey } from '../../protocol/diff/survey.ts';
import { inspectCells } from '../../protocol/inspect.ts';
import { type Instance, instanceName } from '../../protocol/instance.ts';
import type { Health } from '../../protocol/parity.ts';
import { startServices } from '../../protocol/start-services.ts';
import { reasonText } from '../../report/diff/reasons.ts';
import { changedText } from '../../report/diff/sentences.ts';
import { verdictWord } from '../../report/diff/side-names.ts';
import { cellPath, shapedCells } from '../../results/cell-name.ts';
import {
  type CellFacts,
  type CellInspection,
  PATTERNS,
  type PatternName,
  SIDES,
  type SideName,
  type Sizes,
  type StackName,
} from '../../results/schema.ts';
import { areWays, type SideNames, VERSIONS } from '../../results/side-names.ts';

interface Preparing {
  checkouts: Checkouts;
  patterns: PatternName[];
  stacks: StackName[];
  sizes: Sizes;
  /** Those of a diff that is continued, which are not counted again. */
  inspections?: BySide<CellInspection[]> | undefined;
  /** Likewise. */
  facts?: BySide<CellFacts[]> | undefined;
  progress: Progress;
  signal: AbortSignal;
}

export interface PreparedDiff extends ComparedSides {
  health: BySide<Partial<Record<StackName, Health>>>;
  inspections: BySide<CellInspection[]>;
  /** Undefined where nobody sees what a request waits for. */
  facts: BySide<CellFacts[]> | undefined;
}

/**
 * @throws DuetError: exit 4 where a service does not start, 3 where one does not follow the contract; both name the side.
 */
export async function prepareDiff(lab: Lab, preparing: Preparing): Promise<PreparedDiff> {
  const { checkouts, patterns, stacks, sizes, progress, signal } = preparing;
  if (patterns.includes('streaming')) await ensureFile(lab.filesDir, sizes.file_bytes, signal);
  progress.step('starting the services of base and head');
  const start = (instance: Instance & { side: SideName }) => ({
    place: 'all-cores' as const,
    // Through the proxy, which counts; its round-trip time is 0.
    via: 'proxy' as const,
    side: instance.side,
    source: checkouts.sourceOf(instance.side),
    logName: `check-${instanceName(instance)}`,
  });
  const instances = SIDES.flatMap((side) => stacks.map((stack) => ({ stack, side })));
  // Stopped, not killed: that is when Node writes its compile cache, from which all later processes of a side start.
  await using running = await startServices(lab, instances, start);
  progress.step('requesting every pattern and variant from base and head');
  const surveyed = await survey(lab, running.services, { patterns, signal });
  const compared = compareSides(surveyed, stacks);
  sayWhatDiffers(compared, progress);
  const of = (side: SideName) => running.services.filter((service) => service.side === side);
  const services = { base: of('base'), head: of('head') };
  const inspections =
    preparing.inspections ??
    (await countSides({
      cells: [...compared.cells, ...compared.counted],
      inspect: (side, some, pattern) =>
        inspectCells(lab, services[side], {
          ...{ patterns: PATTERNS.filter((name) => name === pattern), sizes, signal, onPattern() {} },
          variants: ({ stack }) => some.filter((cell) => cell.stack === stack).map(({ variant }) => variant),
        }),
      onPattern: (name) => progress.step(`counting what each request of ${name} causes`),
      onChange: (change) => progress.note(describeChange(change)),
    }));
  await lab.proxy.setRtt(0);
  const facts =
    preparing.facts ??
    (await readShapes(lab, services, {
      cells: shapedCells(compared),
      shapes,
      sizes,
      signal,
      startAgain: ({ stack, side = 'head' }: Service) =>
        lab.startService(stack, { ...start({ stack, side }), logName: `shape-${instanceName({ stack, side })}` }),
      onPattern: (name) => progress.step(`reading the shape of ${name}`),
    }));
  sayWhichFactsChanged(factRows({ ...compared, facts }), progress);
  const health = { base: healthOf(surveyed, 'base'), head: healthOf(surveyed, 'head') };
  return { ...compared, health, inspections, facts };
}

const healthOf = (surveyed: Surveyed[], side: SideName) =>
  Object.fromEntries(surveyed.filter((one) => one.side === side).map(({ stack, health }) => [stack, health]));

export function sayWhatDiffers(
  { one_sided, unmeasured, answers }: Pick<ComparedSides, 'one_sided' | 'unmeasured' | 'answers'>,
  { note }: Progress,
  names: SideNames = VERSIONS,
): void {
  for (const { change, ...cell } of one_sided) note(`${change}: ${cellPath(cell)} is on one side only`);
  for (const cell of unmeasured) note(`not measured: ${cellPath(cell)} is unknown to this harness`);
  const what = areWays(names) ? 'different answers' : 'changed answer';
  for (const { path, base, head, ...cell } of answers)
    note(`${what}: ${cellPath(cell)} at ${path}: ${names.base} ${base}, ${names.head} ${head}`);
}

export function sayWhichFactsChanged(
  rows: ReturnType<typeof factRows>,
  { note }: Progress,
  names: SideNames = VERSIONS,
): void {
  for (const row of rows.filter(({ verdict }) => verdict !== 'no change')) {
    const { verdict, why, metric } = row;
    note(
      `${verdictWord(verdict, names)}: ${why === undefined ? changedText(row) : `${cellPath(row)}: ${metric.title} ${reasonText(why, metric, names)}`}`,
    );
  }
}

/** Describes a change of a count. Of every count, less is better. */
export const describeChange = ({ cell, count, base, head }: CountChange, names: SideNames = VERSIONS) =>
  `${verdictWord(head > base ? 'regression' : 'improvement', names)}: ${cellPath(cell)}: ${base} → ${head} ${count.replaceAll('_', ' ')} per request`;
