/** A diff as test cases, one per gate metric: a row that fails the gate is a failure, a row that nobody can judge is skipped. */
import type { CellName, DiffResults, DiffRow } from '../../results/schema.ts';
import { type SideNames, sideNames } from '../../results/side-names.ts';
import { type JunitCase, junitDocument } from '../kit/junit.ts';
import { reasonText } from './reasons.ts';
import { rowView } from './rows.ts';
import { whyText } from './sentences.ts';
import { commandOf, nounOf } from './side-names.ts';
import { isWholeCell, uncomparedName, uncomparedText } from './uncompared.ts';

/**
 * Red exactly when the gate is: where it fails for no row of its own (there was nothing to judge, the diff is invalid or did
 * not come to its end), one more case says so. A diff of equal services has that case alone, passed.
 */
export const renderDiffJunit = (results: DiffResults): string =>
  junitDocument(`duet ${commandOf(results.run)}`, results.run.started_at, casesOf(results));

function casesOf(results: DiffResults): JunitCase[] {
  const { rows, run, uncompared = [] } = results;
  const nameOf = classNames(run);
  const names = sideNames(run);
  const unjudged = (cell: CellName, message: string) => unjudgedCase(nameOf(cell), 'not judged', message);
  const cases = [
    ...rows.map((row) => rowCase(row, nameOf(row), names)),
    ...run.one_sided.map((cell) =>
      unjudged(cell, `only ${cell.change === 'added' ? 'head' : 'base'} has this cell: it was ${cell.change}`),
    ),
    ...(run.unmeasured ?? []).map((cell) => unjudged(cell, 'the harness of head cannot measure this cell')),
  ];
  const red = cases.some(({ outcome }) => outcome?.kind === 'failure');
  const whole = cases.length === 0;
  // Cells have their case already.
  const others = uncompared.filter((one) => !isWholeCell(one));
  cases.push(...others.map((one) => unjudgedCase(`duet.${commandOf(run)}`, uncomparedName(one), uncomparedText(one))));
  const trouble = results.status === 'partial' || results.exit_code === 5 || (results.exit_code !== 0 && !red);
  return trouble || whole ? [wholeCase(results, trouble), ...cases] : cases;
}

function rowCase(row: DiffRow, classname: string, names: SideNames): JunitCase {
  const { metric, head, verdict, fails } = row;
  const why = row.why && reasonText(row.why, metric, names);
  const output = rowInWords(row, names);
  const base = {
    classname,
    name: metric.title,
    seconds: head !== null && metric.unit === 'ms' ? head / 1_000 : null,
    output,
  };
  if (fails) return { ...base, outcome: { kind: 'failure', type: verdict, message: output } };
  if (verdict === 'measured')
    return { ...base, outcome: { kind: 'skipped', type: verdict, message: 'measured: judged by duet merge' } };
  if (verdict !== 'inconclusive' && verdict !== 'invalid') return base;
  return { ...base, outcome: { kind: 'skipped', type: verdict, message: `${verdict}: ${why ?? 'no reason given'}` } };
}

/** "regression: 0.414 ms on base, 0.436 ms on head, +5.4 % (+4.6 to +6.1 %), threshold ±3 %; decided after 8 blocks, p = 0.0001". */
function rowInWords(row: DiffRow, names: SideNames): string {
  const { base, head, change, interval, threshold, verdict, evidence, note } = rowView(row, names);
  const bounds = interval === null ? '' : ` (${interval})`;
  const limit = row.threshold === null ? '' : `, threshold ${threshold}`;
  const numbers = `${base} on ${names.base}, ${head} on ${names.head}, ${change}${bounds}${limit}`;
  return [`${verdict}: ${isMeasured(row) ? numbers : 'not measured on both sides'}`, evidence, note]
    .filter((part) => part !== null)
    .join('; ');
}

const isMeasured = ({ base, head }: DiffRow): boolean => base !== null && head !== null;

/** "duet.pooling.node.after"; of a reader's service its name and that of the request. */
const classNames =
  ({ service }: DiffResults['run']) =>
  ({ pattern, stack, variant }: CellName): string =>
    ['duet', ...(service === undefined ? [pattern, stack] : [service.name]), variant].join('.');

function unjudgedCase(classname: string, name: string, message: string): JunitCase {
  return { classname, name, seconds: null, outcome: { kind: 'skipped', type: 'not judged', message } };
}

function wholeCase(results: DiffResults, trouble: boolean): JunitCase {
  const { status, status_reason, verdict, run } = results;
  const why = whyText(results);
  const message = status === 'partial' ? `the ${nounOf(run)} is partial: ${status_reason ?? 'it did not finish'}` : why;
  return {
    classname: `duet.${commandOf(run)}`,
    name: `the ${nounOf(run)} as a whole`,
    seconds: null,
    ...(trouble ? { outcome: { kind: 'error', type: verdict, message } } : {}),
    output: why,
  };
}
