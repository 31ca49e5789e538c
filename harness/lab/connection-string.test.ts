import { expect, test } from 'vitest';
import { isPlainAddress, readConnectionString } from './connection-string.ts';

const read = (text: string) => Object.fromEntries(readConnectionString(text));

test.each<[text: string, settings: Record<string, string>]>([
  ['postgresql://u:p@h:5433/db', { host: 'h', port: '5433', dbname: 'db', user: 'u', password: 'p' }],
  ['postgres://h', { host: 'h' }],
  ['postgresql://', {}],
  ['postgresql:///db', { dbname: 'db' }],
  ['postgresql://u@/db?host=/var/run/postgresql', { user: 'u', dbname: 'db', host: '/var/run/postgresql' }],
  ['postgresql://%2Fvar%2Frun%2Fpostgresql/db', { host: '/var/run/postgresql', dbname: 'db' }],
  ['postgresql://[2001:db8::1]:5433/db', { host: '2001:db8::1', port: '5433', dbname: 'db' }],
  // Several hosts: libpq has a list, SQLAlchemy repeats the parameter.
  ['postgresql://a:1,b:2/db', { host: 'a,b', port: '1,2', dbname: 'db' }],
  ['postgresql://a,b/db?target_session_attrs=primary', { host: 'a,b', dbname: 'db', target_session_attrs: 'primary' }],
  ['postgresql://u@/db?host=a&host=b', { user: 'u', dbname: 'db', host: 'a,b' }],
  // Drivers.
  [
    'postgresql+asyncpg://u:p@h/db?ssl=require',
    { host: 'h', dbname: 'db', user: 'u', password: 'p', sslmode: 'require' },
  ],
  ['postgres+psycopg2://h/db', { host: 'h', dbname: 'db' }],
  ['postgresql+asyncpg://h/db?prepared_statement_cache_size=0', { host: 'h', dbname: 'db' }],
  // TLS by other names.
  ['postgresql://h/db?ssl=true', { host: 'h', dbname: 'db', sslmode: 'require' }],
  ['postgresql://h/db?ssl=0', { host: 'h', dbname: 'db', sslmode: 'disable' }],
  ['postgresql://h/db?sslaccept=accept_invalid_certs', { host: 'h', dbname: 'db', sslmode: 'no-verify' }],
  // Passwords.
  ['postgresql://u:p%40%2F%23%25@h/db', { host: 'h', dbname: 'db', user: 'u', password: 'p@/#%' }],
  ['postgresql://u:p#x?y@h/db', { host: 'h', dbname: 'db', user: 'u', password: 'p#x?y' }],
  ['postgresql://u:p/x@h:5433/db', { host: 'h', port: '5433', dbname: 'db', user: 'u', password: 'p/x' }],
  ['postgresql://u:p@x@h/db', { host: 'h', dbname: 'db', user: 'u', password: 'p@x' }],
  ['postgresql://u:100%@h/db', { host: 'h', dbname: 'db', user: 'u', password: '100%' }],
  ['postgresql://h/db?user=u&password=p%20q', { host: 'h', dbname: 'db', user: 'u', password: 'p q' }],
  ['postgresql://h/db?options=-csearch_path%3Da@b', { host: 'h', dbname: 'db', options: '-csearch_path=a@b' }],
  // Pairs.
  ['host=h port=5433 dbname=db user=u', { host: 'h', port: '5433', dbname: 'db', user: 'u' }],
  ["host = h  password = 'a \\'b\\\\ c'", { host: 'h', password: "a 'b\\ c" }],
  ['host=a,b password=a\\ b application_name=x', { host: 'a,b', password: 'a b' }],
  ["dbname='' host=/tmp", { dbname: '', host: '/tmp' }],
])('%s', (text, settings) => expect(read(text)).toEqual(settings));

test.each<[text: string, message: string]>([
  ['mysql://u:geheim@h/db', 'mysql:// is no address of a PostgreSQL'],
  ['db', 'it is neither an address nor name=value'],
  ["host=h password='geheim dbname=db", 'what follows host at character 7 is no name=value'],
  ['host=h dbname=db geheim', 'what follows dbname at character 17 is no name=value'],
  ['postgresql://u:geheim@h:port/db', 'no host with a port'],
  ['postgresql://h/db?sslmod=require', 'there is no parameter sslmod'],
  ['postgresql://h/db?sslmode=required', 'there is no sslmode required'],
  ['service=geheim', 'service names a file that duet does not read'],
  ['postgresql://h/db?connect_timeout', 'the parameter connect_timeout has no value'],
])('of %s the part is named that is not understood', (text, message) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }));
  expect(() => read(text)).not.toThrow('geheim');
});

test('what the services of duet take', () => {
  expect(['postgresql://u:p@h/db', 'postgres://h'].map(isPlainAddress)).toEqual([true, true]);
  const others = ['host=h', 'postgresql+asyncpg://h/db', 'postgresql://a:1,b:2/db', 'postgresql:///db'];
  expect(others.filter(isPlainAddress)).toEqual([]);
});
