/** The header of a run: all that is known before its first timed trial. */
import type { Lab } from '../lab/lab.ts';
import { describeEnvironment } from '../protocol/environment.ts';
import { readExcerpts } from '../protocol/excerpts.ts';
import { parityFacts } from '../protocol/parity.ts';
import { hashSources } from '../protocol/sources.ts';
import { type CurvePlan, type RunHeader, SCHEMA_VERSION } from '../results/schema.ts';
import type { Prepared } from './prepare.ts';
import { version } from './version.ts';

/** What the options of a run decide. */
export type Commission = Pick<
  RunHeader,
  | 'id'
  | 'command'
  | 'started_at'
  | 'profile'
  | 'seed'
  | 'blocks'
  | 'fewer_blocks'
  | 'time_budget'
  | 'planned_trials'
  | 'patterns'
  | 'stacks'
> & { curves?: Omit<CurvePlan, 'pool_connections'> };

export function describeRun(commission: Commission, lab: Lab, prepared: Prepared): RunHeader {
  const { health, calibration, sizes, inspections } = prepared;
  const { curves, ...decided } = commission;
  const { profile, patterns, stacks } = decided;
  return {
    schema: 'duet-run',
    schema_version: SCHEMA_VERSION,
    duet_version: version,
    ...decided,
    ...(curves === undefined ? {} : { curves: { ...curves, pool_connections: poolConnections(prepared) } }),
    sizes: { ...sizes },
    environment: describeEnvironment(lab, health, profile, sizes),
    sources: hashSources(),
    parity: parityFacts({ health, calibration, inspections, isolation: lab.database.isolation }),
    inspections,
    code: readExcerpts(patterns, stacks),
  };
}

/** The most that the pool of a service opens; both services are told the same. Without a bound: 0. */
function poolConnections({ health }: Prepared): number {
  const { pool_max, pool_size, max_overflow } = Object.values(health)[0]?.settings ?? {};
  if (typeof pool_max === 'number') return pool_max;
  return typeof pool_size === 'number' && typeof max_overflow === 'number' ? pool_size + max_overflow : 0;
}
