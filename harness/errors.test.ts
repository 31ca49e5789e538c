import { expect, test } from 'vitest';
import { DuetError, formatWhere, Interrupted } from './errors.ts';

test('the message of an error never holds a password', () => {
  const error = new DuetError('cannot reach postgresql://u:geheim123@h/db');
  expect(error.message).not.toContain('geheim123');
  expect(error.stack).not.toContain('geheim123');
});

test('an interruption ends with 130', () => expect(new Interrupted('SIGINT').exitCode).toBe(130));

test.each([
  [{}, ''],
  [{ pattern: 'pooling' }, 'pooling'],
  [{ pattern: 'pooling', stack: 'node', variant: 'after', phase: 'latency' }, 'pooling/node/after (latency)'],
  [{ stack: 'node', phase: 'verify' }, 'node (verify)'],
  [{ phase: 'tuning' }, 'tuning'],
  [{ pattern: 'pooling', stack: 'node', variant: 'after', side: 'head' }, 'pooling/node/after of head'],
])('%j is said as "%s"', (where, text) => expect(formatWhere(where)).toBe(text));
