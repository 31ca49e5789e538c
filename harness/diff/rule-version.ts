/** Which rule a verdict was reached by: benches keep verdicts of many days, and those of another rule say nothing about this one. */
import { createHash } from 'node:crypto';
import { FACTS } from '../patterns/shape/facts.ts';
import { SEQUENTIAL_CONSTANTS } from '../stats/sequential.ts';
import { DELTAS } from '../stats/verdict.ts';

/**
 * To be raised when samples are taken otherwise, or the same ones judged otherwise, for another reason than a constant of the rule,
 * DELTAS or the facts that are read. Those are in the version of their own accord.
 */
const LOGIC = 6;

/** e.g. "1-0a1b2c3d". */
export const ruleVersion = (
  constants: unknown = { rule: SEQUENTIAL_CONSTANTS, deltas: DELTAS, facts: FACTS },
): string => `${LOGIC}-${createHash('sha256').update(JSON.stringify(constants)).digest('hex').slice(0, 8)}`;
