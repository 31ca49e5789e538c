/** The table of a demonstration: a row per case, the same cells in every output. */
import type { TrapCase, TrapColumn, TrapFinding, TrapsResults } from '../../results/traps.ts';
import { quantity, STACK_TITLES } from '../kit/format.ts';
import { type DataTable, numbersFrom } from '../kit/tables.ts';

/** The first columns name the stack, once, and the case. A column that no case has a value for is left out. */
export function trapTable({ columns, runs }: TrapFinding): Omit<DataTable, 'caption'> {
  const cases = runs.flatMap((run) => run.cases);
  const filled = columns.filter(({ key }) => cases.some((one) => one[key] !== undefined));
  const rows = runs.flatMap(({ stack, cases }) =>
    cases.map((one, index) => [
      index === 0 ? STACK_TITLES[stack] : '',
      one.case,
      ...filled.map((column) => valueText(one, column)),
    ]),
  );
  const header = ['', '', ...filled.map(({ title }) => title)];
  return { header, rows, numbers: numbersFrom(2, header) };
}

/** Why a demonstration was not run. */
export const LEFT_OUT: Record<NonNullable<TrapFinding['left_out']>, string> = {
  'exhausts-server': 'it would take every connection of the server in DATABASE_URL; unset DATABASE_URL to run it',
  'no-pooler':
    'it needs PgBouncer, and there is no pgbouncer on PATH (apt-get install pgbouncer, brew install pgbouncer)',
};

/** The errors, each once per stack: "Python: QueuePool limit of size 5 …". */
export function trapErrors({ runs }: TrapFinding): string[] {
  const texts = runs.flatMap(({ stack, cases }) =>
    cases.flatMap(({ said }) => (said === undefined ? [] : [`${STACK_TITLES[stack]}: ${said}`])),
  );
  return [...new Set(texts)];
}

/** What it happened on: "CPython 3.11.7 · SQLAlchemy 2.1.9 · …". */
export function versionsLine({ versions }: Pick<TrapsResults, 'versions'>): string {
  return Object.entries(versions)
    .map((pair) => pair.join(' '))
    .join(' · ');
}

function valueText(one: TrapCase, { key, unit }: TrapColumn): string {
  const value = one[key];
  if (typeof value !== 'number') return value ?? '';
  return unit === undefined ? value.toLocaleString('en-US') : quantity(value, unit);
}
