/** What a diff rests on: its sides, the power it was expected to have, its method, and how to repeat it. */
import type { DiffResults, DiffSide, StackName } from '../../results/schema.ts';
import { SIDES } from '../../results/schema.ts';
import type { Fact } from '../facts.ts';
import { counted, instant, STACK_TITLES, span } from '../format.ts';
import { percentBand, share } from './percent.ts';

/** "main (0123456)", "working tree (89abcde, with uncommitted changes)". */
export function sideText({ given, commit, dirty }: DiffSide): string {
  const known = [...(commit ? [commit.slice(0, 7)] : []), ...(dirty ? ['with uncommitted changes'] : [])];
  return known.length === 0 || given === commit ? given : `${given} (${known.join(', ')})`;
}

/** What was compared, when, and in how many blocks. */
export function headlineFacts(results: DiffResults): Fact[] {
  const { run, finished_at } = results;
  return [
    ['Plan', planText(results)],
    ['When', `${instant(run.started_at)}, took ${span(run.started_at, finished_at)}`],
    ['Run', `${run.id}, duet ${run.duet_version}`],
  ];
}

function planText({ run }: DiffResults): string {
  if (run.same_services) return 'nothing had to be run';
  if (run.counts_only) return 'counts only, nothing was timed';
  const { screening_blocks, fresh_blocks, suspects, planned } = run.plan;
  const found = suspects === undefined ? 'not yet chosen' : counted(suspects.length, 'suspect');
  const more = planned
    ? [`${planned.screening_blocks} and ${planned.fresh_blocks} were planned, the budget held fewer`]
    : [];
  return [
    `${counted(screening_blocks, 'block')} of every cell`,
    `${fresh_blocks} fresh ones of every suspect (${[found, ...more].join('; ')})`,
    `seed ${run.seed}`,
  ].join(', ');
}

export const SIDE_COLUMNS = ['fact', 'base', 'head'] as const;

/** The two sides, fact by fact. */
export function sideRows({ run: { sides, stacks } }: DiffResults): string[][] {
  const both = (label: string, value: (side: DiffSide) => string) => [
    label,
    ...SIDES.map((name) => value(sides[name])),
  ];
  const services = [...new Set(SIDES.flatMap((name) => Object.keys(sides[name].sources)))];
  return [
    both('given as', ({ given }) => given),
    both('commit', ({ commit, dirty }) => `${commit ?? 'none'}${dirty ? ', with uncommitted changes' : ''}`),
    ...stacks.map((stack) => both(`${STACK_TITLES[stack]} runtime`, ({ runtimes }) => runtimes[stack] ?? 'unknown')),
    ...stacks.map((stack) => both(`${STACK_TITLES[stack]} dependencies`, (side) => dependencies(side, stack))),
    ...services.map((name) => {
      const [base, head] = SIDES.map((side) => sides[side].sources[name]);
      const same = base === head ? ' (the same)' : '';
      return both(`sources of ${name}`, ({ sources }) => `${sources[name]?.slice(0, 12) ?? 'none'}${same}`);
    }),
  ];
}

function dependencies({ dependencies }: DiffSide, stack: StackName): string {
  const kind = dependencies[stack];
  if (kind === undefined) return 'unknown';
  return kind === 'shared' ? 'those of the harness: its lock file is the same' : 'its own, from its lock file';
}

/** How often a diff like this one finds a slowdown of one cell: spread of a block by size of the change. */
export function powerTable({ run: { power } }: DiffResults): { header: string[]; rows: string[][] } {
  const changes = [...new Set(power.map(({ change }) => change))].toSorted((one, other) => one - other);
  const spreads = [...new Set(power.map(({ sd }) => sd))].toSorted((one, other) => one - other);
  const found = (sd: number, change: number) => power.find((each) => each.sd === sd && each.change === change)?.found;
  return {
    header: ['a block errs by', ...changes.map((change) => `+${share(change)} is found`)],
    rows: spreads.map((sd) => [
      share(sd),
      ...changes.map((change) => {
        const of100 = found(sd, change);
        return of100 === undefined ? '–' : `${Math.floor(100 * of100)} of 100`;
      }),
    ]),
  };
}

/** How the verdicts came about, in words. */
export function methodLines({ run }: DiffResults): string[] {
  const { thresholds, alerts, plan } = run;
  const gate = run.strict
    ? 'All of them can fail the gate (`--strict`).'
    : 'Counts and CPU are primary and can fail the gate; time, capacity and memory are secondary, they point at a change and fail only with `--strict`.';
  const alerting =
    alerts === null
      ? ''
      : ` An alert points at a change for the worse beyond ${percentBand(alerts.cost)} (CPU), ${percentBand(alerts.time)} (time) or ${percentBand(alerts.memory)} (memory) that is no regression; it never fails.`;
  return [
    'Counts are exact and come from a pass of their own: a changed count is a change.',
    ...(run.counts_only
      ? []
      : [
          `In every block fresh processes of base and head take turns in balanced order, and a block gives one ratio of head to base. ${plan.screening_blocks} screening blocks of every cell find the suspects; ${plan.fresh_blocks} fresh blocks of each suspect, which did not choose it, are judged alone.`,
          `A regression or an improvement is an estimate of at least ${share(thresholds.cost)} (CPU), ${share(thresholds.time)} (time) or ${share(thresholds.memory)} (memory) with p < 0.01 after Holm. No change means that the 90 % interval lies within that threshold. Anything else is inconclusive.`,
        ]),
    `${gate}${alerting}`,
  ];
}

/** The command with its seed, and how to write these files again. */
export function repeatCommands({ run }: DiffResults): Fact[] {
  const seed = /(^|\s)--seed\b/.test(run.command) ? '' : ` --seed ${run.seed}`;
  return [
    ['Run it again', `duet ${run.command}${seed}`],
    ['Write these files again', `duet report out/${run.id}/diff.json`],
  ];
}
