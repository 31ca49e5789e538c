/** Stored baselines for a terminal. */

import { printable } from '../../printable.ts';
import type { Baseline, BaselineEntry, BaselineRun } from '../../results/schema.ts';
import { gainIntervalOf, instant, quantity } from '../kit/format.ts';
import { tableLines } from '../kit/terminal.ts';
import { stackText } from './reasons.ts';
import { entryText } from './view.ts';

/** One line per baseline. */
export function renderBaselineList(dir: string, all: readonly { name: string; run: BaselineRun }[]): string {
  if (all.length === 0) return `There are no baselines in ${dir}: \`duet baseline save --name main\` makes one.\n`;
  return table(
    all.map(({ name, run }) => [name, instant(run.finished_at), run.profile, commitText(run), machineText(run)]),
  );
}

/** What it came from, and every entry. */
export function renderBaseline({ run, figures: entries }: Baseline): string {
  const head = [
    `run ${run.id} of ${instant(run.finished_at)}, ${run.profile} profile, ${commitText(run)}`,
    machineText(run),
  ];
  return `${head.map(printable).join('\n')}\n\n${table(entries.map(entryCells))}`;
}

function entryCells({ of, pattern, stack, variant, metric, difference, value, low, high }: BaselineEntry): string[] {
  const kind = difference ? 'difference' : 'ratio';
  const interval = of === 'count' ? 'exact' : intervalText({ of, kind, unit: metric.unit, value, low, high });
  return [of, pattern, stackText(stack), variant, metric.title, entryText({ of, metric }, value, kind), interval];
}

type IntervalOf = Pick<BaselineEntry, 'of' | 'value' | 'low' | 'high'> & {
  kind: 'ratio' | 'difference';
  unit: BaselineEntry['metric']['unit'];
};

function intervalText({ of, kind, unit, value, low, high }: IntervalOf): string {
  if (low === null || high === null) return '';
  const text =
    of === 'value'
      ? `${quantity(low, unit)} to ${quantity(high, unit)}`
      : gainIntervalOf({ value, low, high }, kind, unit);
  return `[${text}]`;
}

const commitText = ({ environment: { commit, dirty } }: BaselineRun) =>
  commit === null ? 'no commit' : `commit ${commit}${dirty ? ' with changes' : ''}`;

function machineText({ environment: { cpu, cores, kernel, runtimes } }: BaselineRun): string {
  return [`${cpu}, ${cores} cores`, kernel, ...Object.values(runtimes)].join(', ');
}

const table = (rows: readonly string[][]) => `${tableLines(rows, {}).join('\n')}\n`;
