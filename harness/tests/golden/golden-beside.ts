/** Two made-up runs beside each other: eight blocks before and after an upgrade of Node. */
import { besideOf } from '../../compare/beside.ts';
import type { Beside } from '../../results/beside.ts';
import { golden, goldenPartial, goldenUpgraded } from './golden.ts';

/** The run after the upgrade is here, that of before is there. */
export const goldenBeside = (): Beside => besideOf(goldenUpgraded(), golden(8));

/** Other work, another machine, and a run that was interrupted. */
export function goldenBesideUnfair(): Beside {
  const there = golden(8);
  Object.assign(there.run, { id: 'golden-elsewhere', profile: 'standard' });
  Object.assign(there.run.sizes, { file_bytes: 256_000_000 });
  Object.assign(there.run.environment, { cpu: 'Another CPU', cores: 8 });
  return besideOf(goldenPartial(), there);
}
