/** The table of the bench of the gate: change x cell -> found, false reds, what was measured, time. Markdown. Pure. */
import { MOST_FOREIGN_SHARE } from '../protocol/trial-validity.ts';
import { counted } from '../report/kit/format.ts';
import { clopperPearson } from '../stats/clopper-pearson.ts';
import { geometricMean, mean, median } from '../stats/quantiles.ts';
import { CHANGES, type Change } from './bench-gate-changes.ts';
import { cellOf, expectedRow, falseReds, isBusy, isFound, type KeptDiff } from './bench-gate-kept.ts';
import { markdownTable } from './bench-table.ts';

const LEVEL = 0.95;

const HEADER = [
  'change',
  'cell',
  'machine',
  'budget',
  'diffs',
  'found',
  'false red',
  'invalid',
  'injected',
  'measured change',
  'median time',
];

/**
 * A table of the diffs of the present rule, those beside other work in rows of their own; how far each target is; the
 * same of earlier rules, which do not count; and where, when and with which code it was measured.
 */
export function gateTable(kept: readonly KeptDiff[], rule: string): string {
  const present = kept.filter((diff) => diff.rule === rule);
  const earlier = [
    ...Map.groupBy(
      kept.filter((diff) => diff.rule !== rule),
      (diff) => diff.rule,
    ),
  ];
  return [
    `Rule ${rule}. Shares with their 95 % bounds (Clopper and Pearson); busy: other processes took more than ${MOST_FOREIGN_SHARE} of a core.`,
    present.length === 0 ? 'No diff by this rule yet.' : markdownTable(HEADER, tableRows(present)),
    targetLines(present).join('\n'),
    ...earlier.map(
      ([version, diffs]) =>
        `Earlier rule ${version}, which does not count:\n\n${markdownTable(HEADER, tableRows(diffs))}`,
    ),
    circumstanceLines(kept, rule).join('\n'),
  ].join('\n\n');
}

/** Only changes that were tried. */
const tableRows = (kept: readonly KeptDiff[]): string[][] =>
  CHANGES.flatMap((change) => {
    const diffs = kept.filter((diff) => diff.change === change.name);
    const [busy, quiet] = [diffs.filter(isBusy), diffs.filter((diff) => !isBusy(diff))];
    return [...stateRows(change, quiet, 'quiet'), ...stateRows(change, busy, 'busy')];
  });

function stateRows(change: Change, diffs: KeptDiff[], state: string): string[][] {
  const cells = [...Map.groupBy(diffs, cellOf)];
  const rows = cells.map(([cell, some]) => rowOf(change, cell, some, state));
  return cells.length > 1 ? [...rows, rowOf(change, 'together', diffs, state)] : rows;
}

function rowOf(change: Change, cell: string, diffs: KeptDiff[], state: string): string[] {
  const count = (is: (diff: KeptDiff) => boolean) => withBounds(diffs.filter(is).length, diffs.length);
  const isTotal = cell === 'together';
  return [
    change.title,
    cell,
    // Counts are exact whatever else runs.
    change.countsOnly ? 'any' : state,
    [...new Set(diffs.map(({ budget }) => budget ?? 'counts only'))].join(', '),
    `${diffs.length}`,
    change.expected === undefined ? '–' : count((diff) => isFound(change, diff)),
    count((diff) => falseReds(change, diff).length > 0),
    `${diffs.filter(({ exit_code }) => exit_code === 5).length}`,
    isTotal ? '' : injected(change, diffs),
    isTotal ? '' : measured(change, diffs),
    `${(median(diffs.map(({ ms }) => ms)) / 1_000).toFixed(0)} s`,
  ];
}

/** What was put in, in the mean, as a share of what the unchanged side takes. */
function injected(change: Change, diffs: KeptDiff[]): string {
  const shares = diffs.flatMap((diff) => {
    const row = expectedRow(change, diff);
    const unchanged = change.side === 'head' ? row?.base : row?.head;
    return diff.amount > 0 && unchanged ? [diff.amount / unchanged] : [];
  });
  return shares.length === 0 ? '' : `${(100 * mean(shares)).toFixed(1)} %`;
}

/** What the gate itself read of the injected change. */
function measured(change: Change, diffs: KeptDiff[]): string {
  const rows = diffs.flatMap((diff) => expectedRow(change, diff) ?? []);
  const ratios = rows.flatMap(({ ratio }) => ratio ?? []);
  if (ratios.length > 0) {
    const percent = 100 * (geometricMean(ratios) - 1);
    return `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)} % ${rows[0]?.metric}`;
  }
  const [row] = rows.filter(({ base, head }) => base !== null && head !== null);
  return row === undefined ? '' : `${row.base} → ${row.head} ${row.metric}`;
}

/** The lines of all machines, while they did nothing else. */
const targetLines = (present: readonly KeptDiff[]): string[] =>
  CHANGES.filter(({ diffs }) => diffs.length > 0).map((change) => {
    const diffs = present.filter((diff) => diff.change === change.name && !isBusy(diff));
    const reds = diffs.filter((diff) => falseReds(change, diff).length > 0).length;
    const found = diffs.filter((diff) => isFound(change, diff)).length;
    const left = Math.max(0, change.diffs.length - diffs.length);
    // Those that are left may all be found.
    const isLost = reds > 0 || found + left < (change.atLeast ?? 0) * (diffs.length + left) - 1e-9;
    const words = isLost ? 'MISSED' : left > 0 ? 'open' : 'met';
    const goals = [
      ...(change.atLeast === undefined ? [] : [`found ${withBounds(found, diffs.length)}`]),
      `false red ${withBounds(reds, diffs.length)}`,
    ];
    return `- ${words}: ${change.title}: ${goals.join('; ')}${left > 0 ? `; ${left} to go` : ''}`;
  });

/** e.g. "38 of 40 (83–99 %)", with the exact interval of Clopper and Pearson. */
function withBounds(count: number, of: number): string {
  if (of === 0) return '0 of 0';
  const { low, high } = clopperPearson(count, of, LEVEL);
  return `${count} of ${of} (${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)} %)`;
}

function circumstanceLines(kept: readonly KeptDiff[], rule: string): string[] {
  const machines = [...Map.groupBy(kept, ({ machine: { cpu, cores, kernel } }) => `${cpu}, ${cores} cores, ${kernel}`)];
  return machines.map(([machine, diffs]) => {
    const present = diffs.filter((diff) => diff.rule === rule).length;
    const days = [...new Set(diffs.map(({ at }) => at.slice(0, 10)))].sort();
    const span = days.length > 1 ? `${days[0]} to ${days.at(-1)}` : days[0];
    const commits = [...new Set(diffs.map(({ commit }) => commit))].join(', ');
    const foreign = diffs.flatMap(({ foreign_cores }) => foreign_cores ?? []);
    const others = foreign.length === 0 ? '' : `; others took ${mean(foreign).toFixed(2)} of a core in the mean`;
    return `- ${machine}: ${counted(diffs.length, 'diff')}, ${present} of them by the present rule, ${span}${others}; code ${commits}`;
  });
}
