import { expect, test } from 'vitest';
import { roleSizes } from './pooler-role.ts';

const NONE = { pool_size: undefined, reserve_pool_size: undefined };
/** As PgBouncer 1.24.1 answers: the sizes of `sized` are its own, and shown for whoever follows it. */
const USERS = [
  { name: 'first', pool_size: '', reserve_pool_size: '' },
  { name: 'sized', pool_size: '        5', reserve_pool_size: '        2' },
  { name: 'after', pool_size: '        5', reserve_pool_size: '        2' },
  { name: 'larger', pool_size: '        9', reserve_pool_size: '        2' },
];

test.each([
  ['first', NONE],
  ['sized', { pool_size: 5, reserve_pool_size: 2 }],
  ['after', NONE],
  ['larger', { pool_size: 9, reserve_pool_size: undefined }],
  ['unknown', NONE],
])('of %s', (role, sizes) => expect(roleSizes(USERS, role)).toEqual(sizes));

test('earlier versions have no such columns, and later ones answer NULL', () => {
  expect(roleSizes([{ name: 'duet', pool_mode: null }], 'duet')).toEqual(NONE);
  expect(roleSizes([{ name: 'duet', pool_size: null, reserve_pool_size: 3 }], 'duet')).toEqual({
    ...NONE,
    reserve_pool_size: 3,
  });
});
