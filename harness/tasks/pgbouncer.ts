/** Finds the PgBouncer of the tests; Debian's is installed when it is missing. Elsewhere they do without, and say why. */
import { findPgbouncer } from '../lab/pooler.ts';
import { ensureProgram } from './debian.ts';

/** The path of a PgBouncer, or why there is none. */
export const ensurePgbouncer = () => ensureProgram('pgbouncer', 'the tests of poolers', findPgbouncer);
