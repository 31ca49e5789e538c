/** The facts that must be equal for the comparison to be fair, as the services themselves state them. */
import type { ParityFact, StackName } from '../results/schema.ts';
import type { Calibration } from './calibrate.ts';

/** What GET /health answers. */
export interface Health {
  stack: StackName;
  runtime: string;
  versions: Record<string, string>;
  pid: number;
  processes: number;
  cpu_affinity: number[] | null;
  settings: Record<string, number>;
  prepared_statements: boolean;
  access_log: boolean;
}

type PerStack<T> = Partial<Record<StackName, T>>;

export async function askHealth(url: string): Promise<Health> {
  const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5_000) });
  return (await response.json()) as Health;
}

export function parityFacts(health: PerStack<Health>, calibration: PerStack<Calibration>): ParityFact[] {
  const fact = (name: string, of: (health: Health) => string, note?: string) =>
    makeFact(name, mapValues(health, of), note);
  const settings = [...new Set(Object.values(health).flatMap((one) => Object.keys(one.settings)))];
  return [
    fact('runtime', ({ runtime }) => runtime, 'the subject of the comparison'),
    fact('libraries', ({ versions }) => listed(versions), 'the subject of the comparison'),
    fact('service processes', ({ processes }) => String(processes)),
    ...settings.map((name) => fact(name.replaceAll('_', ' '), ({ settings }) => String(settings[name]))),
    fact('prepared statements', ({ prepared_statements }) => yesNo(prepared_statements)),
    fact('access log', ({ access_log }) => yesNo(access_log)),
    makeFact(
      'orders per second in the CPU report',
      mapValues(calibration, ({ ordersPerS }) => Math.round(ordersPerS).toLocaleString('en-US')),
      'integer arithmetic in the language itself; the report is sized per stack so that both block equally long',
    ),
  ];
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
