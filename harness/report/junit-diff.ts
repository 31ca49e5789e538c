/** A diff as test cases, one per gate metric: a row that fails the gate is a failure, a row that nobody can judge is skipped. */
import type { CellName, DiffHeader, DiffResults, DiffRow } from '../results/schema.ts';
import { isGated, rowView } from './diff/rows.ts';
import type { JunitCase } from './junit-document.ts';

/**
 * Red exactly when the gate is: where it fails for no row of its own (there was nothing to judge, the diff is invalid or did
 * not come to its end), one more case says so. A diff of equal services has that case alone, passed.
 */
export function diffCases(results: DiffResults): JunitCase[] {
  const { rows, run } = results;
  const cases = [
    ...rows.map((row) => rowCase(row, run)),
    ...run.one_sided.map((cell) =>
      unjudged(cell, `only ${cell.change === 'added' ? 'head' : 'base'} has this cell: it was ${cell.change}`),
    ),
    ...(run.unmeasured ?? []).map((cell) => unjudged(cell, "head's harness does not know how to measure this cell")),
  ];
  const red = cases.some(({ outcome }) => outcome?.kind === 'failure');
  const trouble = results.status === 'partial' || results.exit_code === 5 || (results.exit_code !== 0 && !red);
  return trouble || cases.length === 0 ? [wholeCase(results, trouble), ...cases] : cases;
}

type Rules = Pick<DiffHeader, 'fail_on' | 'strict'>;

/** Whether the gate is red because of this row. */
function failsGate(row: DiffRow, rules: Rules): boolean {
  if (rules.fail_on === 'never' || !isGated(row, rules)) return false;
  return row.verdict === 'regression' || (row.verdict === 'inconclusive' && rules.fail_on === 'inconclusive');
}

function rowCase(row: DiffRow, rules: Rules): JunitCase {
  const { metric, head, verdict, why } = row;
  const output = rowInWords(row, rules);
  const base = {
    classname: classNameOf(row),
    name: metric.title,
    seconds: head !== null && metric.unit === 'ms' ? head / 1_000 : null,
    output,
  };
  if (failsGate(row, rules)) return { ...base, outcome: { kind: 'failure', type: verdict, message: output } };
  if (verdict !== 'inconclusive' && verdict !== 'invalid') return base;
  return { ...base, outcome: { kind: 'skipped', type: verdict, message: `${verdict}: ${why ?? 'no reason given'}` } };
}

/** "regression: 0.414 ms on base, 0.436 ms on head, +5.4 % (+4.6 to +6.1 %), threshold ±3 %; 12 fresh blocks, p = 0.0001". */
function rowInWords(row: DiffRow, rules: Rules): string {
  const { base, head, change, interval, threshold, verdict, evidence, note } = rowView(row, rules);
  const bounds = interval === null ? '' : ` (${interval})`;
  const limit = row.threshold === null ? '' : `, threshold ${threshold}`;
  const numbers = `${base} on base, ${head} on head, ${change}${bounds}${limit}`;
  return [`${verdict}: ${isMeasured(row) ? numbers : 'not measured on both sides'}`, evidence, note]
    .filter((part) => part !== null)
    .join('; ');
}

const isMeasured = ({ base, head }: DiffRow): boolean => base !== null && head !== null;

const classNameOf = ({ pattern, stack, variant }: CellName): string => ['duet', pattern, stack, variant].join('.');

function unjudged(cell: CellName, message: string): JunitCase {
  return {
    classname: classNameOf(cell),
    name: 'not judged',
    seconds: null,
    outcome: { kind: 'skipped', type: 'not judged', message },
  };
}

function wholeCase({ status, status_reason, verdict, why }: DiffResults, trouble: boolean): JunitCase {
  const message = status === 'partial' ? `the diff is partial: ${status_reason ?? 'it did not come to its end'}` : why;
  return {
    classname: 'duet.diff',
    name: 'the diff as a whole',
    seconds: null,
    ...(trouble ? { outcome: { kind: 'error', type: verdict, message } } : {}),
    output: why,
  };
}
