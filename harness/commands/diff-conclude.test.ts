import { describe, expect, test } from 'vitest';
import { DuetError, EXIT, Interrupted } from '../errors.ts';
import { goldenRegression } from '../report/diff/testing/golden-diff.ts';
import type { DiffResults } from '../results/schema.ts';
import { endingOf } from './diff-conclude.ts';

const regression = goldenRegression();
const green: DiffResults = { ...regression, verdict: 'no change', exit_code: 0 };
const died = new DuetError('PostgreSQL was ended by SIGKILL', { exitCode: EXIT.environment });

describe('a diff ends', () => {
  test('with nothing where it is green, and with the verdict where it is not', () => {
    expect(endingOf(green, undefined, 'diff.json')).toBeUndefined();
    expect(endingOf(regression, undefined, 'diff.json')).toMatchObject({ exitCode: 1, hint: 'see diff.json' });
  });

  test('with what it died of', () => {
    expect(endingOf({ ...green, verdict: 'invalid', exit_code: 5 }, died, 'diff.json')).toBe(died);
  });

  test('with a regression that was certain before, and what it died of beside it', () => {
    const partial: DiffResults = { ...regression, status: 'partial', status_reason: died.message };
    expect(endingOf(partial, died, 'diff.json')).toMatchObject({
      exitCode: 1,
      hint: `see diff.json; the diff did not finish: ${died.message}`,
    });
  });

  test('as interrupted, whatever it has found', () => {
    const interrupted = new Interrupted('SIGINT');
    expect(endingOf(regression, interrupted, 'diff.json')).toBe(interrupted);
  });
});
