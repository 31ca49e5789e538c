/** The JSON of a diff and of a comparison with a baseline: codes, numbers and names, so that a tool can act on it. */
import { expect, test } from 'vitest';
import { compareWithBaseline } from '../../diff/baseline/compare.ts';
import { baselineOf } from '../../diff/baseline/entries.ts';
import { golden as goldenRun } from '../../tests/golden/golden.ts';
import * as golden from '../../tests/golden/golden-diff.ts';
import { longTexts } from '../../tests/readers/long-texts.ts';
import { simulateDiff } from '../../tests/simulated/simulated-diff.ts';

/** Where free text may stand, in members that hold what somebody else wrote, or a name. */
const FREE: Record<string, string> = {
  command: 'as typed',
  line: 'an accepted line, as written',
  from: 'the file of that line and its number',
  files: 'names of files',
  title: 'the name of a metric or of a problem, as a heading',
  classes: 'the names of the classes of a metric',
  how: 'the name of the requests that were counted',
  status_reason: 'the message of what ended the diff',
  shared_database: 'the message of PostgreSQL',
  fix: 'a command',
  cpu: 'the model of the processor',
  os: 'the name of the system',
  kernel: 'its version',
  pinning: 'which process had which core',
  missing: 'what the machine could not tell',
  message: 'of a service or a process that failed',
};

const sentencesIn = (document: unknown): string[] =>
  longTexts(document)
    .filter(({ place }) => !((place.replaceAll('.*', '').split('.').at(-1) ?? '') in FREE))
    .map(({ place, text }) => `${place}: ${text}`);

test.each(Object.entries(golden))('%s', (_, build) => expect(sentencesIn(build())).toEqual([]));

test.each([
  ['a regression', { ratios: { cpu: 1.1, peak_rss: 1.2 }, sd: 0.01 }],
  ['what could not be told', { sd: 0.15 }],
  ['a control that moved', { controlRatios: { cpu: 1.2 } }],
])('%s, as it was judged', (_, simulated) => expect(sentencesIn(simulateDiff(simulated))).toEqual([]));

test('a comparison with a baseline, also where much is refused', () => {
  const [base, head] = [baselineOf(goldenRun()), baselineOf(goldenRun())];
  head.run.environment.cores = 64;
  head.run.patterns = head.run.patterns.slice(1);
  for (const entry of head.figures) if (entry.of === 'gain') entry.value *= 3;
  const rules = { tolerance: 0.25, fail_on: 'regression', strict: false } as const;
  expect(sentencesIn(compareWithBaseline(base, head, rules))).toEqual([]);
});

test('a sentence would be found', () => {
  const [row] = golden.goldenInconclusive().rows;
  const why = { code: 'stored', text: 'It took longer than it should.' };
  expect(sentencesIn({ rows: [{ ...row, why }] })).toEqual([`rows.*.why.text: ${why.text}`]);
});
