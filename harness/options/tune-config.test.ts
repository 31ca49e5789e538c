import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addTuneOptions, type TuneOptions } from './tune.ts';
import { applyConfig } from './tune-config.ts';
import type { TuneConfig } from './tune-file.ts';

let file: string;
beforeEach(() => {
  file = path.join(mkdtempSync(path.join(os.tmpdir(), 'duet-tune-config-')), 'duet.tune.json');
});
afterEach(() => rmSync(path.dirname(file), { recursive: true }));

/** The options of a command line beside a config file. */
async function optionsOf(config: TuneConfig, ...typed: string[]): Promise<TuneOptions> {
  writeFileSync(file, JSON.stringify(config));
  const command = new Command('pool');
  addTuneOptions(command).parse(typed, { from: 'user' });
  await applyConfig(command, file);
  return command.opts<TuneOptions>();
}

test('the file says it as if it had been typed', async () => {
  const config = {
    rate: 250,
    p99: '1.5s',
    workload: ['hold', 'cpu'],
    stack: 'node',
    grid: true,
    allowHost: ['a', 'b'],
  };
  expect(await optionsOf(config)).toMatchObject({
    rate: 250,
    p99: 1_500,
    workload: ['cpu', 'hold'],
    stack: ['node'],
    grid: true,
    allowHost: ['a', 'b'],
  });
});

test('what is typed wins', async () => {
  const config = { rate: 250, stack: 'node', request: 'GET /a' };
  const options = await optionsOf(config, '--rate', '100', '--stack', 'python');
  expect(options).toMatchObject({ rate: 100, stack: ['python'], request: 'GET /a' });
});

test('of the variables, each that is typed wins', async () => {
  const { env } = await optionsOf({ env: { POOL: '{pool_size}', N: 4 } }, '--env', 'POOL={pool_max}');
  expect(env).toEqual({ POOL: '{pool_max}', N: '4' });
});

test('the rules for answers are one or several', async () => {
  expect(await optionsOf({ expect: 'json:data' })).toMatchObject({ expect: ['json:data'] });
  const both = ['json:data', 'json:errors='];
  expect(await optionsOf({ expect: both })).toMatchObject({ expect: both });
});

test('of the headers, too', async () => {
  const { header } = await optionsOf({ header: { accept: 'text/html', 'x-tenant': 'a' } }, '--header', 'x-tenant: b:c');
  expect(header).toEqual({ accept: 'text/html', 'x-tenant': 'b:c' });
});

test.each<[TuneConfig, string]>([
  [{ rate: 0 }, 'rate: It must be a number of requests per second, above 0'],
  [{ p99: '100' }, 'p99: It must be a time with its unit'],
  [{ workload: 'hodl' }, 'workload: There is no workload "hodl". Did you mean "hold"'],
  [{ expect: 'data' }, 'expect: It must begin with contains: or json:'],
  [{ timeoutStatus: 200 }, 'timeoutStatus: It must be a whole number from 400'],
])('%o is refused as on the command line: %s', async (config, message) => {
  await expect(optionsOf(config)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
});
