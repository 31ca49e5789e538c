import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../lab/source.ts';
import { errorIn } from './ask.ts';

const said = (body: unknown) => errorIn({ status: 500, text: JSON.stringify(body) });

test('an error is its class, its message and its code', () => {
  expect(said({ error: 'PoolTimeout', message: 'no connection' })).toBe('PoolTimeout: no connection');
  expect(said({ error: 'DatabaseError', message: 'gone', code: '57P01' })).toBe('DatabaseError: gone (57P01)');
  expect(errorIn({ status: 413, text: 'too large' })).toBe('413: too large');
});

test('where the checkout lies is nobody else’s business, and a long statement is cut', () => {
  expect(said({ error: 'E', message: `in ${path.join(repositoryRoot, 'node/libraries/a.ts')}` })).toBe(
    'E: in node/libraries/a.ts',
  );
  expect(said({ error: 'E', message: 'x'.repeat(5_000) }).length).toBeLessThan(1_000);
});
