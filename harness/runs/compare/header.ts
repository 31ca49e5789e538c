/** The header of a run: all that is known before its first timed trial. */
import type { Lab } from '../../lab/lab.ts';
import { describeEnvironment } from '../../protocol/environment.ts';
import { readExcerpts } from '../../protocol/excerpts.ts';
import { parityFacts } from '../../protocol/parity.ts';
import { hashSources } from '../../protocol/sources.ts';
import { TRIAL_RULES } from '../../protocol/trial-validity.ts';
import { type CurvePlan, RUN_VERSION, type RunHeader } from '../../results/schema.ts';
import { version } from '../../version.ts';
import type { Prepared } from './prepare.ts';

/** The part of the header that the request decides. */
export type RequestedHeader = Pick<
  RunHeader,
  | 'id'
  | 'command'
  | 'started_at'
  | 'profile'
  | 'seed'
  | 'blocks'
  | 'fewer_blocks'
  | 'sparing'
  | 'time_budget'
  | 'planned_trials'
  | 'patterns'
  | 'stacks'
  | 'drivers'
> & { curves?: Omit<CurvePlan, 'pool_connections'> };

export function describeRun(requested: RequestedHeader, lab: Lab, prepared: Prepared): RunHeader {
  const { health, calibration, sizes, inspections } = prepared;
  const { curves, ...decided } = requested;
  const { profile, patterns, stacks, drivers } = decided;
  return {
    schema: 'duet-run',
    schema_version: RUN_VERSION,
    duet_version: version,
    ...decided,
    ...(curves === undefined ? {} : { curves: { ...curves, pool_connections: poolConnections(prepared) } }),
    sizes: { ...sizes },
    environment: describeEnvironment(lab, health, profile, sizes, drivers),
    rules: TRIAL_RULES,
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
