/** How a tuning may end in a test. */
import { expect } from 'vitest';
import type { Outcome } from './duet-process.ts';

/** Its end was that of a run that came to its results: on a busy machine, results that it says not to trust. */
export function expectMeasured({ exitCode, stderr }: Outcome): void {
  if (exitCode === 5) expect(stderr).toContain('this run is invalid');
  else expect(exitCode, stderr).toBe(0);
}
