/** The machines of a merged diff: what each measured, and whether they agree. */
import type { DiffResults, DiffRow, Machine } from '../../results/schema.ts';
import { type Banner, bannerOf } from '../kit/facts.ts';
import { counted, instant, listed, quantity } from '../kit/format.ts';
import { measuredShare } from '../kit/percent.ts';
import { type Column, type DataTable, tableOf } from '../kit/tables.ts';
import { changeOf } from './changes.ts';
import { cellName, pText } from './rows.ts';

type MergedRow = DiffRow & Required<Pick<DiffRow, 'machines'>>;

const isMerged = (row: DiffRow): row is MergedRow => row.machines !== undefined;
/** Whether they agree is asked of what decides; the others are many, and one in a hundred differs by chance. */
const primaryOf = ({ rows }: Pick<DiffResults, 'rows'>): MergedRow[] =>
  rows.filter(isMerged).filter(({ family }) => family === 'primary');

const MACHINE_COLUMNS: readonly Column<Machine>[] = [
  ['shard', ({ shard }) => String(shard)],
  ['blocks', ({ blocks }) => String(blocks)],
  ['trials', ({ trials }) => String(trials)],
  ['invalid', ({ invalid }) => String(invalid)],
  ['machine', ({ cpu, cores, kernel }) => `${cpu}, ${counted(cores, 'core')}, kernel ${kernel}`],
  ['run', ({ id, status }) => (status === 'complete' ? id : `${id} (did not finish)`)],
  ['began', ({ started_at }) => instant(started_at)],
];

const AGREEMENT_COLUMNS: readonly Column<MergedRow>[] = [
  ['cell', cellName],
  ['metric', ({ metric }) => metric.title],
  ['lowest', (row) => changeOf(Math.min(...valuesOf(row)), row.metric)],
  ['highest', (row) => changeOf(Math.max(...valuesOf(row)), row.metric)],
  ['between machines', ({ machines: { sd }, metric }) => spreadText(sd, metric)],
  ['p', ({ machines: { p } }) => (p === null ? '–' : pText(p).replace('= ', ''))],
  ['reading', ({ machines }) => (machines.differ ? 'they differ' : 'they agree')],
];

/** What each machine measured, and how far they agree; none for a diff of one machine. */
export function machineTables(results: DiffResults): DataTable[] {
  const { machines = [] } = results.run;
  const primary = primaryOf(results);
  return [
    ...(machines.length === 0 ? [] : [tableOf('The machines', machines, MACHINE_COLUMNS, [0, 3])]),
    ...(primary.length === 0
      ? []
      : [tableOf('Do the machines agree? Changes of head against base', primary, AGREEMENT_COLUMNS, [2, 1])]),
  ];
}

/** "4 machines, which agree in all of 12 metrics."; null for a diff of one. */
export function machinesLine(results: DiffResults): string | null {
  const primary = primaryOf(results);
  const [first] = primary;
  if (first === undefined) return null;
  const machines = counted(first.machines.values.length, 'machine');
  const differing = primary.filter((row) => row.machines.differ);
  if (differing.length === 0)
    return `${machines}, which agree in ${primary.length === 1 ? 'what decides' : `all ${primary.length} metrics that decide`}.`;
  const names = differing.map((row) => `${cellName(row)}: ${row.metric.title}`);
  return `${machines}, which differ in ${differing.length} of the ${primary.length} metrics that decide (${listed(names)}).`;
}

/** Shares that are not there, and those that did not finish. */
export function sharesBanner({ run: { plan, machines = [] } }: DiffResults): Banner | null {
  const { missing = [], shards = 0 } = plan.fixed ?? {};
  const cut = machines.filter(({ status }) => status === 'partial').map(({ shard }) => String(shard));
  const lines = [
    ...(missing.length === 0
      ? []
      : [`Of ${shards} shards ${listed(missing.map(String))} ${missing.length === 1 ? 'is' : 'are'} missing.`]),
    ...(cut.length === 0 ? [] : [`Shard ${listed(cut)} did not finish; what was measured of it counts.`]),
  ];
  return bannerOf('partial', 'Not all that was planned was measured', lines);
}

const valuesOf = ({ machines }: MergedRow): number[] => machines.values.map(({ value }) => value);

function spreadText(sd: number | null, { kind, unit }: DiffRow['metric']): string {
  if (sd === null) return '–';
  return kind === 'growth' ? quantity(sd, unit) : measuredShare(sd);
}
