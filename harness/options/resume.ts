/** What stands beside `--resume` and says something else than the run or diff that goes on is refused by name. */
import type { Command } from 'commander';
import { inWords } from '../duration.ts';
import { refused } from '../errors.ts';
import type { LibrariesHeader } from '../results/libraries-run.ts';
import { SIDES } from '../results/name-lists.ts';
import { placementName } from '../results/placement-name.ts';
import type { DiffHeader, RunHeader, SideName } from '../results/schema.ts';
import { shareText } from '../results/shares.ts';
import type { RunOptions } from './compare.ts';
import { type DiffOptions, type TimedOptions, written } from './diff.ts';
import type { AcceptOptions } from './diff-accept.ts';
import type { LibrariesOptions } from './libraries.ts';

/** @throws DuetError (exit 2) for options that contradict the header of the run. */
export function refuseOtherRun(command: Command, options: RunOptions, header: RunHeader): void {
  const { time_budget, fewer_blocks, curves } = header;
  const contradicting = contradictions(command, 'the run has', [
    ['pattern', options.pattern, header.patterns],
    ['stack', options.stack, header.stacks],
    ['profile', options.profile, header.profile],
    ['blocks', options.blocks, time_budget ? 'a time budget' : fewer_blocks ? 'those of its profile' : header.blocks],
    ['timeBudget', inWords(options.timeBudget ?? 0), time_budget ? inWords(time_budget.budget_ms) : 'none'],
    ['placement', options.placement, placementName(header.environment)],
    ['seed', options.seed, header.seed],
    ['driver', options.driver, header.drivers?.map(({ name }) => name) ?? "duet's own"],
  ]);
  const { curves: wanted = curves !== undefined } = options;
  if (wanted && curves === undefined) contradicting.push('--curves (the run has none)');
  if (!wanted && curves !== undefined) contradicting.push('--no-curves (the run has them)');
  refuse('run', header, contradicting);
}

/** @throws DuetError (exit 2) for sides and options that contradict the header of the diff. */
export function refuseOtherDiff(
  command: Command,
  { options, sides }: { sides: Record<SideName, string | undefined>; options: DiffOptions & AcceptOptions },
  header: DiffHeader,
): void {
  const otherSides = SIDES.flatMap((side) => {
    const { given } = header.sides[side];
    return [undefined, given].includes(sides[side]) ? [] : [`${sides[side]} as ${side} (it has ${given})`];
  });
  const contradicting = contradictions(command, 'it has', [
    ['pattern', options.pattern, header.patterns],
    ['stack', options.stack, header.stacks],
    ...timed(options, header),
    ['failOn', options.failOn, header.fail_on],
    ['strict', options.strict, header.strict],
    ['shard', options.shard && shareText(options.shard), sharedAs(header)],
    ['blocks', options.blocks, header.plan.fixed?.blocks ?? 'no fixed number'],
  ]);
  if (options.alert !== undefined) contradicting.push('--alert (it has its own)');
  if (options.exactBase && header.sides.base.branch?.compared === 'merge-base')
    contradicting.push('--exact-base (it has the merge base)');
  if (options.accept !== undefined) contradicting.push('--accept (it keeps its own)');
  if (options.acceptFile !== undefined) contradicting.push('--accept-file (it keeps its own)');
  refuse('diff', header, [...otherSides, ...contradicting]);
}

const sharedAs = ({ plan: { fixed } }: DiffHeader): string =>
  fixed?.shard === undefined ? 'all of it' : shareText({ shard: fixed.shard, shards: fixed.shards });

/** @throws DuetError (exit 2) for options that contradict the header of a run of `duet ab`; its ways are read elsewhere. */
export function refuseOtherAb(command: Command, options: TimedOptions, header: DiffHeader): void {
  refuse('run', header, contradictions(command, 'it has', timed(options, header)));
}

/** @throws DuetError (exit 2) for options that contradict the header of the run; the time that it may take is of each part. */
export function refuseOtherLibraries(command: Command, options: LibrariesOptions, header: LibrariesHeader): void {
  const contradicting = contradictions(command, 'it has', [
    ['blocks', options.blocks, header.plan.blocks],
    ['seed', options.seed, header.plan.seed],
    ['countsOnly', options.countsOnly, header.counts_only],
  ]);
  const chosen = (['pattern', 'only', 'stack'] as const).filter((name) => command.getOptionValueSource(name) === 'cli');
  refuse('run', header, [...contradicting, ...chosen.map((name) => `--${name} (it has its libraries)`)]);
}

type Recorded = readonly [name: string, given: unknown, recorded: unknown];

/** What everything has that is measured in blocks of two sides. */
const timed = (options: TimedOptions, header: DiffHeader): Recorded[] => [
  ['seed', options.seed, header.seed],
  ['timeBudget', inWords(options.timeBudget), inWords(header.budget_ms)],
  ['threshold', written(options.threshold), written(header.thresholds)],
  ['countsOnly', options.countsOnly, header.counts_only],
];

/** e.g. "--seed 4 (the run has 3)", for options that were typed and have another value than the header. */
function contradictions(command: Command, has: string, recorded: readonly Recorded[]): string[] {
  return recorded
    .filter(([name, given, before]) => command.getOptionValueSource(name) === 'cli' && String(given) !== String(before))
    .map(([name, given, before]) => {
      const option = command.options.find((one) => one.attributeName() === name);
      return `${option?.long} ${given} (${has} ${before})`;
    });
}

function refuse(kind: 'run' | 'diff', { id }: { id: string }, contradicting: readonly string[]): void {
  if (contradicting.length === 0) return;
  throw refused(
    `--resume continues ${kind} ${id} as it was begun, and cannot have ${contradicting.join(', ')}`,
    `leave these out, or start a new ${kind} without --resume`,
  );
}
