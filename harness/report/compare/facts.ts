/** Everything of a report that is neither a number of a pattern nor its code: headline, banners, sizes, how to repeat it. */
import type { PatternName, Results } from '../../results/schema.ts';
import { type Banner, bannerOf, databaseName, type Fact } from '../kit/facts.ts';
import { counted, instant, listed, STACK_TITLES, span } from '../kit/format.ts';
import { distrustText, validityLine, validityReasons } from '../kit/validity.ts';
import { driversText } from './drivers.ts';
import { noiseLines } from './noise.ts';
import { blocksText, endText, resumedText, spentText } from './run-course.ts';
import { failureText } from './sentences.ts';

export const TITLE = 'Five backend optimizations in two stacks';
/** What a reader must know who knows nothing of duet. */
export const SUBTITLE =
  'Measured before and after each, beside what is claimed for it and what is physically possible.';

/** Runtime versions first: they are what a reader compares with their own. */
export function headlineFacts(results: Results): Fact[] {
  const { run } = results;
  const { environment } = run;
  return [
    ['Runtimes', runtimesText(run)],
    ['Profile', `${run.profile}, ${blocksText(run)}, seed ${run.seed}`],
    ...(run.drivers === undefined ? [] : [['Load', driversText(run.drivers)] satisfies Fact]),
    ['When', `${instant(run.started_at)}, took ${span(run.started_at, results.finished_at)}${resumedText(run)}`],
    ...(results.spent === undefined ? [] : [['Time', spentText(results.spent)] satisfies Fact]),
    ['Machine', `${environment.cpu}, ${counted(environment.cores, 'core')}, ${environment.os}`],
    ['Run', `${run.id}, duet ${run.duet_version}`],
  ];
}

/** What every form of the report begins with, out of these facts. */
export function firstFacts(facts: readonly Fact[]): string[] {
  return facts.filter(([label]) => FIRST.has(label)).map(([, value]) => value);
}

const FIRST: ReadonlySet<string> = new Set(['Runtimes', 'Profile', 'Load']);

/** "Node.js 24.21.0 · CPython 3.11.7 · PostgreSQL 18.4". */
export function runtimesText({ stacks, environment }: Results['run']): string {
  const runtimes = stacks.map((stack) => environment.runtimes[stack] ?? `${STACK_TITLES[stack]} (version unknown)`);
  return [...runtimes, databaseName(environment.postgres)].join(' · ');
}

export function banners(results: Results): Banner[] {
  const failures = failureBanner(results);
  return [...trustBanners(results), ...(failures === null ? [] : [failures])];
}

/** What says that the numbers of a run must not be used. */
export function trustBanners(results: Results): Banner[] {
  return [partialBanner(results), invalidBanner(results), controlBanner(results)].filter((banner) => banner !== null);
}

function partialBanner(results: Results): Banner | null {
  if (results.status === 'complete') return null;
  const { run, trials } = results;
  const unreached = run.patterns.filter((name) => !isReached(results, name));
  return {
    kind: 'partial',
    title: 'This report is partial',
    lines: [
      `${endText(results) ?? 'The run did not finish'}. It rests on ${trials.toLocaleString('en-US')} of ${counted(run.planned_trials, 'planned trial')}.`,
      ...(unreached.length > 0 ? [`Not reached: ${listed(unreached)}.`] : []),
    ],
  };
}

/** A run of which too much had to be left out. */
function invalidBanner(results: Results): Banner | null {
  if (results.validity === undefined || results.validity.trustworthy) return null;
  const distrust = distrustText(results.validity) ?? 'too many trials are invalid';
  return {
    kind: 'failure',
    title: 'Do not trust these numbers',
    lines: [`This run is invalid: ${distrust}. ${validityLine(results) ?? ''}`, ...validityReasons(results)],
  };
}

function controlBanner(results: Results): Banner | null {
  const moved = results.controls?.filter((control) => control.moved) ?? [];
  return bannerOf('failure', 'The control moved', noiseLines({ ...results, controls: moved }));
}

function failureBanner(results: Results): Banner | null {
  const lines = failedCells(results);
  return bannerOf('failure', `Failures in ${counted(lines.length, 'cell')}`, lines);
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
