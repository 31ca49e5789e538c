/** The advice of every scenario as codes, in tune-advice.json of the golden pages, which report/tune/advice/ puts into words. */
import { expect, test } from 'vitest';
import { groups } from '../../tests/builders/scenarios.ts';
import { sentencesIn } from '../../tests/readers/sentences-in-tuning.ts';
import { recommend } from './recommend.ts';

test('what is advised is as it was reviewed', async () => {
  const advised = Object.entries(groups).map(([group, { scenarios, kept }]) => {
    const all = Object.entries(scenarios).map(([name, [found, results]]) => [name, kept(recommend(found, results))]);
    return [group, Object.fromEntries(all)];
  });
  const json = `${JSON.stringify(Object.fromEntries(advised), null, 1)}\n`;
  await expect(json).toMatchFileSnapshot('../../tests/golden/pages/tune-advice.json');
});

test('no member is a sentence', () => {
  for (const { scenarios } of Object.values(groups)) {
    for (const [found, results] of Object.values(scenarios)) {
      expect(sentencesIn({ recommendation: recommend(found, results) })).toEqual([]);
    }
  }
});
