import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DuetError, formatWhere, Interrupted, maskPasswords, maskVariable } from './errors.ts';

/** What people put into addresses, encoded or not; anything but white space and quotes, which end an address. */
const secret = fc
  .string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 30 })
  .map((text) => text.replace(/[\s"]/g, '!'))
  .filter((text) => text !== '***');
const scheme = fc.constantFrom('postgresql', 'postgres', 'http', 'https', 'redis', 'postgresql+psycopg');

test('no password of an address survives, wherever it stands in the text', () => {
  fc.assert(
    fc.property(scheme, secret, fc.constantFrom('', 'duet', 'a.b'), fc.lorem(), (kind, password, user, words) => {
      const masked = maskPasswords(`${words} ${kind}://${user}:${password}@127.0.0.1:5432/db ${words}`);
      expect(masked).not.toContain(password);
      expect(masked).toContain('@127.0.0.1:5432/db');
      expect(masked.startsWith(words)).toBe(true);
    }),
  );
});

test('an encoded password does not survive either', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 8 }).map(encodeURIComponent), (password) => {
      expect(maskPasswords(`cannot reach postgresql://u:${password}@h/db`)).not.toContain(password);
    }),
  );
});

test.each([
  ['postgresql://h/db?user=u&password=geheim123&sslmode=off', 'postgresql://h/db?user=u&password=***&sslmode=off'],
  ['host=h password=geheim123 dbname=d', 'host=h password=*** dbname=d'],
  ['tune pool --env DB_PASSWORD=geheim123 --env api_key=geheim', 'tune pool --env DB_PASSWORD=*** --env api_key=***'],
  ["--header 'Authorization: Bearer a b c' --rate 5", "--header 'Authorization: ***' --rate 5"],
  ['{"x-api-key: abc"}', '{"x-api-key: ***"}'],
  ['svc --db-password geheim123 --port 1', 'svc --db-password *** --port 1'],
  ["svc --token 'two words' --port 1", 'svc --token *** --port 1'],
  ['POST /login {"name":"ada","password":"ge\\"heim"}', 'POST /login {"name":"ada","password":"***"}'],
  ['{"api-key": 12345, "n": 1}', '{"api-key": "***", "n": 1}'],
  ['a postgresql://u:one@h b postgresql://v:two@h', 'a postgresql://u:***@h b postgresql://v:***@h'],
  ['{"url":"postgresql://u:one@h","mail":"x@y"}', '{"url":"postgresql://u:***@h","mail":"x@y"}'],
])('%s', (text, masked) => expect(maskPasswords(text)).toBe(masked));

test.each([
  'http://127.0.0.1:3000/health',
  'the password: it is wrong',
  'postgresql://duet@127.0.0.1/db',
  'at 12:30 mail a@b',
  'node:http',
  'svc --token-limit 5 --password --port 1',
  '{"tokens": 5}',
])('nothing to hide in %s', (text) => expect(maskPasswords(text)).toBe(text));

test.each<[name: string, value: string, shown: string]>([
  ['PGPASSWORD', 'two words', '***'],
  ...['AUTH_TOKEN', 'SECRET_KEY', 'SECRET_KEY_BASE', 'AWS_SECRET_ACCESS_KEY', 'DB_PASS', 'MYSQL_PWD'].map(
    (name): [string, string, string] => [name, 'x', '***'],
  ),
  ['DATABASE_URL', 'postgresql://u:geheim@h/db', 'postgresql://u:***@h/db'],
  ['POOL_SIZE', '{pool_size}', '{pool_size}'],
  ['PASSWORD_FILE', '/run/x', '/run/x'],
])('the variable %s=%s is shown as %s', (name, value, shown) => expect(maskVariable(name, value)).toBe(shown));

test('masking twice changes nothing more', () => {
  const once = maskPasswords('postgresql://u:geheim123@h/db');
  expect(maskPasswords(once)).toBe(once);
});

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
  [{ pattern: 'pooling', stack: 'node', variant: 'after', side: 'head' }, 'pooling/node/after of head'],
])('%j is said as "%s"', (where, text) => expect(formatWhere(where)).toBe(text));
