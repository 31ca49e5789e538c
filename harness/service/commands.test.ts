import { execaSync } from 'execa';
import { expect, test } from 'vitest';
import { checkCommands, commandWords, filledVariables, type ServiceCommands } from './commands.ts';

const commands = (more: Partial<ServiceCommands> = {}): ServiceCommands => ({
  start: 'node server.js {port}',
  buildTimeoutMs: 60_000,
  readyTimeoutMs: 30_000,
  ...more,
});

test.each<[string, Partial<ServiceCommands>]>([
  ['only what is needed', {}],
  ['the port in a variable', { start: 'node server.js', env: { PORT: '{port}', POOL: '{pool_size}' } }],
  [
    'a database',
    {
      env: { URL: '{database_url:postgresql+asyncpg}' },
      database: { from: 'duet', migrate: 'psql {database_url} -f a.sql' },
    },
  ],
  ['a build that a shell carries out', { build: 'npm ci && npm run build' }],
])('allowed: %s', (_, more) => expect(() => checkCommands(commands(more))).not.toThrow());

test.each<[string, Partial<ServiceCommands>, string]>([
  ['no port', { start: 'node server.js' }, 'neither `start` nor `env` has {port}'],
  ['the size of a pool in `start`', { start: 'run {port} {pool_size}' }, '`start` has {pool_size}'],
  ['a placeholder that there is not', { env: { A: '{prot}' } }, '`env`, A: there is no placeholder {prot}'],
  ['a shell in `start`', { start: 'cd app && node server.js {port}' }, '`start`: && needs a shell'],
  ['an assignment in `start`', { start: 'PORT={port} npm start' }, '`start` begins with an assignment'],
  ['a port in `build`', { build: 'make {port}' }, '`build` has {port}, which has no value there'],
  ['a database that there is not', { env: { A: '{db_host}' } }, 'there is no {db_host}'],
  ['`ready` without a slash', { ready: 'health' }, '`ready`, health, must begin with a /'],
  ['`cwd` elsewhere', { cwd: '/srv/app' }, '`cwd`, /srv/app, is not in the checkout'],
])('refused: %s', (_, more, message) =>
  expect(() => checkCommands(commands(more))).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }),
  ),
);

test('a command without operators needs no shell', () => {
  expect(
    commandWords('`migrate`', 'psql "{database_url}" -f a.sql', { database_url: 'postgresql://h/d?a=1&b=2' }),
  ).toEqual({
    words: ['psql', 'postgresql://h/d?a=1&b=2', '-f', 'a.sql'],
    env: {},
  });
});

test.each(['true && printf %s {database_url}', 'true && printf %s "{database_url}"', 'printf %s "$X{database_url}"'])(
  'no value of a placeholder is taken for an operator of the shell: %s',
  (line) => {
    const { words, env } = commandWords('`migrate`', line, { database_url: 'postgresql://h/d?a=$(id)&b=2' });
    const [program, ...args] = words;
    expect(execaSync(program, args, { env }).stdout).toBe('postgresql://h/d?a=$(id)&b=2');
  },
);

test.each(['A=1 true', 'echo `date`', 'ls *.ts', 'echo $HOME', 'a; b', 'a > b'])('a shell carries out: %s', (line) => {
  expect(commandWords('`build`', line, {}).words).toEqual(['sh', '-c', line]);
});

test('a variable whose placeholders have no value here is left out', () => {
  const env = { PORT: '{port}', URL: '{database_url}', POOL: '{pool_size}', MODE: 'production' };
  expect(filledVariables(env, { database_url: 'postgresql://h/d' })).toEqual({
    URL: 'postgresql://h/d',
    MODE: 'production',
  });
});
