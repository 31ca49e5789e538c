import { describe, expect, test } from 'vitest';
import { DuetError, EXIT, Interrupted } from '../../errors.ts';
import type { DiffResults } from '../../results/schema.ts';
import { goldenRegression } from '../../tests/golden/golden-diff.ts';
import { withResumeHint } from '../resume.ts';
import { outcomeOf } from './outcome.ts';

const regression = goldenRegression();
const green: DiffResults = { ...regression, verdict: 'no change', exit_code: 0 };
const died = new DuetError('PostgreSQL was ended by SIGKILL', { exitCode: EXIT.environment });

describe('a diff ends', () => {
  test('with nothing where it is green, and with the verdict where it is not', () => {
    expect(outcomeOf(green, undefined, 'diff.json')).toBeUndefined();
    expect(outcomeOf(regression, undefined, 'diff.json')).toMatchObject({ exitCode: 1, hint: 'see diff.json' });
  });

  test('with what it died of', () => {
    expect(outcomeOf({ ...green, verdict: 'invalid', exit_code: 5 }, died, 'diff.json')).toBe(died);
  });

  test('with a regression that was certain before, and what it died of beside it', () => {
    const partial: DiffResults = { ...regression, status: 'partial', status_reason: died.message };
    expect(outcomeOf(partial, died, 'diff.json')).toMatchObject({
      exitCode: 1,
      hint: `see diff.json; the diff did not finish: ${died.message}`,
    });
  });

  test('as interrupted, whatever it has found', () => {
    // As the lifecycle hands it on: with the command that goes on.
    const interrupted = withResumeHint(new Interrupted('SIGINT'), 'out/1', 'diff');
    expect(outcomeOf(regression, interrupted, 'diff.json')).toBe(interrupted);
    expect(interrupted).toMatchObject({ exitCode: 130, hint: expect.stringContaining('duet diff --resume') });
  });
});
