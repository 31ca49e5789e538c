/** The table of the bench of the gate: change x cell -> found, false reds, what was measured, time. Pure. */
import { clopperPearson } from '../stats/clopper-pearson.ts';
import { median } from '../stats/quantiles.ts';
import { budgetOf, CHANGES, type Change, type Target } from './bench-gate-changes.ts';
import { expectedRow, falseReds, isFound, type KeptDiff } from './bench-gate-kept.ts';
import { circumstances, markdownTable } from './bench-table.ts';

const LEVEL = 0.95;

/** Markdown: a table, a line per target, and where and when it was measured. Only changes that were tried. */
export function gateTable(kept: readonly KeptDiff[]): string {
  const names = [...new Set(CHANGES.map(({ name }) => name))];
  const tried = names.flatMap((name) => {
    const change = CHANGES.find((one) => one.name === name) as Change;
    const diffs = kept.filter((diff) => diff.change === name);
    return diffs.length === 0 ? [] : [{ change, diffs }];
  });
  const header = ['change', 'cell', 'budget', 'found', 'false red', 'invalid', 'measured change', 'median time'];
  const table = markdownTable(
    header,
    tried.flatMap(({ change, diffs }) => rowsOf(change, diffs)),
  );
  return [table, ...tried.map(({ change, diffs }) => targetLine(change, diffs)), circumstances('diffs', kept)].join(
    '\n\n',
  );
}

function rowsOf(change: Change, diffs: KeptDiff[]): string[][] {
  const cells = [...new Set(diffs.map(cellOf))];
  const rows = cells.map((cell) =>
    rowOf(
      change,
      cell,
      diffs.filter((diff) => cellOf(diff) === cell),
      false,
    ),
  );
  return cells.length === 1 ? rows : [...rows, rowOf(change, 'all', diffs, true)];
}

function rowOf(change: Change, cell: string, diffs: KeptDiff[], isTotal: boolean): string[] {
  const share = (count: number) => (isTotal ? withBounds(count, diffs.length) : `${count} of ${diffs.length}`);
  const count = (is: (diff: KeptDiff) => boolean) => share(diffs.filter(is).length);
  const [first] = diffs;
  return [
    change.title,
    cell,
    change.countsOnly ? 'counts only' : isTotal ? '' : budgetOf(first as Partial<Target>).text,
    change.expected === undefined ? '–' : count((diff) => isFound(change, diff)),
    count((diff) => falseReds(change, diff).length > 0),
    `${diffs.filter(({ exit_code }) => exit_code === 5).length}`,
    isTotal ? '' : measured(change, diffs),
    `${(median(diffs.map(({ ms }) => ms)) / 1_000).toFixed(0)} s`,
  ];
}

/** What the gate itself read of the injected change; for A/A, of the CPU of what did not change. */
function measured(change: Change, diffs: KeptDiff[]): string {
  const rows = diffs.flatMap((diff) => expectedRow(change, diff) ?? []);
  const ratios = rows.flatMap(({ ratio }) => ratio ?? []);
  if (ratios.length > 0) {
    const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
    const percent = 100 * (mean - 1);
    return `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)} % ${rows[0]?.metric}`;
  }
  const [row] = rows;
  return row === undefined ? '' : `${row.base} → ${row.head} ${row.metric}`;
}

function targetLine(change: Change, diffs: KeptDiff[]): string {
  const planned = CHANGES.filter(({ name }) => name === change.name).reduce(
    (n, { cells, runs }) => n + cells.length * runs,
    0,
  );
  const reds = diffs.filter((diff) => falseReds(change, diff).length > 0).length;
  const found = diffs.filter((diff) => isFound(change, diff)).length;
  const goals = [
    ...(change.atLeast === undefined
      ? []
      : [{ met: found >= change.atLeast * diffs.length, text: `found ${withBounds(found, diffs.length)}` }]),
    { met: reds === 0, text: `false red ${withBounds(reds, diffs.length)}` },
  ];
  const soFar = diffs.length < planned ? `, ${planned - diffs.length} to go` : '';
  return `${goals.every(({ met }) => met) ? 'met   ' : 'MISSED'}  ${change.title}: ${goals.map(({ text }) => text).join('; ')}${soFar}`;
}

/** e.g. "38 of 40 (83–99 %)", with the exact interval of Clopper and Pearson. */
function withBounds(count: number, of: number): string {
  const { low, high } = clopperPearson(count, of, LEVEL);
  return `${count} of ${of} (${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)} %)`;
}

const cellOf = ({ pattern, stack }: Partial<Target>) => (stack === undefined ? 'all' : `${pattern} ${stack}`);
