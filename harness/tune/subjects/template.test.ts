import { expect, test } from 'vitest';
import { fill, placeholdersIn, settingValues, toldBy } from './template.ts';

const values = { port: 4711, ...settingValues({ size: 6, overflow: 2, timeout_ms: 500 }) };

test('every placeholder of a setting has its value', () => {
  expect(fill('{pool_size} {max_overflow} {pool_max} {pool_timeout_ms} {pool_timeout_s} {port}', values)).toBe(
    '6 2 8 500 0.5 4711',
  );
});

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

test('whole seconds are rounded up, and the service is known to be told no others', () => {
  const whole = (timeout_ms: number) =>
    fill('{pool_timeout_whole_s}', settingValues({ size: 1, overflow: 0, timeout_ms }));
  expect([500, 1_000, 2_500].map(whole)).toEqual(['1', '1', '3']);
  expect(toldBy(new Set(['pool_max', 'pool_timeout_whole_s']))).toEqual({ untold: ['overflow'], timeoutStepMs: 1_000 });
  expect(toldBy(new Set(['pool_max', 'pool_timeout_s']))).toEqual({ untold: ['overflow'] });
});
