/** The promise of every interval in the report of a run with a time budget; `make bench-coverage` draws more runs. */
import { expect, test } from 'vitest';
import { normal } from './noise.ts';
import { countLeastCovered, TWO_STAGES } from './two-stage.ts';

// Normal noise is the hardest: heavy tails and outliers make the t interval wider, not narrower.
test.for(TWO_STAGES)('$title: the least covered pattern is covered in at least 93 of 100', (stages) => {
  const { covered, intervals } = countLeastCovered(stages, normal, 3_000, 2);
  expect(covered / intervals).toBeGreaterThanOrEqual(0.93);
});
