/** What is said of demonstrations, and their tables: a row per case, the same cells in every output. */
import type { PatternName } from '../../results/names.ts';
import type { TrapCase, TrapFinding, TrapRun, TrapsEnvironment } from '../../results/traps.ts';
import { counted, instant, listed, quantity, STACK_TITLES } from '../kit/format.ts';
import { type DataTable, numbersFrom } from '../kit/tables.ts';
import { TRAP_WORDS } from './words/index.ts';

/** What the demonstrations of a pattern are about. */
export const PATTERN_TITLES: Record<PatternName, string> = {
  parallel: 'Waiting side by side',
  streaming: 'Streams and files',
  workers: 'Work for the CPU',
  batching: 'Calls to another service',
  pooling: 'Connection pools',
};

/** The first columns name the stack, once, and the case. A column that no case has a value for is left out. */
export function trapTable({ name, runs }: TrapFinding): Omit<DataTable, 'caption'> {
  const cases = runs.flatMap((run) => run.cases);
  const columns = Object.entries(TRAP_WORDS[name].columns);
  const filled = columns.filter(([key]) => cases.some((one) => one[key] !== undefined));
  const rows = runs.flatMap(({ stack, cases }) =>
    cases.map((one, index) => [
      index === 0 ? STACK_TITLES[stack] : '',
      one.case,
      ...filled.map(([key]) => valueText(key, one[key])),
    ]),
  );
  const header = ['', '', ...filled.map(([, title]) => title)];
  return { header, rows, numbers: numbersFrom(2, header) };
}

/** A paragraph and what it is about. */
export type Labelled = readonly [label: string, text: string];

/** Why it was not run; or whether it was seen, and what it means. */
export function explanations(finding: TrapFinding): Labelled[] {
  const { name, kind, runs, left_out: leftOut } = finding;
  if (leftOut !== null) return [['Not run', `${LEFT_OUT[leftOut]}.`]];
  const { why, instead } = TRAP_WORDS[name];
  return [
    ...trapErrors(finding).map((error): Labelled => ['Error', error]),
    ...notSeen(runs),
    ['Why', why],
    [kind === 'failure' ? 'Instead' : 'So', instead],
  ];
}

/** Why a demonstration was not run. */
const LEFT_OUT: Record<NonNullable<TrapFinding['left_out']>, string> = {
  'exhausts-server': 'it would take every connection of the server in DATABASE_URL; unset DATABASE_URL to run it',
  'no-pooler':
    'it needs PgBouncer, and there is no pgbouncer on PATH (apt-get install pgbouncer, brew install pgbouncer)',
};

/** That it is seen goes without saying. */
function notSeen(runs: readonly TrapRun[]): Labelled[] {
  const stacks = runs.filter(({ verdict }) => verdict === 'not-shown').map(({ stack }) => STACK_TITLES[stack]);
  if (stacks.length === 0) return [];
  const reason =
    'the numbers above are not those that this is about. Another version or machine may behave differently';
  return [['Not seen', `in ${listed(stacks)}: ${reason}, and so may one that is busy.`]];
}

/** The errors, each once per stack: "Python: QueuePool limit of size 5 …". */
function trapErrors({ runs }: TrapFinding): string[] {
  const texts = runs.flatMap(({ stack, cases }) =>
    cases.flatMap(({ said }) => (said === undefined ? [] : [`${STACK_TITLES[stack]}: ${said}`])),
  );
  return [...new Set(texts)];
}

/** When, and on what machine: "2026-01-14 09:30 UTC · 2 cores, Intel … · Linux". */
export const machineLine = ({ started_at, machine }: Pick<TrapsEnvironment, 'started_at' | 'machine'>): string =>
  `${instant(started_at)} · ${counted(machine.cores, 'core')}, ${machine.cpu} · ${machine.system}`;

const UNITS = { _ms: 'ms', _bytes: 'bytes', per_second: 'req/s' } as const;

function valueText(key: string, value: TrapCase[string]): string {
  if (typeof value !== 'number') return value ?? '';
  const [, unit] = Object.entries(UNITS).find(([end]) => key.endsWith(end)) ?? [];
  return unit === undefined ? value.toLocaleString('en-US') : quantity(value, unit);
}
