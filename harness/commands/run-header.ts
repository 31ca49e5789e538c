/** The header of a run: all that is known before its first timed trial. */
import type { Lab } from '../lab/lab.ts';
import { describeEnvironment } from '../protocol/environment.ts';
import { readExcerpts } from '../protocol/excerpts.ts';
import { parityFacts } from '../protocol/parity.ts';
import { type RunHeader, SCHEMA_VERSION } from '../results/schema.ts';
import type { Prepared } from './prepare.ts';
import { version } from './version.ts';

/** What the options of a run decide. */
export type Commission = Pick<
  RunHeader,
  'id' | 'command' | 'started_at' | 'profile' | 'seed' | 'blocks' | 'planned_trials' | 'patterns' | 'stacks'
>;

export function describeRun(commission: Commission, lab: Lab, prepared: Prepared): RunHeader {
  const { health, calibration, sizes } = prepared;
  const { profile, patterns, stacks } = commission;
  return {
    schema: 'duet-run',
    schema_version: SCHEMA_VERSION,
    duet_version: version,
    ...commission,
    sizes: { ...sizes },
    environment: describeEnvironment(lab, health, profile, sizes),
    parity: parityFacts(health, calibration),
    code: readExcerpts(patterns, stacks),
  };
}
