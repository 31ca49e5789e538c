/** Every code that a row of a diff can have, in words. */
import { expect, test } from 'vitest';
import { RowReason } from '../../results/schema.ts';
import { METRICS } from '../../tests/golden/golden-rows.ts';
import { reasonText } from './reasons.ts';

const foreign = { rule: 'foreign-cpu' as const, detail: 'others were busy' };
const CASES: [RowReason, string][] = [
  [
    { code: 'requests-failed', sides: ['base', 'head'], during: 'counting' },
    'requests failed on base and head while they were counted',
  ],
  [
    { code: 'requests-failed', sides: ['head'], during: 'reading-shape' },
    'requests failed on head while the shape of the cell was read',
  ],
  [{ code: 'not-counted', side: 'base' }, 'base could not be counted'],
  [
    { code: 'counts-differ', base: [3, 3], head: [4, 3] },
    'counted twice with different results: base 3 and 3, head 4 and 3',
  ],
  [
    { code: 'fact-undecided', base: [{ value: 3 }], head: [{ value: 1 }, { value: null, figure: 2.5 }, { value: 3 }] },
    'could not be decided here: base read as 3, head read as 1, 2.50 and 3',
  ],
  [
    { code: 'too-many-invalid', invalid: 44, trials: 180, most_share: 0.2 },
    '44 of 180 trials are invalid, more than 20 %',
  ],
  [
    { code: 'control-moved', pattern: 'pooling', variant: 'after' },
    'the control moved: base against itself (pooling, after) differs in this metric',
  ],
  [{ code: 'no-valid-trial', side: 'head', invalid: foreign }, 'no valid trial of head: others were busy'],
  [{ code: 'not-measured' }, 'not measured on both sides'],
  [{ code: 'too-few-blocks', blocks: 2, needed: 4 }, '2 of the 4 blocks that are needed'],
  [
    { code: 'too-few-blocks', blocks: 1, needed: 4, ended: 'time' },
    'the time budget allowed 1 block here, and 4 are needed',
  ],
  [{ code: 'undecided', blocks: 6, threshold: 0.05 }, '6 blocks show neither a change nor that it is inside ±5 %'],
  [
    { code: 'undecided', blocks: 13, threshold: 0.03, ended: 'time' },
    'the time budget allowed 13 blocks here, which show neither a change nor that it is inside ±3 %',
  ],
  [
    { code: 'undecided', blocks: 5, threshold: 0.03, ended: 'regression' },
    'not decided after 5 blocks, when a regression elsewhere ended the diff',
  ],
  [{ code: 'machines-differ', machines: 4 }, 'without one of the 4 machines it would be judged otherwise'],
  [{ code: 'interval-beyond', level: 0.9, threshold: 0.03 }, 'the 90 % interval does not lie inside ±3 %'],
  [
    { code: 'not-confirmed', threshold: 0.03 },
    'fresh blocks neither confirm the change that screening suspected nor show that it is inside ±3 %',
  ],
  [{ code: 'out-of-time' }, 'suspected, but the time budget allowed no fresh blocks'],
  [{ code: 'too-few-fresh-blocks', blocks: 3, needed: 12 }, 'suspected, with 3 of the 12 fresh blocks that are needed'],
  [{ code: 'stored', text: 'As it was.' }, 'As it was.'],
];

test.each(CASES)('%j', (why, text) => expect(reasonText(why, METRICS.statements)).toBe(text));

test('no code is left out', () => {
  const codes = RowReason.anyOf.map(({ properties }) => properties.code.const);
  expect(new Set(CASES.map(([{ code }]) => code))).toEqual(new Set(codes));
});
