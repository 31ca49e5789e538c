/** What a run of libraries shows, as text and in order: page, Markdown and terminal differ only in how they look. */

import { type LibrariesResults, type Library, MOST_OFF } from '../../results/libraries.ts';
import { LIBRARIES_FILE } from '../../results/libraries-folder.ts';
import { absentMetrics, type Banner, environmentFacts, repeatCommands } from '../kit/facts.ts';
import { BYTES_NOTE, counted, instant, span } from '../kit/format.ts';
import { INTERVAL } from '../kit/method.ts';
import { capacityText } from '../kit/placement.ts';
import { type FieldLibraries, fieldsOf, isInstalled } from './findings/selection.ts';
import { stackFindings } from './findings/stack-findings.ts';
import { breakParts, breaksTable } from './tables/break-tables.ts';
import { costsTable, countsTable } from './tables/operation-tables.ts';
import { overviewTable } from './tables/overview.ts';
import { poolTable } from './tables/pool-table.ts';
import { leftOutTable, surprisesTable, twinsTable, versionsTable } from './tables/run-tables.ts';
import { FIELD_WORDS, OPERATION_WORDS } from './words/names.ts';

export type LibrariesView = ReturnType<typeof librariesView>;
export type FieldView = ReturnType<typeof fieldView>;
export type OperationView = FieldView['operations'][number];

/** A file, and the libraries that it is the code of. */
export type CodeFile = ReturnType<typeof codeFiles>[number];

export const TITLE = 'Which library in the pattern?';

export function librariesView(results: LibrariesResults) {
  const { libraries, plan, id, command } = results;
  const fields = fieldsOf(results);
  return {
    title: TITLE,
    lede: ledeText(results),
    banners: results.complete ? [] : [INCOMPLETE],
    fields: fields.map(fieldView),
    surprises: surprisesTable(libraries),
    leftOut: leftOutTable(libraries),
    twins: twinsTable(fields),
    versions: versionsTable(libraries),
    method: methodLines(results),
    environment: environmentFacts({ run: results }),
    absent: absentMetrics({ run: results }),
    repeat: repeatCommands('Measure again', { command, id, seed: plan.seed }, LIBRARIES_FILE),
  };
}

const INCOMPLETE: Banner = {
  kind: 'partial',
  title: 'Not everything of the plan is done yet',
  lines: ['The run ended before everything was measured; duet libraries with --resume latest goes on.'],
};

function ledeText({ libraries, environment, started_at, ended_at }: LibrariesResults): string {
  const installed = libraries.filter(isInstalled).length;
  const left = libraries.length - installed;
  const without = left === 0 ? '' : `, ${counted(left, 'other')} could not be installed or started`;
  return [
    `${counted(installed, 'library', 'libraries')} do what the patterns do${without}`,
    `${counted(environment.cores, 'core')}, ${environment.cpu}`,
    `${instant(started_at)}, ${span(started_at, ended_at)}`,
  ].join(' · ');
}

function fieldView(libraries: FieldLibraries) {
  const { field, operations, stacks } = libraries;
  const table = breaksTable(libraries);
  return {
    ...{ field, libraries, ...FIELD_WORDS[field] },
    findings: stacks.map((stack) => stackFindings(libraries, stack)),
    overview: overviewTable(libraries),
    operations: operations.map((operation) => ({
      operation,
      title: OPERATION_WORDS[operation].subject,
      counts: countsTable(libraries, operation),
      costs: costsTable(libraries, operation),
    })),
    pool: poolTable(libraries.libraries),
    /** All faults at a glance, then each. */
    breaks: table && { table, parts: breakParts(libraries) },
    code: codeFiles(libraries.libraries),
  };
}

/** Libraries that differ in a driver alone share their file. */
function codeFiles(libraries: readonly Library[]) {
  return [...Map.groupBy(libraries, ({ file }) => file)].flatMap(([file, all]) => {
    const [first] = all;
    if (first === undefined || first.code === '') return [];
    return [{ file, stack: first.stack, code: first.code, titles: all.map(({ title }) => title) }];
  });
}

const GAUGE_LINE =
  'Right before or after each window there is one of a gauge, a further process of the reference that stays up. For ratios of CPU, throughput and medians, both sides count as multiples of the gauge beside them, so that a machine that is slower for a minute changes neither.';

function methodLines({ plan, environment }: LibrariesResults): string[] {
  const { blocks, clients, window_ms, pool_max, seed } = plan;
  const placed = capacityText(environment, { capacity: 'A throughput', service: 'the library' });
  return [
    'Every library runs in a process of its own, behind an HTTP frame that is the same for all libraries of a stack; where the field is serving, the library is the server.',
    'Counts are exact. A proxy in front of PostgreSQL counts round trips, statements and connections, and the external API counts its calls; one that was not the same in several looks is marked.',
    `Costs are medians over ${counted(blocks, 'block')}, each with a fresh process, in an order that is drawn anew for each block (seed ${seed}). ${counted(clients, 'client')} send one request after the other for ${window_ms.toLocaleString('en-US')} ms; a file is summed up, and a report computed, by one client. Every pool has ${counted(pool_max, 'connection')}.`,
    ...(placed === null ? [] : [placed]),
    `CPU is that of all processes of the library, per request. A ratio is that to the reference of the same stack in the same block, with its ${INTERVAL}.`,
    ...(plan.gauge === undefined ? [] : [GAUGE_LINE]),
    'Where a library answers faster than one driver asks, rate and times would be those of the driver: they are left out, and CPU and memory stay.',
    'The reference is what `after` of the pattern uses. Node and Python stand in one table, but their ratios have different references.',
    `Guesses were written down before the first run. A surprise is one that was off by more than ${MOST_OFF} times.`,
    BYTES_NOTE,
  ];
}
