/** Tables over all fields: surprises, what was left out, libraries that are meant to be equivalent, versions. */
import { type Library, MOST_OFF, type Surprise } from '../../../results/libraries.ts';
import { quantity, STACK_TITLES, significant, times } from '../../kit/format.ts';
import { ABSENT, type SortableTable, sortableOf } from '../../kit/sortable.ts';
import type { DataTable } from '../../kit/tables.ts';
import { CAUSES, costOf, countsOf, type FieldLibraries, isInstalled } from '../findings/selection.ts';
import { FIELD_WORDS, GUESSED, OPERATION_WORDS, operationNoun } from '../words/names.ts';
import { libraryColumns, numberColumn } from './columns.ts';

interface LibrarySurprise extends Surprise {
  library: Library;
}

/** The furthest off first. Null where every guess was near. */
export function surprisesTable(libraries: readonly Library[]): SortableTable | null {
  const surprises = libraries.flatMap((library) => library.surprises.map((surprise) => ({ ...surprise, library })));
  if (surprises.length === 0) return null;
  const sorted = surprises.toSorted((one, other) => distance(other) - distance(one));
  return sortableOf(`Guesses that were off by more than ${MOST_OFF} times, the furthest first`, sorted, [
    ...libraryColumns(
      ({ library }: LibrarySurprise) => library,
      ({ title }) => title,
    ),
    { heading: 'operation', text: ({ guess }) => operationText(guess) },
    { heading: 'what', text: ({ guess }) => GUESSED[guess.of] },
    numberColumn('guess', ({ guess }: LibrarySurprise) => guess.value, guessedText),
    numberColumn('found', ({ found }: LibrarySurprise) => found, guessedText),
    numberColumn('found ÷ guess', quotientOf, times),
  ]);
}

const guessedText = (value: number): string =>
  Number.isInteger(value) ? value.toLocaleString('en-US') : significant(value);

const operationText = ({ operation, when, of }: Surprise['guess']): string => {
  if (of === 'pool') return ABSENT;
  const { short } = OPERATION_WORDS[operation];
  return when === 'first' ? `${short}, as the first` : short;
};

/** There is none of a guess of nothing. */
const quotientOf = ({ guess, found }: Surprise): number | null => (guess.value === 0 ? null : found / guess.value);

const distance = (surprise: Surprise): number => {
  const quotient = quotientOf(surprise);
  return quotient === null || quotient === 0 ? Number.POSITIVE_INFINITY : Math.abs(Math.log(quotient));
};

/** Libraries that could not be installed, and those whose answers are not those of the others. */
export function leftOutTable(libraries: readonly Library[]): DataTable | null {
  const rows = libraries.flatMap((library) => {
    const why = whyLeftOut(library);
    return why === null ? [] : [[library.title, STACK_TITLES[library.stack], FIELD_WORDS[library.field].short, ...why]];
  });
  if (rows.length === 0) return null;
  return {
    caption: 'Libraries without numbers, or with other answers',
    header: ['library', 'stack', 'field', 'what', 'reason'],
    rows,
  };
}

function whyLeftOut({ install, answers }: Library): [what: string, reason: string] | null {
  if (install !== 'installed') return ['could not be installed or started', install.error];
  if (typeof answers !== 'object') return null;
  const operation = operationNoun(answers.operation);
  return 'error' in answers
    ? [`does not answer ${operation}`, answers.error]
    : [`answers ${operation} otherwise`, answers.difference];
}

interface Twins {
  node: Library;
  python: Library;
}

/** Pairs that are meant to be equivalent, with what the first operation of their field causes and costs in both. */
export function twinsTable(fields: readonly FieldLibraries[]): DataTable | null {
  const rows = fields.flatMap((field) => twinsOf(field).map((pair) => twinRow(field, pair)));
  if (rows.length === 0) return null;
  return {
    caption: 'The first operation of their field; the numbers are those of Node, then those of Python',
    header: ['field', 'Node', 'Python', 'operation', 'round trips or calls', 'CPU per request'],
    rows,
    numbers: [4, 5],
  };
}

/** Whichever of the two names the other. */
function twinsOf({ libraries }: FieldLibraries): Twins[] {
  const node = libraries.filter(({ stack }) => stack === 'node');
  const python = libraries.filter(({ stack }) => stack === 'python');
  return node.flatMap((one) =>
    python
      .filter((other) => one.twin === other.name || other.twin === one.name)
      .map((other) => ({ node: one, python: other })),
  );
}

function twinRow({ field, operations: [operation] }: FieldLibraries, { node, python }: Twins): string[] {
  const cause = CAUSES[field];
  const both = (text: (library: Library) => string) => [node, python].map(text).join(', ');
  const count = (library: Library) => (cause && operation && countsOf(library, operation, 'warm')?.[cause]) ?? ABSENT;
  const cpu = (library: Library) => {
    const cost = operation && costOf(library, operation, 'cpu');
    return cost === undefined ? ABSENT : quantity(cost.value, 'ms');
  };
  return [
    FIELD_WORDS[field].short,
    node.title,
    python.title,
    operation === undefined ? '' : OPERATION_WORDS[operation].short,
    cause === undefined ? '' : both((library) => count(library).toLocaleString('en-US')),
    both(cpu),
  ];
}

export function versionsTable(libraries: readonly Library[]): DataTable {
  return {
    caption: 'What ran',
    header: ['library', 'stack', 'field', 'versions'],
    rows: libraries.filter(isInstalled).map(({ title, stack, field, versions }) => [
      title,
      STACK_TITLES[stack],
      FIELD_WORDS[field].short,
      Object.entries(versions)
        .map((pair) => pair.join(' '))
        .join(' · '),
    ]),
  };
}
