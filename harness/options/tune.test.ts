import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { ARRIVALS, WORKLOADS } from '../results/name-lists.ts';
import { addTuneOptions, TUNE_OPTIONS, type TuneOptions } from './tune.ts';
import { refuseImpossible } from './tune-refusals.ts';
import { ownSubjects } from './tune-target.ts';

function parsed(...given: string[]): Command {
  const command = addTuneOptions(new Command('pool').exitOverride().configureOutput({ writeErr: () => {} }));
  command.action(() => {});
  return command.parse(given, { from: 'user' });
}

const parse = (...given: string[]) => parsed(...given).opts<TuneOptions>();

test('nothing given: both stacks under the mix, 100 a second at random', () => {
  expect(parse()).toMatchObject({
    rate: 100,
    arrivals: 'poisson',
    workload: ['mix'],
    stack: ['node', 'python'],
    form: ['async'],
    rtt: 0,
    grid: false,
    timeBudget: 120_000,
    timeoutStatus: 503,
    readyTimeout: 30_000,
  });
  expect(parse().p99).toBeUndefined();
  expect(parse().processes).toBeUndefined();
});

test('every option is declared by the name that its flag has in camelCase', () => {
  expect(parsed().options.map((one) => one.attributeName())).toEqual(Object.keys(TUNE_OPTIONS));
});

test('a name that is given twice adds to the first, and never to the fallback', () => {
  expect(parse('--workload', 'hold', '--workload', 'cpu')).toMatchObject({ workload: ['cpu', 'hold'] });
  expect(parse('--form', 'def')).toMatchObject({ form: ['def'] });
  expect(parse('--stack', 'both', '--stack', 'node')).toMatchObject({ stack: ['node', 'python'] });
});

test.each([
  ['--p99', '100ms', { p99: 100 }],
  ['--p99', '1.5s', { p99: 1_500 }],
  ['--p99', '0.5 ms', { p99: 0.5 }],
  ['--rate', '0.5', { rate: 0.5 }],
  ['--rate', '100000', { rate: 100_000 }],
  ['--workload', 'all', { workload: [...WORKLOADS] }],
  ['--stack', 'both', { stack: ['node', 'python'] }],
  ['--rtt', '20', { rtt: 20 }],
  ['--ready-timeout', '1m', { readyTimeout: 60_000 }],
  ['--env', 'A={pool_size}=1', { env: { A: '{pool_size}=1' } }],
  ['--header', 'Accept: a:b', { header: { Accept: 'a:b' } }],
])('%s %s gives %j', (option, value, expected) => expect(parse(option, value)).toMatchObject(expected));

test('--env, --header, --expect and --allow-host can be repeated', () => {
  const line = ['--env', 'A=1', '--env', 'B={port}', '--allow-host', 'a', '--allow-host', 'b'];
  expect(parse(...line)).toMatchObject({ env: { A: '1', B: '{port}' }, allowHost: ['a', 'b'] });
  expect(parse('--header', 'A:1', '--header', 'B:2')).toMatchObject({ header: { A: '1', B: '2' } });
  expect(parse('--expect', 'json:data', '--expect', 'json:errors=')).toMatchObject({
    expect: ['json:data', 'json:errors='],
  });
});

describe('what is refused, and with which words', () => {
  test.each([
    ['--rate', '0', 'above 0'],
    ['--rate', '-1', 'above 0'],
    ['--rate', 'many', 'above 0'],
    ['--rate', '1e9', 'above 0'],
    ['--p99', '100', 'with its unit such as 100ms'],
    ['--p99', '0ms', 'with its unit such as 100ms'],
    ['--p99', '2m', 'with its unit such as 100ms'],
    ['--header', 'Accept', 'look like "Name: value"'],
    ['--processes', '0', 'from 1 to 1000'],
    ['--workload', 'hodl', 'Did you mean "hold"?'],
    ['--stack', 'pyton', 'Did you mean "python"?'],
    ['--form', 'asinc', 'Did you mean "async"?'],
    ['--arrivals', 'posson', `Did you mean "poisson"? Valid: ${ARRIVALS.join(', ')}.`],
    ['--rtt', '3', 'one of 0, 1, 5, 20'],
    ['--max-connections', '0', 'from 1 to'],
    ['--env', 'POOL_SIZE', 'NAME=value'],
    ['--expect', 'data', 'begin with contains: or json:'],
    ['--expect', 'json:data..id', 'A path is names'],
    ['--timeout-status', '200', 'from 400 to 599'],
    ['--time-budget', 'soon', 'such as 90s'],
    ['--ready-timeout', '35', 'such as 90s'],
  ])('%s %s: %s', (option, value, words) => expect(() => parse(`${option}=${value}`)).toThrow(words));
});

describe('what contradicts itself', () => {
  const command = ['--command', 'serve {port}'];
  const request = ['--request', 'GET /'];
  test.each([
    [['--request', 'GET /'], '--request is for a service of your own'],
    [['--env', 'A=1'], '--env is for a service of your own'],
    [['--expect', 'json:data'], '--expect is for a service of your own'],
    [['--hook', 'x'], '--hook is for a service of your own'],
    [['--ready-timeout', '60s'], '--ready-timeout is for a service of your own'],
    [['--stack', 'node', '--form', 'def'], '--form def is for Python'],
    [command, '--command needs --request'],
    [[...command, ...request, '--take', 'token=json:token'], '--take needs a request'],
    [['--first', 'POST /login'], '--first is for a service of your own'],
    [
      [...command, ...request, '--migrate', 'x'],
      '--migrate fills the PostgreSQL that duet starts, and none is started',
    ],
    [['--url', 'http://127.0.0.1:1'], '--url needs --request'],
    [[...command, ...request, '--url', 'http://127.0.0.1:1'], 'leave one of them out'],
    [[...command, ...request, '--workload', 'hold'], "--workload chooses among duet's own services"],
    [[...command, ...request, '--stack', 'node'], "--stack chooses among duet's own services"],
    [[...command, ...request, '--hook', 'x'], '--hook is for --url'],
    [['--url', 'http://127.0.0.1:1', ...request, '--env', 'A=1'], '--env is for --command'],
    [['--rate', '3', '--processes', '4'], 'less than one per second'],
    [['--max-connections', '3'], '3 are reserved for superusers, and 1 process needs one each'],
    [['--max-connections', '6', '--processes', '4'], '4 processes need one each'],
  ])('%j: %s', (given, words) => {
    const { message, hint } = refusalOf(given);
    expect(`${message}; ${hint}`).toContain(words);
  });

  test('--max-connections with a PostgreSQL that duet does not start', () => {
    const { message } = refusalOf(['--max-connections', '50'], { DATABASE_URL: 'postgresql://x@127.0.0.1/y' });
    expect(message).toContain('DATABASE_URL has its own');
  });

  test.each([
    [[]],
    [['--form', 'def']],
    [['--stack', 'python', '--form', 'def,async']],
    [['--max-connections', '4']],
    [[...command, ...request, '--env', 'A={pool_size}', '--cwd', '.', '--rate', '20', '--p99', '1s']],
    [['--url', 'http://127.0.0.1:1', ...request, '--hook', 'x']],
  ])('%j is fine', (given) => expect(() => refuseImpossible(parsed(...given), {})).not.toThrow());

  function refusalOf(given: string[], environment: NodeJS.ProcessEnv = {}): { message: string; hint?: string } {
    try {
      refuseImpossible(parsed(...given), environment);
    } catch (error) {
      return error as { message: string; hint?: string };
    }
    throw new Error(`${given.join(' ')} was not refused`);
  }
});

test("the services: a workload's stacks follow each other, and Node has no def", () => {
  const subjects = ownSubjects(parse('--workload', 'cpu,hold', '--form', 'async,def'));
  expect(subjects.map(({ workload, stack, form }) => `${workload} ${stack} ${form}`)).toEqual([
    'cpu node async',
    'cpu python async',
    'cpu python def',
    'hold node async',
    'hold python async',
    'hold python def',
  ]);
  expect(ownSubjects(parse('--form', 'def')).map(({ stack }) => stack)).toEqual(['python']);
});

test.each<[string[], Record<string, string>, string]>([
  [['--pool-mode', 'session'], {}, '--pool-mode is for a pooler that duet starts'],
  [['--pooler-command', 'x'], {}, '--pooler-command is for a pooler that duet starts'],
  [['--pooler', 'pgbouncer'], { DATABASE_URL: 'postgresql://h' }, 'DATABASE_URL names another one'],
  [['--pooler', 'pgbouncer', '--command', 'x', '--request', 'GET /'], {}, 'none is started for this service'],
])('%j is refused', (given, environment, message) => {
  expect(() => refuseImpossible(parsed(...given), environment)).toThrow(message);
});
