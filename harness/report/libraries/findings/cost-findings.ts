/** What the libraries of a field cost, in sentences without their capital letter and full stop. */
import type { OperationName } from '../../../results/library-names.ts';
import { quantity, significant, times } from '../../kit/format.ts';
import { type NamedValue, someOf, spreadText } from '../words/name-lists.ts';
import { operationNoun } from '../words/names.ts';
import { type Chosen, costOf, largestCost, namedValues } from './selection.ts';

/** "a read by key costs 0.90× (postgres.js) to 3.10× (Prisma) the CPU of pg". */
export function cpuSentence({ libraries, reference, operations: [operation] }: Chosen): string | null {
  if (reference === undefined) return null;
  const spread = cpuSpread({ libraries }, operation);
  return spread === '' ? null : `${operationNoun(operation)} costs ${spread} the CPU of ${reference.title}`;
}

/** The CPU of every operation, where there are several. */
export function cpuFinding({ libraries, reference, operations }: Chosen): string | null {
  const each = operations
    .map((operation) => [operation, cpuSpread({ libraries }, operation)] as const)
    .filter(([, spread]) => spread !== '')
    .map(([operation, spread]) => `${operationNoun(operation)} ${spread}`);
  if (reference === undefined || each.length < 2) return null;
  return `CPU as a multiple of what it is with ${reference.title}: ${each.join('; ')}`;
}

const cpuSpread = ({ libraries }: Pick<Chosen, 'libraries'>, operation: OperationName): string =>
  spreadText(
    namedValues(libraries, (library) =>
      library.reference ? undefined : costOf(library, operation, 'cpu')?.ratio?.value,
    ),
    times,
  );

/** What every library of the stack costs beside its own work; it is in all numbers. */
export function frameFinding({ field, reference, operations: [operation] }: Chosen): string | null {
  if (field === 'serving' || reference === undefined) return null;
  const [frame, own] = [costOf(reference, 'light', 'cpu'), costOf(reference, operation, 'cpu')];
  if (frame === undefined || own === undefined) return null;
  const [part, whole] = [quantity(frame.value, 'ms'), quantity(own.value, 'ms')];
  return `of the CPU of ${operationNoun(operation)} with ${reference.title} (${whole}), ${part} are the HTTP frame, which is in the numbers of all libraries`;
}

/** Whose interval holds 1. */
export function equalFinding({ libraries, reference, operations: [operation] }: Chosen): string | null {
  if (reference === undefined) return null;
  const equal = libraries.filter((library) => {
    const { low = null, high = null } = costOf(library, operation, 'cpu')?.ratio ?? {};
    return low !== null && high !== null && low <= 1 && high >= 1;
  });
  if (equal.length === 0) return null;
  const names = someOf(equal.map(({ title }) => title));
  return `the CPU of ${operationNoun(operation)} with ${reference.title} is not told apart from that with ${names}`;
}

export function throughputFinding({ libraries, operations: [operation] }: Chosen): string | null {
  const values = namedValues(libraries, (library) => costOf(library, operation, 'throughput')?.value);
  return values.length === 0
    ? null
    : `the throughput of ${operationNoun(operation)} is ${spreadText(values, significant)} per second`;
}

export const memorySentence = ({ libraries }: Chosen): string | null =>
  around(
    'memory peaks at',
    namedValues(libraries, (library) => largestCost(library, 'peak_rss')?.value),
    (value) => quantity(value, 'bytes'),
  );

export const startSentence = ({ libraries }: Chosen): string | null =>
  around(
    'after the start, the first answer takes',
    namedValues(libraries, (library) => largestCost(library, 'start_up')?.value),
    (value) => quantity(value, 'ms'),
  );

const around = (words: string, values: readonly NamedValue[], shown: (value: number) => string): string | null =>
  values.length === 0 ? null : `${words} ${spreadText(values, shown)}`;
