import { expect, test } from 'vitest';
import type { Revision, SizeReason, TuneResults } from '../../results/schema.ts';
import { goldenTuneNode } from '../../tests/golden/golden-tune.ts';
import { revisionText } from './advice/revision.ts';
import { sizeReason } from './advice/size.ts';
import { renderTuneMarkdown } from './markdown.ts';
import { tuneView } from './view.ts';

const RATIO = { value: 1.142, low: 1.11, high: 1.175, level: 0.95, n: 4, blocks: [1.12, 1.16, 1.14, 1.15] };
const TAKEN: Revision = {
  ...{ code: 'winner-taken', searched: 5, alternative: { code: 'default', size: 10, overflow: 0 }, connections: 10 },
  ...{ p95_ratio: RATIO, noise: 0.06 },
};
const AGAIN: Revision = { ...TAKEN, code: 'searched-again' };
/** As it has been since what lies between is measured in the rounds of the comparison. */
const BETWEEN: Revision = {
  ...AGAIN,
  tried: [
    { connections: 7, p95_ratio: 1.013 },
    { connections: 6, p95_ratio: 1.094 },
  ],
};

test('why the answer changed, with both figures', () => {
  const found =
    'The search had found 5, but beside 10 (the default) their p95 was higher (14 %, +11.0 to +17.5 %) by more than the noise (6 %)';
  expect(revisionText(TAKEN)).toBe(`${found}: so 10 are recommended.`);
  expect(revisionText(AGAIN)).toBe(`${found}: so the search was repeated between them.`);
  expect(revisionText(BETWEEN)).toBe(
    `${found}: so the smallest number between them whose p95 is not, under the same arrivals, is recommended (7: +1.3 %, 6: +9.4 %).`,
  );
  expect(revisionText({ ...BETWEEN, code: 'winner-taken' })).toBe(
    `${found}, and so was that of what was measured between them (7: +1.3 %, 6: +9.4 %): so 10 are recommended.`,
  );
  const noInterval = { ...RATIO, low: null, high: null };
  expect(revisionText({ ...TAKEN, p95_ratio: noInterval })).toContain('was higher (14 %) by');
});

/** The golden run, of which the search took 5 for enough at first, or to the end. */
const revised = (revision: Revision): TuneResults => ({ ...goldenTuneNode(), revision });

test.each([TAKEN, AGAIN, BETWEEN])('the page says so wherever it says how the answer was found: $code', (revision) => {
  const { sections, comparison } = tuneView(revised(revision));
  const search = sections.find(({ id }) => id === 'search');
  for (const section of [search, comparison]) expect(section?.lead).toContain(revisionText(revision));
  expect(search?.lead).not.toContain('the smallest of them is recommended');
  expect(renderTuneMarkdown(revised(revision))).toContain(revisionText(revision));
});

test('the reason of the size is the faster pool, or what was found between', () => {
  const level = { p95_ms: 26.2, sent: 600, unserved: 0 };
  const reason: SizeReason = {
    ...{ code: 'size', claim: 'smallest', connections: 6, windows: 9, noise: 0.06, in_use: 2.3 },
    ...{ own: { connections: 6, ...level }, fewer: { connections: 4, ...level, p95_ms: 41 }, most: null },
  };
  expect(sizeReason({ ...reason, claim: 'undecided', own: null, revision: TAKEN })).toBe(
    `${revisionText(TAKEN)} Little's law: 2.3 are in use on average.`,
  );
  expect(sizeReason({ ...reason, own: null, revision: BETWEEN })).toBe(
    `${revisionText(BETWEEN)} Little's law: 2.3 are in use on average.`,
  );
  expect(sizeReason({ ...reason, revision: AGAIN })).toBe(
    `The smallest number that is as good as any: p95 is 26.2 ms; with 4, 41.0 ms. Little's law: 2.3 are in use on average. ${revisionText(AGAIN)}`,
  );
});
