/** Why a row could not be told, in words. */
import type { FactReading, Metric, RowReason, SideName } from '../../results/schema.ts';
import { areWays, type SideNames, VERSIONS } from '../../results/side-names.ts';
import { counted, listed, significant, valueText } from '../kit/format.ts';
import { percentBand, share } from '../kit/percent.ts';
import { invalidityText } from '../kit/validity.ts';
import { band } from './changes.ts';
import { worseNoun } from './side-names.ts';

type Shown = Pick<Metric, 'unit' | 'classes' | 'kind'>;

/** "10 blocks show neither a change nor that it is inside ±5 %". */
export function reasonText(
  why: RowReason,
  metric: Shown = { unit: 'count', kind: 'count' },
  names: SideNames = VERSIONS,
): string {
  const named = (side: SideName) => names[side];
  switch (why.code) {
    case 'requests-failed': {
      const during = why.during === 'counting' ? 'they were counted' : 'the shape of the cell was read';
      return `requests failed on ${why.sides.map(named).join(' and ')} while ${during}`;
    }
    case 'not-counted':
      return `${named(why.side)} could not be counted`;
    case 'counts-differ':
      return `counted twice with different results: ${names.base} ${why.base.join(' and ')}, ${names.head} ${why.head.join(' and ')}`;
    case 'fact-undecided':
      return `could not be decided here: ${readingsText(names.base, why.base, metric)}, ${readingsText(names.head, why.head, metric)}`;
    case 'too-many-invalid':
      return `${why.invalid} of ${why.trials} trials are invalid, more than ${share(why.most_share)}`;
    case 'control-moved':
      return `the control moved: ${names.base} against itself (${why.pattern}, ${why.variant}) differs in this metric`;
    case 'no-valid-trial':
      return `no valid trial of ${named(why.side)}: ${invalidityText(why.invalid)}`;
    case 'not-measured':
      return 'not measured on both sides';
    case 'too-few-blocks':
      return why.ended === 'time'
        ? `the time budget allowed ${counted(why.blocks, 'block')} here, and ${why.needed} are needed`
        : `${why.blocks} of the ${why.needed} blocks that are needed`;
    case 'undecided':
      return undecidedText(why, metric, names);
    case 'machines-differ':
      return `without one of the ${why.machines} machines it would be judged otherwise`;
    case 'interval-beyond':
      return `the ${share(why.level)} interval does not lie inside ${percentBand(why.threshold)}`;
    case 'not-confirmed':
      return `fresh blocks neither confirm the change that screening suspected nor show that it is inside ${percentBand(why.threshold)}`;
    case 'out-of-time':
      return 'suspected, but the time budget allowed no fresh blocks';
    case 'too-few-fresh-blocks':
      return `suspected, with ${why.blocks} of the ${why.needed} fresh blocks that are needed`;
    case 'stored':
      return why.text;
  }
}

function undecidedText(
  { blocks, threshold, ended }: Extract<RowReason, { code: 'undecided' }>,
  metric: Shown,
  names: SideNames,
): string {
  const number = counted(blocks, 'block');
  if (ended === 'regression')
    return `not decided after ${number}, when a ${worseNoun(names)} elsewhere ended ${areWays(names) ? 'it' : 'the diff'}`;
  const neither = `show neither a change nor that it is inside ${band(threshold, metric)}`;
  return ended === 'time' ? `the time budget allowed ${number} here, which ${neither}` : `${number} ${neither}`;
}

/** "base read as 3 and 3". A value between two classes stands for itself. */
function readingsText(side: string, readings: readonly FactReading[], metric: Shown): string {
  const text = ({ value, figure = 0 }: FactReading) =>
    value === null ? significant(figure) : valueText(value, metric);
  return `${side} read as ${listed(readings.map(text))}`;
}
