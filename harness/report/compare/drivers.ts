/** What drove the loads of a run, in words, where programs did it in place of duet. */
import type { DriverName, LoadDriver, LoadKind, RunHeader } from '../../results/schema.ts';
import { quantity } from '../kit/format.ts';

const LOOPS: Record<LoadKind, string> = { open: 'open loops', closed: 'closed loops' };

const named = ({ name, version }: LoadDriver) => `${name} ${version}`;

/** "vegeta 12.12.0 (open loops), wrk 4.1.0 (closed loops), duet (everything else)". */
export function driversText(drivers: readonly LoadDriver[]): string {
  return `driven by ${[...drivers.map((one) => `${named(one)} (${LOOPS[one.load]})`), 'duet (everything else)'].join(', ')}`;
}

/** What each program drove, and what is to be known of its numbers; for the section on method. None where there was none. */
export function driverLines({ drivers = [], sizes }: Pick<RunHeader, 'drivers' | 'sizes'>): string[] {
  if (drivers.length === 0) return [];
  return [
    ...drivers.map((one) => `${named(one)} ${DROVE[one.load](sizes)}. ${NUMBERS[one.name]}`),
    ...(drivers.some(({ load }) => load === 'closed') ? [CLOSED] : []),
    'Duet’s own driver warmed the services up and drove everything else: single requests, curves and traced requests. The CPU time of a program counts as the driver’s, and the rules for drivers hold for it.',
  ];
}

const DROVE: Record<LoadKind, (sizes: RunHeader['sizes']) => string> = {
  open: ({ light_per_s }) => `sent the ${light_per_s} light requests per second beside the reports of workers`,
  closed: ({ capacity_clients, capacity_ms }) =>
    `was the ${capacity_clients} clients in the capacity trials of pooling, for ${quantity(capacity_ms, 'ms')} each`,
};

const NUMBERS: Record<DriverName, string> = {
  vegeta:
    'It sends at a constant rate, as duet does there. Its own latencies begin when it sends; response times count from when requests were due, by its time stamps and the schedule, and lack the smallest delay of a trial, because vegeta does not say when it began.',
  wrk: 'What it adds to its latencies to correct them for coordinated omission is taken out of them again.',
  oha: 'It draws the users at random. It gives percentiles of a trial and no single latencies, so that those of several trials cannot be put together: these cells have none.',
};

const CLOSED =
  'A program looks at the status of an answer and not at its content, and breaks off what is under way at its end: half a request of each client is added to what was answered in the time, and the CPU time of the service is divided by all that were sent.';
