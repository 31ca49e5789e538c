import { expect, test } from 'vitest';
import { fill, placeholdersIn } from './command-placeholders.ts';

const values = { port: 4711, pool_max: 8 };

test('a placeholder may stand within a word, and twice', () => {
  expect(fill('--pool=min:1,max:{pool_max}/{pool_max}', values)).toBe('--pool=min:1,max:8/8');
});

test('what belongs to JSON or to a shell is left alone', () => {
  const template = `{"pool": {"max": {pool_max}}} \${HOME} {} { port }`;
  expect([...placeholdersIn('--env', template)]).toEqual(['pool_max']);
  expect(fill(template, values)).toBe(`{"pool": {"max": 8}} \${HOME} {} { port }`);
});

test('a value is not taken for a template', () => {
  expect(fill('{database_url} {port}', { database_url: 'postgresql://h/{port}$&', port: 1 })).toBe(
    'postgresql://h/{port}$& 1',
  );
});

test('the placeholders of several templates', () => {
  expect(placeholdersIn('--env', '{port} {port}', 'none', '{pool_size}')).toEqual(new Set(['port', 'pool_size']));
});

test('one that there is not is refused with the nearest and all that there are', () => {
  expect(() => placeholdersIn('--env POOL', '{poolsize}')).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: '--env POOL: there is no placeholder {poolsize}',
      hint: expect.stringMatching(/^did you mean \{pool_size\}\? There are \{port\}, .*\{pool_timeout_s\}/),
    }),
  );
});

test('an address under another scheme', () => {
  const template = 'DB={database_url:postgresql+asyncpg} {database_url:postgres} {database_url} {database_url:7}';
  expect([...placeholdersIn('--env', template)]).toEqual(['database_url']);
  expect(fill(template, { database_url: 'postgresql://u@h/db' })).toBe(
    'DB=postgresql+asyncpg://u@h/db postgres://u@h/db postgresql://u@h/db {database_url:7}',
  );
  expect(() => placeholdersIn('--env', '{db_host:postgresql+asyncpg}')).toThrow(
    expect.objectContaining({ exitCode: 2, hint: '{database_url:postgresql+asyncpg}' }),
  );
});
