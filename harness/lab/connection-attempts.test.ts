import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectionAttempts } from './connection-attempts.ts';

let dir: string;
let ca: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet-attempts-'));
  ca = path.join(dir, 'ca.crt');
  writeFileSync(ca, 'a certificate');
});
afterAll(() => rmSync(dir, { recursive: true }));

/** "host:port" and with which TLS, of every attempt in its order. */
const attemptsOf = (text: string, environment: NodeJS.ProcessEnv = {}) =>
  connectionAttempts(text, environment).map((ofHost) =>
    ofHost.map(({ host, port, ssl }) => `${host}:${port} ${typeof ssl === 'object' ? kindOf(ssl) : ssl}`),
  );
const kindOf = (tls: ConnectionOptions) =>
  tls.rejectUnauthorized === false ? 'anybody' : `checked by ${tls.ca ?? 'the system'}`;

test.each([
  ['postgresql://h/db', [['h:5432 false', 'h:5432 anybody']]],
  ['postgresql://h/db?sslmode=disable', [['h:5432 false']]],
  ['postgresql://h/db?sslmode=prefer', [['h:5432 anybody', 'h:5432 false']]],
  ['postgresql://h/db?ssl=require', [['h:5432 anybody']]],
  ['postgresql://h/db?sslmode=no-verify', [['h:5432 anybody']]],
  ['postgresql://h/db?sslmode=verify-full', [['h:5432 checked by the system']]],
  ['postgresql://h/db?sslmode=verify-full&sslrootcert=system', [['h:5432 checked by the system']]],
  ['host=/tmp sslmode=require', [['/tmp:5432 false']]],
  ['postgresql://a:1,b/db?sslmode=disable', [['a:1 false'], ['b:5432 false']]],
  ['host=a,b port=7 sslmode=disable', [['a:7 false'], ['b:7 false']]],
  ['host=h hostaddr=10.0.0.1 sslmode=disable', [['10.0.0.1:5432 false']]],
])('%s is tried as %j', (text, attempts) => expect(attemptsOf(text)).toEqual(attempts));

test('with a root certificate, require is more than anybody', () => {
  for (const mode of ['require', 'verify-ca', 'verify-full']) {
    expect(attemptsOf(`postgresql://h/db?sslmode=${mode}&sslrootcert=${ca}`)).toEqual([
      ['h:5432 checked by a certificate'],
    ]);
  }
});

test('what is not said comes from the variables of libpq', () => {
  const environment = { PGHOST: 'h', PGPORT: '7', PGUSER: 'u', PGDATABASE: 'd', PGSSLMODE: 'disable' };
  expect(attemptsOf('postgresql://', environment)).toEqual([['h:7 false']]);
  expect(connectionAttempts('postgresql://', environment)[0]?.[0]).toMatchObject({ user: 'u', database: 'd' });
  expect(connectionAttempts('postgresql://v@/', { PGHOST: 'h' })[0]?.[0]).toMatchObject({ user: 'v', database: 'v' });
});

test.each([
  ['host=a,b,c port=1,2', 'it has 3 hosts and 2 ports'],
  ['host=h port=70000', '70000 is not a port'],
  ['host=h sslmode=verify-full sslrootcert=/no/such.crt', 'sslrootcert=/no/such.crt cannot be read'],
])('%s is refused: %s', (text, message) => {
  expect(() => attemptsOf(text)).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }),
  );
});
