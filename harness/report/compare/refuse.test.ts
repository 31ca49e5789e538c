import { expect, test } from 'vitest';
import { golden, goldenPartial } from '../../tests/golden/golden.ts';
import { refuseUntrustworthy } from './refuse.ts';

test('a run that may be trusted is not refused', () => expect(() => refuseUntrustworthy(golden())).not.toThrow());

test('a partial run is refused with exit 5, and how to go on', () => {
  expect(() => refuseUntrustworthy(goldenPartial())).toThrow(
    expect.objectContaining({ exitCode: 5, hint: 'duet compare --resume golden-partial continues it' }),
  );
});

test('a run that nobody should trust is refused with exit 5, and why', () => {
  const results = golden();
  Object.assign(results.validity ?? {}, { trustworthy: false, distrust: '9 of 30 trials are invalid' });
  expect(() => refuseUntrustworthy(results)).toThrow(
    expect.objectContaining({ exitCode: 5, message: 'run golden is invalid: 9 of 30 trials are invalid' }),
  );
});
