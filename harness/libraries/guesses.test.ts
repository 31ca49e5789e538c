import { expect, test } from 'vitest';
import { OPERATIONS } from '../results/library-names.ts';
import { CATALOGUE, idOf } from './catalogue.ts';
import { guessesOf } from './guesses.ts';

test.each(CATALOGUE.map((entry) => [idOf(entry), entry] as const))('something is expected of %s', (_, entry) => {
  const guesses = guessesOf(entry);
  const known: readonly string[] = OPERATIONS[entry.field];
  expect(guesses.filter(({ operation }) => !known.includes(operation))).toEqual([]);
  const costs = guesses.filter(({ of }) => of === 'cpu' || of === 'throughput');
  // A reference is compared to nothing; of the others both are expected at each operation.
  expect(costs.length).toBe(entry.reference ? 0 : 2 * known.length);
  if (entry.field === 'database') {
    expect(guesses.filter(({ of, when }) => of === 'round_trips' && when === 'warm').length).toBe(known.length);
  }
});

test('what is expected of a library names the operation, what of it, and when', () => {
  const guesses = guessesOf({ field: 'batching', stack: 'node', name: 'p-limit' });
  expect(guesses).toEqual([
    { operation: 'enrich', of: 'start_up', value: 1 },
    { operation: 'enrich', of: 'connections', when: 'first', value: 10 },
    { operation: 'enrich', of: 'calls', when: 'warm', value: 200 },
    { operation: 'enrich', of: 'cpu', value: 20 },
    { operation: 'enrich', of: 'throughput', value: 0.05 },
    { operation: 'enrich', of: 'peak_rss', value: 1 },
  ]);
});
