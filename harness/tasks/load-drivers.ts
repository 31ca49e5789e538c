/** Finds the load drivers of the tests; Debian's are installed when they are missing. Elsewhere they do without, and say why. */
import { findProgram } from '../lab/find-program.ts';
import type { DriverName } from '../results/schema.ts';
import { ensureProgram } from './debian.ts';

/** Debian has these. */
const PACKAGED = ['vegeta', 'wrk'] as const satisfies DriverName[];

/** The path of a driver, or why there is none. */
export const ensureDriver = (name: (typeof PACKAGED)[number]) =>
  ensureProgram(name, 'the tests of load drivers', () => findProgram(name));

export const ensureDrivers = () => Promise.all(PACKAGED.map(ensureDriver));
