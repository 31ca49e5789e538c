/**
 * Property tests draw the same cases each time, so that a red build means a change and not a lucky draw. To look for
 * others: FAST_CHECK_SEED=random (each failure prints its seed), or a number.
 */
import fc from 'fast-check';

const { FAST_CHECK_SEED = '20261123' } = process.env;
if (FAST_CHECK_SEED !== 'random') fc.configureGlobal({ seed: Number(FAST_CHECK_SEED) });
