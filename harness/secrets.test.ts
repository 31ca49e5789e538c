import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hideSecrets, shownCommand, shownHeader, shownHeaderLine, shownRequest, shownVariable } from './secrets.ts';

/** What people put into addresses, encoded or not; anything but white space and quotes, which end an address. */
const secret = fc
  .string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 30 })
  .map((text) => text.replace(/[\s"]/g, '!'))
  .filter((text) => text !== '***');
const scheme = fc.constantFrom('postgresql', 'postgres', 'http', 'https', 'redis', 'postgresql+psycopg');

test('no password of an address survives, wherever it stands in the text', () => {
  fc.assert(
    fc.property(scheme, secret, fc.constantFrom('', 'duet', 'a.b'), fc.lorem(), (kind, password, user, words) => {
      const masked = hideSecrets(`${words} ${kind}://${user}:${password}@127.0.0.1:5432/db ${words}`);
      expect(masked).not.toContain(password);
      expect(masked).toContain('@127.0.0.1:5432/db');
      expect(masked.startsWith(words)).toBe(true);
    }),
  );
});

test('an encoded password does not survive either', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 8 }).map(encodeURIComponent), (password) => {
      expect(hideSecrets(`cannot reach postgresql://u:${password}@h/db`)).not.toContain(password);
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
])('%s', (text, masked) => expect(hideSecrets(text)).toBe(masked));

test.each([
  'http://127.0.0.1:3000/health',
  'the password: it is wrong',
  'postgresql://duet@127.0.0.1/db',
  'at 12:30 mail a@b',
  'node:http',
  'svc --token-limit 5 --password --port 1',
  '{"tokens": 5}',
])('nothing to hide in %s', (text) => expect(hideSecrets(text)).toBe(text));

test.each<[name: string, value: string, shown: string]>([
  ...['PGPASSWORD', 'SIGNING_KEY', 'RAILS_MASTER_KEY', 'SENTRY_DSN', 'STRIPE', 'PIN'].map(
    (name): [string, string, string] => [name, 'two words', '***'],
  ),
  ['SENTRY_DSN', 'https://abcdefgh@o1.ingest.sentry.io/2', '***'],
  ['REDIS_URL', 'redis://:geheim99@h', '***'],
  ['PIN', '1234', '***'],
  ['TOKEN_MAX', 'abc', '***'],
  ['DATABASE_URL', 'postgresql://u:geheim@h/db?sslmode=require&x=abc', 'postgresql://u:***@h/db?sslmode=require&x=***'],
  ['DATABASE_URL', 'postgresql://u:a b"c@d@h/db', 'postgresql://u:***@h/db'],
  ['DATABASE_URL', "host=/tmp user=u password='two words' passfile=x", 'host=/tmp user=u password=*** passfile=***'],
  ['DATABASE_URL', '{database_url}', '{database_url}'],
  ['DATABASE_URL', '{database_url:postgresql+asyncpg}', '{database_url:postgresql+asyncpg}'],
  ['DB_PASSWORD', '{db_password}', '{db_password}'],
  ['POOL_SIZE', '{pool_size}', '{pool_size}'],
  ['ANY', '{pool_size}+{max_overflow}/{pool_timeout_s}s', '{pool_size}+{max_overflow}/{pool_timeout_s}s'],
  ['ANY', 'http://127.0.0.1:{port}', 'http://127.0.0.1:{port}'],
  ['ANY', 'geheim{port}', '***{port}'],
  ['ANY', '', ''],
  ['PORT', '{port}', '{port}'],
  ['NODE_ENV', 'production', 'production'],
  ['HTTP_HOST', '127.0.0.1', '127.0.0.1'],
  ['LISTEN_ON', 'localhost', 'localhost'],
  ['SHARED_WITH', '10.0.0.17', '***'],
  ['DB_POOL_SIZE', '5', '5'],
  ['DB_POOL_TIMEOUT', '30s', '30s'],
])('the variable %s=%s is shown as %s', (name, value, shown) => expect(shownVariable(name, value)).toBe(shown));

test.each<[name: string, value: string, shown: string]>([
  ...['Authorization', 'X-Session', 'X-Auth', 'Cookie', 'X-Tenant'].map((name): [string, string, string] => [
    name,
    'Bearer x',
    '***',
  ]),
  ['Accept', 'text/html', 'text/html'],
  ['Content-Type', 'text/plain', 'text/plain'],
  ['User-Agent', 'me/1.0', 'me/1.0'],
  ['Idempotency-Key', '{uuid}', '{uuid}'],
  ['X-Id', '{n:1-9}', '{n:1-9}'],
])('the header %s: %s is shown as %s', (name, value, shown) => {
  expect(shownHeader(name, value)).toBe(shown);
  expect(shownHeaderLine(`${name}: ${value}`)).toBe(`${name}: ${shown}`);
});

test.each([
  ['GET /orders/7?page=2&key=abc&sig=1-2&id={n}', 'GET /orders/7?page=2&key=***&sig=***&id={n}'],
  ['GET /a?x[y]=abc&z', 'GET /a?x[y]=***&z'],
  [
    'POST /orders {"id": {n}, "lines": [1, 2], "key": "{uuid}", "note": "secret", "pin": null}',
    'POST /orders {"id": {n}, "lines": [1, 2], "key": "***", "note": "***", "pin": null}',
  ],
  ['POST /login {"name":"ada","passphrase": 1234}', 'POST /login {"name":"***","passphrase": "***"}'],
  ["POST /login {'name':'geheim'}", 'POST /login ***'],
])('the request %s is shown as %s', (line, shown) => expect(shownRequest(line)).toBe(shown));

test.each([
  ['uvicorn app:app --port {port} --no-access-log', 'uvicorn app:app --port {port} --no-access-log'],
  [`sh -c 'SIGNING_KEY=abc exec node x.js'`, `sh -c 'SIGNING_KEY=*** exec node x.js'`],
  ['env FOO="a b" POOL={pool_size} run', 'env FOO="***" POOL={pool_size} run'],
  ['docker run -e FOO=bar -p {port}:80 x', 'docker run -e FOO=*** -p {port}:80 x'],
  ['java -Ddb.pool={pool_max} -jar a.jar', 'java -Ddb.pool={pool_max} -jar a.jar'],
  ['svc --signing-key abc --session=def', 'svc --signing-key *** --session=***'],
  [`curl -H "X-Session: abc" -u me:geheim h/?sig=abc`, `curl -H "X-Session: ***" -u me:*** h/?sig=***`],
])('the command %s is shown as %s', (line, shown) => expect(shownCommand(line)).toBe(shown));

test('what was hidden once is hidden in every text, in whatever form', () => {
  shownHeader('X-Auth', 'Bearer k9-$x/ä"z');
  const text = 'bad token k9-$x/ä"z in k9-%24x%2F%C3%A4%22z, {"t":"k9-$x/ä\\"z"} (Bearer: no)';
  expect(hideSecrets(text)).toBe('bad token *** in ***, {"t":"***"} (Bearer: no)');
});

test('a placeholder beside a secret is shown wherever it stands', () => {
  expect(shownHeader('authorization', 'Bearer {token}')).toBe('***{token}');
  expect(hideSecrets('GET /{token}')).toBe('GET /{token}');
  expect(shownRequest('POST /a {"id": {pick:ids.csv:id}, "t": "{token}"}')).toBe(
    'POST /a {"id": {pick:ids.csv:id}, "t": "{token}"}',
  );
});

test('short values are not looked for: they would be found in every other word', () => {
  shownVariable('ANY', 'abc');
  expect(hideSecrets('abc')).toBe('abc');
});

test('masking twice changes nothing more', () => {
  const once = hideSecrets('postgresql://u:geheim123@h/db');
  expect(hideSecrets(once)).toBe(once);
});
