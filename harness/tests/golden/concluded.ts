/** What the golden diffs come to, as harness/diff says of any: which rows decide, the verdict, and what to do. */
import { adviceOn } from '../../diff/advice.ts';
import { gateOf } from '../../diff/gate.ts';
import { concludeDiff, distrustOf } from '../../diff/outcome.ts';
import type { DiffResults } from '../../results/schema.ts';

/** @param results whose verdict, reasons and exit code are made anew from their rows and rules. */
export function concluded({ advice: _, ...results }: DiffResults): DiffResults {
  const { run, status, uncompared = [], validity } = results;
  const rows = results.rows.map((row) => ({ ...row, ...gateOf(row, run) }));
  const ended = { ...results, rows, ...concludeDiff(run, { rows, uncompared, status }) };
  const { distrust: _distrust, ...tally } = validity;
  const distrust = distrustOf(rows);
  const advice = adviceOn(ended);
  return {
    ...ended,
    ...(advice === undefined ? {} : { advice }),
    validity: { ...tally, trustworthy: distrust.length === 0, ...(distrust.length === 0 ? {} : { distrust }) },
  };
}
