/** What somebody can do about a diff that could not tell. Pure. */
import type { DiffAdvice, DiffResults, DiffRow, Rule } from '../results/schema.ts';
import { MIN_BLOCKS } from '../stats/interval.ts';
import { isFault } from '../stats/invalid-trials.ts';
import { sampleVariance } from '../stats/variance.ts';
import { isDrift } from './gate.ts';

type Ended = Pick<DiffResults, 'status' | 'verdict' | 'rows' | 'controls' | 'uncompared'> & {
  validity: { reasons: readonly { rule: Rule }[] };
};

/** Undefined for a diff that could. */
export function adviceOn(results: Ended): DiffAdvice | undefined {
  const { status, verdict, rows } = results;
  if (status === 'partial') return { code: 'resume' };
  if (verdict === 'invalid') return onInvalid(results);
  if (verdict === 'incomplete') return onIncomplete(results);
  const worst = rows.find((row) => row.gated && row.verdict === 'inconclusive' && !isDrift(row));
  if (verdict !== 'inconclusive' || worst === undefined) return undefined;
  if (worst.metric.kind === 'count') return { code: 'count-alone' };
  return { code: 'decide', pattern: worst.pattern, stack: worst.stack, spread: spreadOf(worst) };
}

/** What else was not compared is for head's harness, or its author, to mend. */
function onIncomplete({ uncompared = [] }: Ended): DiffAdvice | undefined {
  const isLeftOut = (reason: string) => uncompared.some((one) => one.reason === reason);
  const without = (['pattern', 'stack'] as const).filter((option) => isLeftOut(`${option}-left-out`));
  return without.length === 0 ? undefined : { code: 'compare-the-rest', without };
}

function onInvalid({ validity, controls }: Ended): DiffAdvice {
  const [worst] = validity.reasons;
  const moved = controls.some((control) => control.moved);
  if (!moved && worst !== undefined && isFault(worst)) return { code: 'mend-service' };
  return { code: moved || worst !== undefined ? 'quieter-machine' : 'nothing-judged' };
}

/** Standard deviation of a block's log ratio. */
function spreadOf({ change }: DiffRow): number | null {
  if (change === null || change.blocks.length < MIN_BLOCKS) return null;
  return Math.sqrt(sampleVariance(change.blocks.map(Math.log)));
}
