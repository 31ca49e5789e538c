import { expect, test } from 'vitest';
import { hideSecrets } from '../secrets.ts';
import { databaseParts, libpqVariables, withScheme } from './database-parts.ts';

test.each([
  ['postgresql://ann:p%40ss-4711@db.example:6432/shop?sslmode=disable', {}],
  ["host=db.example port=6432 user=ann password='p@ss-4711' dbname=shop", {}],
  ['postgresql+asyncpg://ann:p%40ss-4711@db.example:6432,other.example:6432/shop', {}],
  ['postgres://db.example/shop', { PGUSER: 'ann', PGPORT: '6432', PGPASSWORD: 'p@ss-4711' }],
])('the parts of %s', (text, environment) => {
  expect(databaseParts(text, environment)).toEqual({
    ...{ db_host: 'db.example', db_port: 6432, db_user: 'ann', db_password: 'p@ss-4711', db_name: 'shop' },
  });
});

test('the same as the variables of libpq, with the port that is usual and the database of the user', () => {
  expect(libpqVariables('postgresql://ann:geheim-4712@127.0.0.1')).toEqual({
    ...{ PGHOST: '127.0.0.1', PGPORT: '5432', PGUSER: 'ann', PGPASSWORD: 'geheim-4712', PGDATABASE: 'ann' },
  });
  expect(hideSecrets('connecting as ann with geheim-4712')).toBe('connecting as ann with ***');
});

test.each([
  ['postgresql://u:p@h:1/db?ssl=require', 'postgresql+asyncpg', 'postgresql+asyncpg://u:p@h:1/db?ssl=require'],
  ['postgresql+psycopg://u@h/db', 'postgres', 'postgres://u@h/db'],
])('%s under the scheme %s', (address, scheme, expected) => expect(withScheme(address, scheme)).toBe(expected));

test('name=value pairs have no scheme', () => {
  expect(() => withScheme('host=h dbname=db', 'postgresql+asyncpg')).toThrow(
    expect.objectContaining({ exitCode: 2, hint: expect.stringContaining('{db_host}') }),
  );
});
