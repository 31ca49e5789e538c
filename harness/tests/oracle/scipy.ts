/** Our answers beside those of scipy and numpy (harness/tests/oracle/stats_oracle.py), and the seeded draws to ask them about. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { below, fraction, seededRandom } from '../../stats/random.ts';

/** null stands for a bound that does not exist. */
type Answer = number | null | (number | null)[];
export type Case = { function: string; arguments: unknown[]; ours: Answer };
/** Cases by what they are about. `tolerance` is relative; `absolute` is what rounding leaves of a zero. */
export type Families = Record<string, { tolerance: number; absolute?: number; cases: Case[] }>;

const root = new URL('../../../', import.meta.url);

/** One test per family. One process answers them all, for importing scipy takes a second. */
export function testAgainstScipy(families: Families): void {
  const answers = askScipy(Object.values(families).flatMap(({ cases }) => cases));
  test.for(Object.entries(families))('%s agrees with scipy', ([, { tolerance, absolute = 1e-290, cases }]) => {
    const { error, of } = worst(cases, answers.splice(0, cases.length), absolute / tolerance);
    expect(error, of).toBeLessThan(tolerance);
  });
}

function askScipy(cases: readonly Case[]): Answer[] {
  const answers = execFileSync('python/.venv/bin/python', ['harness/tests/oracle/stats_oracle.py'], {
    cwd: root,
    input: JSON.stringify(
      cases.map(({ function: name, arguments: values }) => ({ function: name, arguments: values })),
    ),
    encoding: 'utf8',
  });
  return JSON.parse(answers) as Answer[];
}

/** The largest difference relative to scipy's answer, or to `least` where that is smaller, and the case that shows it. */
function worst(cases: readonly Case[], answers: readonly Answer[], least: number): { error: number; of: string } {
  let found = { error: 0, of: '' };
  for (const [index, { function: name, arguments: values, ours }] of cases.entries()) {
    const theirs = [answers[index] ?? null].flat();
    for (const [part, mine] of [ours].flat().entries()) {
      const scipy = theirs[part] ?? null;
      const error = difference(mine, scipy, least);
      if (!(error <= found.error)) found = { error, of: `${name}(${values.join(', ')}): ours ${mine}, scipy ${scipy}` };
    }
  }
  return found;
}

function difference(mine: number | null, scipy: number | null, least: number): number {
  if (mine === null || scipy === null) return mine === scipy ? 0 : Number.POSITIVE_INFINITY;
  return Math.abs(mine - scipy) / Math.max(Math.abs(scipy), least);
}

/** Seeded draws. Each test file has its own, so that a case added to one leaves the other's as they were. */
export function draws(seed: number) {
  const random = seededRandom(seed);
  const between = (low: number, high: number): number => low + (high - low) * fraction(random);
  const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  return {
    random,
    times,
    between,
    /** From `fewest` to `fewest + 29` positive values over several orders of magnitude. */
    someValues: (fewest = 3): number[] => times(fewest + below(random, 30), () => Math.exp(between(-3, 10))),
    /** Values around zero, as the logarithms of ratios are. */
    someLogs: (fewest = 3): number[] =>
      times(fewest + below(random, 20), () => between(-1, 1) ** 3 + between(-0.2, 0.3)),
  };
}
