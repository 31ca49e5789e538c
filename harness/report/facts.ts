/** Everything of a report that is neither a number of a pattern nor its code: headline, banners, environment, method. */
import { PATTERNS, type PatternName, type Results, type RunHeader } from '../results/schema.ts';
import { blocksText, budgetLines, fewerLines, resumedText } from './course.ts';
import { BYTES_NOTE, counted, instant, listed, quantity, STACK_TITLES, span } from './format.ts';
import { noiseLines } from './noise.ts';
import { failureText } from './sentences.ts';
import { validityLine, validityRows } from './validity.ts';

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
    ['Profile', `${run.profile}, ${blocksText(run)}, seed ${run.seed}`],
    ['When', `${instant(run.started_at)}, took ${span(run.started_at, results.finished_at)}${resumedText(run)}`],
    ['Machine', `${environment.cpu}, ${counted(environment.cores, 'core')}, ${environment.os}`],
    ['Run', `${run.id}, duet ${run.duet_version}`],
  ];
}

export function banners(results: Results): Banner[] {
  return [partialBanner(results), doubtBanner(results), controlBanner(results), failureBanner(results)].filter(
    (banner) => banner !== null,
  );
}

function partialBanner(results: Results): Banner | null {
  if (results.status === 'complete') return null;
  const { run, trials, status_reason } = results;
  const unreached = run.patterns.filter((name) => !isReached(results, name));
  return {
    kind: 'partial',
    title: 'This report is partial',
    lines: [
      `${status_reason ?? 'The run did not finish'}. It rests on ${trials.toLocaleString('en-US')} of ${counted(run.planned_trials, 'planned trial')}.`,
      ...(unreached.length > 0 ? [`Not reached: ${listed(unreached)}.`] : []),
    ],
  };
}

/** A run of which too much had to be left out. */
function doubtBanner(results: Results): Banner | null {
  if (results.validity === undefined || results.validity.trustworthy) return null;
  const { distrust = 'too many trials are invalid' } = results.validity;
  const reasons = validityRows(results).map(([why, attempts, example]) => `${why} (${attempts}): ${example}`);
  return {
    kind: 'failure',
    title: 'Do not trust these numbers',
    lines: [`This run is invalid: ${distrust}. ${validityLine(results) ?? ''}`, ...reasons],
  };
}

function controlBanner(results: Results): Banner | null {
  const moved = results.controls?.filter((control) => control.moved) ?? [];
  const lines = noiseLines({ ...results, controls: moved });
  return lines.length > 0 ? { kind: 'failure', title: 'The control moved', lines } : null;
}

function failureBanner(results: Results): Banner | null {
  const lines = failedCells(results);
  return lines.length > 0 ? { kind: 'failure', title: `Failures in ${counted(lines.length, 'cell')}`, lines } : null;
}

export function environmentFacts({ run: { environment } }: { run: Pick<RunHeader, 'environment'> }): Fact[] {
  const facts: Fact[] = [
    ['CPU', `${environment.cpu}, ${counted(environment.cores, 'core')}`],
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

/** Figures this platform cannot give; never an empty list. */
export function absentFigures({ run: { environment } }: { run: Pick<RunHeader, 'environment'> }): string[] {
  return environment.missing.length > 0 ? environment.missing : ['None: every figure was available.'];
}

/** How the numbers came about, in words. */
export function methodLines({ run }: Results): string[] {
  const order = PATTERNS.filter((pattern) => run.patterns.includes(pattern));
  return [
    `Profile ${run.profile}: ${blocksText(run)} of ${listed(order)}. A block starts fresh service processes and runs its trials in a balanced order drawn from seed ${run.seed}; one service is under load at a time.`,
    ...fewerLines(run),
    ...budgetLines(run),
    'A block gives one value per metric. Times, memory and rates are averaged over blocks as logarithms, counts and fractions plainly. A gain is the mean over blocks of the log ratio of before to after (turned so that more than 1 is better; a difference for fractions), with a Student t interval at 95 %. From eight blocks on Hodges–Lehmann with its signed-rank interval stands beside it, and the wider interval counts. Below three blocks there is no interval, and nothing is judged. Requests within a trial are never counted as independent.',
    'The noise floor is how far from 1 the ratio of a cell to itself (A/A) may lie, by its own 95 % interval. A gain in time or CPU that is no farther from 1 is said to be within the noise; where the control is a cell of another pattern, that pattern is named, for its noise need not be the same.',
    'Blocks that resemble their neighbours tell less than their number and make intervals too narrow: at a lag-1 autocorrelation of 0.3 a 95 % interval covers 88 to 91 %. From five blocks on a lag-1 is called high (blocks alike) above what 19 of 20 independent runs show, about 0.3. So few blocks estimate it poorly: of many gains one in twenty is called high by chance, and most cases of 0.3 go unnoticed.',
    'A claim is held when the interval overlaps the values that round to the claimed gain; an interval that includes 1 shows no difference. Claims are stated at the source’s sizes, so compare gains rather than times unless the profile is seed.',
    'Node ÷ Python is the ratio of the two gains, block by block, with an interval of its own; it compares the gains, not the speed of the stacks.',
    'Open-loop latency counts from the intended send time (response time), so a stall shows in full. Closed-loop latency and that of single requests is service time, not response time under a rate. Percentiles are of all requests of a cell, its blocks taken together, within 0.1 %.',
    `A trial does not count when the driver used more than 85 % of a core (closed loop) or sent later than 5 ms at its 99th percentile (open loop), when a request failed or was answered wrongly, a process died, the clock jumped by more than 50 ms, other processes used more than 15 % of a core (plus 60 ms, by which the kernel’s accounts may differ), or when the A/A control moved (99 % interval). It is repeated once, by plan. With more than 20 % of the trials invalid in the end, or a cell without a valid one, the run is not to be trusted and exits with 5.${run.profile === 'smoke' ? ' The smoke profile only asks whether everything works: there a busy machine is recorded, and makes no trial invalid.' : ''}`,
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
