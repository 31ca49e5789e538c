import { expect, test } from 'vitest';
import { numberingAtRandom, numberingsOfSides, numberRequests, shareOut } from './request-numbers.ts';

/** The numbers and UUIDs of the first requests. */
const drawn = (numbersOf: ReturnType<typeof numberRequests>, count = 3) =>
  Array.from({ length: count }, (_, n) => numbersOf(n)).map(({ unique, uuid }) => ({ unique, uuid }));

test('loads that begin again and again repeat neither number nor UUID, and a run begins elsewhere', () => {
  const [oneRun, nextRun] = [numberRequests(), numberRequests()];
  const all = [...drawn(oneRun), ...drawn(oneRun), ...drawn(oneRun)];
  expect(new Set(all.map(({ unique }) => unique)).size).toBe(9);
  expect(new Set(all.map(({ uuid }) => uuid)).size).toBe(9);
  expect(nextRun(0).unique).not.toBe(all[0]?.unique);
});

test('numbers fit an integer of PostgreSQL', () => {
  for (let run = 0; run < 1_000; run++) {
    for (const { first } of [numberingAtRandom(), numberingsOfSides(run, true).base]) {
      expect(first).toBeGreaterThanOrEqual(1e9);
      expect(first + 200e6).toBeLessThan(2 ** 31);
    }
  }
});

test('sides with a database each have the same numbers and UUIDs, and the same again with the same seed', () => {
  const { base, head } = numberingsOfSides(7, true);
  const ofBase = drawn(numberRequests(base));
  expect(drawn(numberRequests(head))).toEqual(ofBase);
  expect(drawn(numberRequests(numberingsOfSides(7, true).base))).toEqual(ofBase);
  expect(drawn(numberRequests(numberingsOfSides(8, true).base))).not.toEqual(ofBase);
  for (const { uuid } of ofBase)
    expect(uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test('sides that share a database have no number in common, and begin elsewhere in every run', () => {
  const { base, head } = numberingsOfSides(7, false);
  const all = [...drawn(numberRequests(base), 50), ...drawn(numberRequests(head), 50)];
  expect(new Set(all.map(({ unique }) => unique)).size).toBe(100);
  expect(new Set(all.map(({ uuid }) => uuid)).size).toBe(100);
  expect(numberingsOfSides(7, false).base.first).not.toBe(base.first);
});

test('requests that share a numbering out have no number in common, however often each is sent', () => {
  const parts = shareOut({ first: 100, step: 2 }, 3).map(numberRequests);
  const [often, once, never] = parts as [(typeof parts)[0], (typeof parts)[0], (typeof parts)[0]];
  expect([often(0), often(1), often(2), once(0), never(0)].map(({ unique }) => unique)).toEqual([
    100, 106, 112, 102, 104,
  ]);
});
