/** Which cores held the service, PostgreSQL and the driver, and so what a capacity is the capacity of, in words. */
import type { Environment } from '../../results/schema.ts';
import { counted, listed } from './format.ts';

interface Wording {
  /** What is bounded by the cores. */
  capacity?: string;
  service?: string;
}

type Placed = Pick<Environment, 'placement' | 'postgres_source' | 'cores'>;

/**
 * "A capacity belongs to where things ran: the service on core 0; PostgreSQL and the driver on core 1. …"; null of a run that
 * did not record it.
 */
export function capacityText(
  { placement, postgres_source, cores }: Placed,
  { capacity = 'A capacity', service: subject = 'the service' }: Wording = {},
): string | null {
  if (placement === undefined) return null;
  const { service, database, rest } = placement;
  const isOurs = postgres_source === 'embedded';
  const parts = isOurs ? [subject, 'PostgreSQL', 'the driver'] : [subject, 'the driver'];
  if (service === null || rest === null) {
    const all = cores === 1 ? 'share one core' : `share ${counted(cores, 'core')}, on which the kernel places them`;
    return `${capacity} belongs to where things ran: ${listed(parts)} ${all}, and it is that of all of them together.`;
  }
  const places = [
    { part: subject, on: service },
    ...(isOurs ? [{ part: 'PostgreSQL', on: database }] : []),
    { part: 'the driver', on: rest },
  ];
  const shared = Map.groupBy(places, ({ on }) => on?.join(', ') ?? '');
  const texts = [...shared].map(([core, some]) => `${listed(some.map(({ part }) => part))} on core ${core}`);
  const elsewhere = isOurs ? '' : '; PostgreSQL where its own server runs';
  return `${capacity} belongs to where things ran: ${texts.join('; ')}${elsewhere}. It is that of whichever is full first, and another placement gives another.`;
}
