/** Everything of a report that is neither a number of a pattern nor its code: headline, banners, environment, method. */
import { PATTERNS, type PatternName, type Results } from '../results/schema.ts';
import {
  BYTES_NOTE,
  gainIntervalOf,
  instant,
  listed,
  quantity,
  STACK_TITLES,
  significant,
  span,
  times,
} from './format.ts';
import { failureText } from './sentences.ts';

/** A label and what stands beside it. */
export type Fact = [label: string, value: string];

/** What a reader must know before the first number. */
export interface Banner {
  kind: 'partial' | 'failure';
  title: string;
  lines: string[];
}

export const TITLE = 'Five backend optimizations in two stacks';

/** Runtime versions first: they are what a reader compares with their own. */
export function headlineFacts(results: Results): Fact[] {
  const { run } = results;
  const { environment } = run;
  const runtimes = run.stacks.map((stack) => environment.runtimes[stack] ?? `${STACK_TITLES[stack]} (version unknown)`);
  return [
    ['Runtimes', [...runtimes, databaseName(environment.postgres)].join(' · ')],
    ['Profile', `${run.profile}, ${count(run.blocks, 'block')}, seed ${run.seed}`],
    ['When', `${instant(run.started_at)}, took ${span(run.started_at, results.finished_at)}`],
    ['Machine', `${environment.cpu}, ${count(environment.cores, 'core')}, ${environment.os}`],
    ['Run', `${run.id}, duet ${run.duet_version}`],
  ];
}

export function banners(results: Results): Banner[] {
  const found: Banner[] = [];
  if (results.status === 'partial') {
    const unreached = results.run.patterns.filter((name) => !isReached(results, name));
    found.push({
      kind: 'partial',
      title: 'This report is partial',
      lines: [
        `${results.status_reason ?? 'The run did not finish'}. It rests on ${results.trials} of ${count(results.run.planned_trials, 'planned trial')}.`,
        ...(unreached.length > 0 ? [`Not reached: ${listed(unreached)}.`] : []),
      ],
    });
  }
  const moved = noiseLines(results).filter((_, index) => results.controls?.[index]?.moved);
  if (moved.length > 0) found.push({ kind: 'failure', title: 'The control moved', lines: moved });
  const failures = failedCells(results);
  if (failures.length > 0) {
    const title = `Failures in ${count(failures.length, 'cell')}`;
    found.push({ kind: 'failure', title, lines: failures });
  }
  return found;
}

export function environmentFacts({ run: { environment } }: Results): Fact[] {
  const facts: Fact[] = [
    ['CPU', `${environment.cpu}, ${count(environment.cores, 'core')}`],
    ['Memory', quantity(environment.memory_bytes, 'bytes')],
    ['System', `${environment.os}, kernel ${environment.kernel}${environment.container ? ', in a container' : ''}`],
  ];
  for (const [stack, runtime] of Object.entries(environment.runtimes)) {
    facts.push([`${STACK_TITLES[stack as keyof typeof STACK_TITLES]} service`, runtime]);
  }
  facts.push(
    ['Harness', environment.harness_node],
    ['Database', `${databaseName(environment.postgres)} (${environment.postgres_source})`],
    ['Placement', environment.pinning],
    [
      'Commit',
      `${environment.commit ?? 'not in a repository'}${environment.dirty ? ', with uncommitted changes' : ''}`,
    ],
    ['Fingerprint', environment.fingerprint],
  );
  return facts;
}

/** What the numbers of this run do when nothing differs; empty for a run without an A/A control. */
export function noiseLines({ controls = [], patterns }: Results): string[] {
  return controls.map(({ pattern, stack, variant, metric, ratio, sd_per_block, moved }) => {
    const title = patterns.find((one) => one.pattern === pattern)?.metrics.find(({ id }) => id === metric)?.title;
    const interval = gainIntervalOf(ratio, 'ratio', 'count');
    return [
      `${STACK_TITLES[stack]} ${pattern} ${variant} against itself (A/A), ${title ?? metric}: ${times(ratio.value)}`,
      interval === null ? '' : `, 95 % interval ${interval}`,
      sd_per_block === null ? '' : `; a block errs by about ${significant(sd_per_block * 100)} %`,
      moved ? '. It moved although nothing differs: distrust every small difference of this run' : '',
      '.',
    ].join('');
  });
}

/** Figures this platform cannot give; never an empty list. */
export function absentFigures({ run: { environment } }: Results): string[] {
  return environment.missing.length > 0 ? environment.missing : ['None: every figure was available.'];
}

/** How the numbers came about, in words. */
export function methodLines({ run }: Results): string[] {
  const order = PATTERNS.filter((pattern) => run.patterns.includes(pattern));
  return [
    `Profile ${run.profile}: ${count(run.blocks, 'block')} of ${listed(order)}. A block starts fresh service processes and runs its trials in a balanced order drawn from seed ${run.seed}; one service is under load at a time.`,
    'A block gives one value per metric. Times, memory and rates are averaged over blocks as logarithms, counts and fractions plainly. A gain is the mean over blocks of the log ratio of before to after (turned so that more than 1 is better; a difference for fractions), with a Student t interval at 95 %. Below three blocks there is no interval, and nothing is judged. Requests within a trial are never counted as independent.',
    'A claim is held when the interval overlaps the values that round to the claimed gain; an interval that includes 1 shows no difference. Claims are stated at the source’s sizes, so compare gains rather than times unless the profile is seed.',
    'Node ÷ Python is the ratio of the two gains, block by block, with an interval of its own; it compares the gains, not the speed of the stacks.',
    'Open-loop latency counts from the intended send time, so a stall shows in full. Closed-loop latency is service time, not response time under a rate.',
    'A physical limit is computed or measured in the same run: after ÷ limit of 1.00× means that nothing is left to gain.',
    BYTES_NOTE,
  ];
}

export function sizeFacts({ run }: Results): Fact[] {
  return Object.entries(run.sizes).map(([name, value]) => [name, value.toLocaleString('en-US')]);
}

export function rebuildCommands({ run }: Results): Fact[] {
  return [
    ['Rebuild this report', `duet report out/${run.id}/results.json`],
    ['Measure again', `duet ${run.command}`],
  ];
}

/** A parity fact with its values in the order of the run's stacks. */
export interface ParityRow {
  fact: string;
  values: string[];
  equal: boolean;
  verdict: string;
}

export function parityRows({ run }: Results): ParityRow[] {
  return run.parity.map(({ fact, values, equal, note }) => ({
    fact,
    values: run.stacks.map((stack) => values[stack] ?? 'not reported'),
    equal,
    verdict: [equal ? 'yes' : 'no', ...(note ? [note] : [])].join(': '),
  }));
}

function isReached({ patterns }: Results, name: PatternName): boolean {
  const stacks = patterns.find(({ pattern }) => pattern === name)?.stacks ?? {};
  return Object.values(stacks).some(({ cells }) => cells.some(({ status }) => status !== 'missing'));
}

/** Cells without a number because of a failure, and measured cells of which a trial failed. */
function failedCells(results: Results): string[] {
  return results.patterns.flatMap(({ pattern, stacks }) =>
    results.run.stacks.flatMap((stack) =>
      (stacks[stack]?.cells ?? [])
        .filter((cell) => cell.status === 'failed' || cell.failure !== undefined)
        .map((cell) => {
          const why = cell.failure ? failureText(cell.failure) : 'no reason was recorded';
          const extent = cell.status === 'failed' ? '' : ' (some trials; its numbers come from the others)';
          return `${pattern}, ${STACK_TITLES[stack]}, ${cell.variant}${extent}: ${why}`;
        }),
    ),
  );
}

/** The environment may hold the version alone. */
function databaseName(postgres: string): string {
  return /^\d/.test(postgres) ? `PostgreSQL ${postgres}` : postgres;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
