/** The facts that must be equal for the comparison to be fair, as the services themselves state them. */
import { placement } from '../lab/placement.ts';
import {
  type CellInspection,
  CPU_SPEED_FACT,
  type Inspection,
  type ParityFact,
  RUNTIME_FACT,
  type StackName,
} from '../results/schema.ts';
import type { Calibration } from './calibrate.ts';

/** What GET /health answers. */
export interface Health {
  stack: StackName;
  runtime: string;
  versions: Record<string, string>;
  pid: number;
  processes: number;
  /** By pattern. A service of before this list was told has none. */
  variants?: Record<string, string[]>;
  cpu_affinity: number[] | null;
  /** null: the stack has no such setting. */
  settings: Record<string, number | string | boolean | null>;
  /** By form, the workloads that a pool is sized under. A service of before this list was told has none. */
  workloads?: Record<string, string[]>;
  upstream_timeout_covers: 'call' | 'step';
  transactions: 'per-statement' | 'per-connection-use';
  prepared_statements: boolean;
  access_log: boolean;
}

type PerStack<T> = Partial<Record<StackName, T>>;

export async function askHealth(url: string): Promise<Health> {
  const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5_000) });
  return (await response.json()) as Health;
}

export interface ParitySources {
  health: PerStack<Health>;
  calibration: PerStack<Calibration>;
  inspections: CellInspection[];
  /** The isolation level of a transaction that names none, as the database says. */
  isolation: string;
}

/** What may differ between timeouts of equal length. */
const COVERS = { call: 'the whole call', step: 'each step of the call' };
const TRANSACTIONS = {
  'per-statement': 'each statement alone',
  'per-connection-use': 'around each use of a connection',
};

export function parityFacts({ health, calibration, inspections, isolation }: ParitySources): ParityFact[] {
  const fact = (name: string, of: (health: Health) => string, note?: string) =>
    makeFact(name, mapValues(health, of), note);
  const settings = [...new Set(Object.values(health).flatMap((one) => Object.keys(one.settings)))];
  const shared = settings.filter((name) => Object.values(health).every((one) => one.settings[name] !== null));
  return [
    fact(RUNTIME_FACT, ({ runtime }) => runtime, 'the subject of the comparison'),
    fact('libraries', ({ versions }) => listed(versions), 'the subject of the comparison'),
    fact('service processes', ({ processes }) => String(processes)),
    fact('cores of the service', coresOf),
    ...shared.map((name) => fact(inWords(name), ({ settings }) => String(settings[name]))),
    fact('connections at most', mostConnections),
    ...ownSettings(health),
    fact(
      'the upstream timeout covers',
      ({ upstream_timeout_covers }) => COVERS[upstream_timeout_covers],
      "undici's ends a whole call; httpx's bounds each wait for a connection, connect, write and read alone, so a slow call may last longer. No call of a run comes near it",
    ),
    fact(
      'transactions',
      ({ transactions }) => `${isolation}, ${TRANSACTIONS[transactions]}`,
      'SQLAlchemy begins a transaction with the first statement on a connection and rolls it back when the connection returns; pg sends the statement alone',
    ),
    ...pooledSelect(inspections),
    fact('prepared statements, but in after-best of pooling', ({ prepared_statements }) => yesNo(prepared_statements)),
    fact('access log', ({ access_log }) => yesNo(access_log)),
    makeFact(
      CPU_SPEED_FACT,
      mapValues(calibration, ({ ordersPerS }) => Math.round(ordersPerS).toLocaleString('en-US')),
      'integer arithmetic in the language itself; the report is sized per stack so that both block equally long',
    ),
  ];
}

const inWords = (name: string) => name.replaceAll('_', ' ');

/** SQLAlchemy bounds a pool by two settings, pg.Pool by one. */
function mostConnections({ settings }: Health): string {
  const { pool_max, pool_size, max_overflow } = settings;
  if (typeof pool_max === 'number') return String(pool_max);
  const bounded = typeof pool_size === 'number' && typeof max_overflow === 'number';
  return bounded ? String(pool_size + max_overflow) : 'unlimited';
}

/** The settings that one stack has and the other has not. */
function ownSettings(health: PerStack<Health>): ParityFact[] {
  if (Object.keys(health).length < 2) return [];
  const all = Object.values(health);
  const isOwn = (name: string) => all.some((one) => one.settings[name] === null);
  const values = mapValues(health, ({ settings }) =>
    Object.entries(settings)
      .filter(([name, value]) => value !== null && name !== 'pool_max' && isOwn(name))
      .map(([name, value]) => `${inWords(name)} ${value}`)
      .join(', '),
  );
  const note =
    'each pool has settings that the other does not know; by default neither closes a connection for its age';
  return Object.values(values).every((value) => value === '') ? [] : [makeFact('settings of one stack', values, note)];
}

/** The same SELECT costs the drivers different amounts, which loopback hides and a network shows. */
function pooledSelect(inspections: CellInspection[]): ParityFact[] {
  const pooled = inspections.filter(({ pattern, variant }) => pattern === 'pooling' && variant === 'after');
  const fact = (name: string, of: (counts: Inspection['counts']) => number | undefined): ParityFact[] => {
    const values = pooled.flatMap(({ stack, inspection }) => {
      const count = of(inspection.counts);
      return count === undefined ? [] : [[stack, String(count)]];
    });
    const note = 'the SELECT is the same: BEGIN and ROLLBACK are what SQLAlchemy adds, and each is a round trip';
    return values.length === 0 ? [] : [makeFact(name, Object.fromEntries(values), note)];
  };
  return [
    ...fact('statements of the pooled SELECT', ({ statements }) => statements),
    ...fact('round trips of the pooled SELECT', ({ round_trips }) => round_trips),
  ];
}

/** The services are asked while they may use every core, as they do in the workers pattern. */
function coresOf({ cpu_affinity }: Health): string {
  const all = cpu_affinity === null ? 'not known' : cpu_affinity.join(', ');
  return placement.service === undefined ? all : `${placement.service.join(', ')} (workers: ${all})`;
}

function makeFact(fact: string, values: PerStack<string>, note?: string): ParityFact {
  const equal = new Set(Object.values(values)).size <= 1;
  return { fact, values, equal, ...(equal || note === undefined ? {} : { note }) };
}

function mapValues<T, U>(values: PerStack<T>, of: (value: T) => U): PerStack<U> {
  return Object.fromEntries(Object.entries(values).map(([stack, value]) => [stack, of(value as T)]));
}

const listed = (versions: Record<string, string>) =>
  Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
const yesNo = (value: boolean) => (value ? 'yes' : 'no');
