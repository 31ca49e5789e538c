/** Tables over all fields: surprises, what was left out, libraries that are meant to be equivalent, versions. */
import { type Library, MOST_OFF, type Surprise } from '../../../results/libraries.ts';
import type { OperationName } from '../../../results/library-names.ts';
import { quantity, STACK_TITLES, significant, times, versionsText } from '../../kit/format.ts';
import { ABSENT, type SortableTable, sortableOf } from '../../kit/sortable.ts';
import { type Column, type DataTable, tableOf } from '../../kit/tables.ts';
import { CAUSES, causedBy, costOf, type FieldLibraries, isInstalled, ofStack } from '../findings/selection.ts';
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
    return why === null ? [] : [{ ...library, why }];
  });
  if (rows.length === 0) return null;
  return tableOf('Libraries without numbers, or with other answers', rows, [
    ...NAME_COLUMNS,
    ['what', ({ why: [what] }) => what],
    ['reason', ({ why: [, reason] }) => reason],
  ]);
}

/** Which library a row is about, and of which field. */
const NAME_COLUMNS: readonly Column<Library>[] = [
  ['library', ({ title }) => title],
  ['stack', ({ stack }) => STACK_TITLES[stack]],
  ['field', ({ field }) => FIELD_WORDS[field].short],
];

function whyLeftOut({ install, answers }: Library): [what: string, reason: string] | null {
  if (install !== 'installed') return ['could not be installed or started', install.error];
  if (typeof answers !== 'object') return null;
  const operation = operationNoun(answers.operation);
  return 'error' in answers
    ? [`does not answer ${operation}`, answers.error]
    : [`answers ${operation} otherwise`, answers.difference];
}

interface Twins {
  operation: OperationName;
  node: Library;
  python: Library;
}

const TWIN_COLUMNS: Column<Twins>[] = [
  ['field', ({ node }) => FIELD_WORDS[node.field].short],
  ['Node', ({ node }) => node.title],
  ['Python', ({ python }) => python.title],
  ['operation', ({ operation }) => OPERATION_WORDS[operation].short],
  ['round trips or calls', (twins) => (CAUSES[twins.node.field] === undefined ? '' : inBoth(twins, countText))],
  ['CPU per request', (twins) => inBoth(twins, cpuText)],
];

const inBoth = ({ operation, node, python }: Twins, text: (library: Library, operation: OperationName) => string) =>
  [node, python].map((library) => text(library, operation)).join(', ');

const countText = (library: Library, operation: OperationName): string =>
  (causedBy(library, operation) ?? ABSENT).toLocaleString('en-US');

function cpuText(library: Library, operation: OperationName): string {
  const cost = costOf(library, operation, 'cpu');
  return cost === undefined ? ABSENT : quantity(cost.value, 'ms');
}

/** Pairs that are meant to be equivalent, with what the first operation of their field causes and costs in both. */
export function twinsTable(fields: readonly FieldLibraries[]): DataTable | null {
  const twins = fields.flatMap(twinsOf);
  const caption = 'The first operation of their field; the numbers are those of Node, then those of Python';
  return twins.length === 0 ? null : tableOf(caption, twins, TWIN_COLUMNS, [4]);
}

/** Whichever of the two names the other. */
function twinsOf(field: FieldLibraries): Twins[] {
  const [operation] = field.operations;
  return ofStack(field, 'node').flatMap((node) =>
    ofStack(field, 'python')
      .filter((python) => node.twin === python.name || python.twin === node.name)
      .map((python) => ({ operation, node, python })),
  );
}

export const versionsTable = (libraries: readonly Library[]): DataTable =>
  tableOf('What ran', libraries.filter(isInstalled), [
    ...NAME_COLUMNS,
    ['versions', ({ versions }) => versionsText(versions)],
  ]);
