/**
 * A made-up but plausible run of libraries: every field in both stacks, every outcome, one that could not be installed, one
 * whose answers differ. It is a test fixture, not a measurement.
 */

import {
  LIBRARIES_VERSION,
  type LibrariesResults,
  type Library,
  type LibraryCost,
  type OperationCounts,
} from '../../results/libraries.ts';
import { FIELDS, LIBRARIES, OPERATIONS } from '../../results/library-names.ts';
import { STACKS } from '../../results/schema.ts';
import { logMeanInterval } from '../../stats/interval.ts';
import { noise } from './golden.ts';
import { goldenLibrarySpecs, type LibrarySpec } from './golden-library-specs.ts';
import { goldenRun } from './golden-run.ts';

const BLOCKS = 3;

export const goldenLibraries = (): LibrariesResults => resultsOf('golden-libraries', goldenLibrarySpecs);

/** The same with all libraries that there are, those that are not made up like the reference: as large as a page gets. */
export function goldenManyLibraries(): LibrariesResults {
  const all = FIELDS.flatMap((field) =>
    STACKS.flatMap((stack) =>
      LIBRARIES[field][stack].map((name) => {
        const own = goldenLibrarySpecs.filter((one) => one.field === field && one.stack === stack);
        const reference = own[0] as LibrarySpec;
        const factor = 2 ** (1.2 + 1.6 * noise(`${field}/${stack}/${name}`));
        const more = Math.max(0, Math.round(3 * noise(`causes of ${field}/${stack}/${name}`)));
        return (
          own.find((one) => one.name === name) ?? {
            ...{ ...reference, name, title: name },
            cpuMs: reference.cpuMs.map((ms) => factor * ms),
            ...(reference.causes === undefined ? {} : { causes: reference.causes.map((cause) => cause + more) }),
          }
        );
      }),
    ),
  );
  return resultsOf('golden-many-libraries', all);
}

/** The counts alone, of one field and stack. */
export function goldenCountedLibraries(): LibrariesResults {
  const results = resultsOf(
    'golden-counts',
    goldenLibrarySpecs.filter(({ field, stack }) => field === 'database' && stack === 'node'),
  );
  const libraries = results.libraries.map((one) => ({ ...one, costs: [], breaks: [], surprises: [] }));
  return { ...results, complete: false, libraries };
}

function resultsOf(id: string, specs: readonly LibrarySpec[]): LibrariesResults {
  return structuredClone({
    ...{ schema: 'duet-libraries', schema_version: LIBRARIES_VERSION, duet_version: '0.1.0', id },
    command: 'libraries --blocks 3 --minutes 25',
    started_at: '2026-01-14T09:30:00.000Z',
    ended_at: '2026-01-14T10:41:00.000Z',
    environment: goldenRun([]).environment,
    plan: { blocks: BLOCKS, seed: 1, clients: 8, window_ms: 2_000, pool_max: 10 },
    complete: true,
    libraries: specs.map((spec) => libraryOf(spec, specs)),
  });
}

function libraryOf(spec: LibrarySpec, specs: readonly LibrarySpec[]): Library {
  const { field, stack, name, title, twin, versions = {}, install = 'installed', answers = 'equal' } = spec;
  const reference = specs.find((one) => one.field === field && one.stack === stack) as LibrarySpec;
  const isThere = install === 'installed';
  const file = `${stack}/libraries/${field}/${spec.file ?? name}.${stack === 'node' ? 'ts' : 'py'}`;
  return {
    ...{ field, stack, name, title, install, file },
    ...(twin === undefined ? {} : { twin }),
    reference: spec === reference,
    code:
      stack === 'node'
        ? `// ${file}\nexport const open = async () => '<b>';\n`
        : `# ${file}\ndef open() -> str:\n    return "<b>"\n`,
    versions: isThere ? { ...versions, [stack]: stack === 'node' ? '24.21.0' : '3.11.7' } : {},
    answers: isThere ? answers : 'not-asked',
    counts: isThere ? countsOf(spec) : [],
    ...(isThere && spec.pool !== undefined ? { pool: spec.pool } : {}),
    costs: isThere
      ? [...OPERATIONS[field].flatMap((_, index) => costsOf(spec, reference, index)), ...frameOf(spec, reference)]
      : [],
    breaks: isThere ? (spec.breaks ?? []) : [],
    guesses: (spec.surprises ?? []).map(({ guess }) => guess),
    surprises: spec.surprises ?? [],
  };
}

function countsOf({ field, causes = [], first }: LibrarySpec): OperationCounts[] {
  const operations = OPERATIONS[field];
  const warm = causes.map((count, index): OperationCounts => {
    const operation = operations[index] as OperationCounts['operation'];
    const same = { operation, when: 'warm', steady: true } as const;
    if (field === 'batching') return { ...same, calls: count, connections: 0 };
    return { ...same, round_trips: count, statements: count, connections: 0, prepared: count === 1 };
  });
  const [operation] = operations;
  return first === undefined || operation === undefined
    ? warm
    : [...warm, { operation, when: 'first', ...first, steady: field === 'database' }];
}

/** The HTTP frame alone, which the references of one field are asked for. */
const frameOf = (spec: LibrarySpec, reference: LibrarySpec): LibraryCost[] =>
  spec.field === 'database' && spec === reference
    ? [{ operation: 'light', metric: 'cpu', unit: 'ms', value: spec.stack === 'node' ? 0.06 : 0.21, blocks: BLOCKS }]
    : [];

/** All metrics of an operation, from its CPU: a library that needs more of it serves less. */
function costsOf(spec: LibrarySpec, reference: LibrarySpec, index: number): LibraryCost[] {
  const operation = OPERATIONS[spec.field][index] as LibraryCost['operation'];
  const of = (one: LibrarySpec): [LibraryCost['metric'], LibraryCost['unit'], number][] => {
    const cpu = one.cpuMs[index] ?? 1;
    const start: [LibraryCost['metric'], LibraryCost['unit'], number][] =
      index === 0 ? [['start_up', 'ms', one.startMs]] : [];
    return [
      ['cpu', 'ms', cpu],
      ['throughput', 'req/s', 900 / cpu],
      ['p50', 'ms', 7.4 * cpu],
      ['p99', 'ms', 17.9 * cpu],
      ['peak_rss', 'bytes', 1e6 * one.memoryMb],
      ...start,
    ];
  };
  const references = of(reference);
  return of(spec).map(([metric, unit, value], at): LibraryCost => {
    const name = `${spec.field}/${spec.stack}/${spec.name}/${operation}/${metric}`;
    const ratio = value / (references[at]?.[2] ?? value);
    const blocks = Array.from({ length: BLOCKS }, (_, block) => ratio * (1 + 0.02 * noise(`${name}/${block}`)));
    const same = { operation, metric, unit, value: Number(value.toPrecision(6)), blocks: BLOCKS };
    return spec === reference ? same : { ...same, ratio: rounded(logMeanInterval(blocks, 0.95)) };
  });
}

/** In twelve digits, so that the fixture does not depend on the last bits of a processor. */
const rounded = (estimate: ReturnType<typeof logMeanInterval>): typeof estimate =>
  JSON.parse(
    JSON.stringify(estimate, (key, value) =>
      typeof value === 'number' && key !== 'level' ? Number(value.toPrecision(12)) : value,
    ),
  );
