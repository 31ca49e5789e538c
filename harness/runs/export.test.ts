import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addExportOptions, type ExportOptions } from '../options/export.ts';
import { GENERATORS, type Generator } from '../results/load-export.ts';
import { exportLoad } from './export.ts';

let dir: string;
let said: string;
beforeEach(() => {
  // Folders that begin with "duet-" are duet's own there, and have hints of their own.
  dir = mkdtempSync(path.join(os.tmpdir(), 'export of duet-'));
  said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dir, { recursive: true, force: true });
});

const exported = () => path.join(dir, 'exported');
const read = (name: string) => readFileSync(path.join(exported(), name), 'utf8');
const targets = () =>
  read('targets.json')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** What is typed after the name of the load generator. */
async function exporting(generator: Generator, ...typed: string[]): Promise<void> {
  const command = addExportOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  command.parse(['--dir', exported(), ...typed], { from: 'user' });
  await exportLoad(generator, command.opts<ExportOptions>());
}

const SECRET = 'Bearer s3cr3t-t0ken';

/** A service of the reader's in the folder. */
function configured(more: object = {}): string {
  const file = path.join(dir, 'duet.config.json');
  const requests = {
    list: 'GET /orders?page={n:1-3}',
    order: { request: 'POST /orders {"id": {n}, "name": "my-pr1vate-name"}', headers: { 'X-Shop': 'shop-{uuid}' } },
  };
  const config = { start: 'node server.js --port {port}', headers: { Authorization: SECRET }, requests, ...more };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

describe.each(GENERATORS)('for %s', (generator) => {
  test('a cell is written with its requests and what sends them', async () => {
    await exporting(
      generator,
      '--cell',
      'pooling/after',
      '--url',
      'http://10.0.0.7:8080/',
      '--rate',
      '100',
      '--workers',
      '3',
    );
    const manifest = { vegeta: ['job.yaml'], k6: ['script.js', 'test-run.yaml'] }[generator];
    expect(readdirSync(exported()).toSorted()).toEqual(['README.md', 'targets.json', ...manifest].toSorted());
    const all = targets();
    expect(all).toHaveLength(6_000);
    expect(all.slice(0, 2).map(({ url }) => url)).toEqual([
      'http://10.0.0.7:8080/pooling/after/users/1',
      'http://10.0.0.7:8080/pooling/after/users/2',
    ]);
    expect(said).toContain(`pooling/after in Node with ${generator}: 100 requests per second for 60 s, from 3 pods`);
    expect(said).toContain(path.join(exported(), 'README.md'));
  });

  test('what is secret is in the file of the requests alone, which is private', async () => {
    await exporting(generator, '--config', configured(), '--request', 'order', '--rate', '10');
    for (const name of readdirSync(exported())) {
      const text = read(name);
      for (const secret of [SECRET, 'my-pr1vate-name', Buffer.from('my-pr1vate-name').toString('base64')]) {
        expect([name, name !== 'targets.json' && text.includes(secret)]).toEqual([name, false]);
      }
    }
    expect(read('targets.json')).toContain(SECRET);
    expect(statSync(path.join(exported(), 'targets.json')).mode & 0o777).toBe(0o600);
    expect(said).not.toContain('s3cr3t');
  });
});

describe('a request of the reader’s service', () => {
  const bodies = () => targets().map(({ body }) => JSON.parse(Buffer.from(body, 'base64').toString()).id);

  test('with numbers of its own has a target for each request, the same for the same seed', async () => {
    const config = configured();
    const line = ['--config', config, '--request', 'order', '--rate', '20', '--duration', '5s', '--seed', '7'];
    await exporting('vegeta', ...line);
    const ids = bodies();
    expect(new Set(ids).size).toBe(100);
    expect(new Set(targets().map(({ header }) => header['x-shop'][0])).size).toBe(100);
    await exporting('vegeta', ...line, '--force');
    expect(bodies()).toEqual(ids);
    await exporting('vegeta', ...line.slice(0, -1), '8', '--force');
    expect(bodies()).not.toEqual(ids);
  });

  test('that may be repeated counts as in a load of duet', async () => {
    await exporting('vegeta', '--config', configured(), '--request', 'list', '--rate', '1', '--duration', '8s');
    expect(targets().map(({ url }) => new URL(url).search)).toEqual([1, 2, 3, 1, 2, 3, 1, 2].map((n) => `?page=${n}`));
  });

  test.each([
    ['a name that there is not', ['--request', 'ordre'], {}, 'did you mean "order"'],
    [
      'one that needs the answer of another',
      ['--request', 'list'],
      { first: { request: 'POST /login', take: { token: 'json:token' } } },
      'leave `first` out',
    ],
    ['more numbers than fit', ['--request', 'order'], {}, 'a shorter --duration'],
  ])('is refused: %s', async (_, typed, config, hint) => {
    const exportation = exporting('vegeta', '--config', configured(config), ...typed);
    await expect(exportation).rejects.toMatchObject({ exitCode: 2, hint: expect.stringContaining(hint) });
    expect(readdirSync(dir)).toEqual(['duet.config.json']);
  });
});

test.each([
  ['nothing to send', [], 'nothing says which requests are sent'],
  ['two loads', ['--cell', 'pooling/after', '--request', 'order'], 'two different loads'],
  ['a variant that there is not', ['--cell', 'pooling/aftr'], 'no variant aftr in the node service'],
  ['a variant of the other stack', ['--cell', 'pooling/nullpool'], 'no variant nullpool in the node service'],
  ['a cell that needs a run', ['--cell', 'streaming/after'], 'cannot be exported'],
])('%s is refused', async (_, typed, message) => {
  await expect(exporting('vegeta', ...typed)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(message),
  });
});

test.each([
  ['a file', 'dir'],
  ['what lies under a file', 'dir/below'],
])('%s is no folder to export to: nothing is written', async (_, name) => {
  writeFileSync(path.join(dir, 'dir'), 'mine');
  const at = path.join(dir, name);
  const exportation = exporting('vegeta', '--cell', 'batching/after', '--rate', '1', '--dir', at, '--force');
  await expect(exportation).rejects.toMatchObject({
    message: expect.stringContaining(`cannot make the folder ${at}`),
    hint: expect.stringContaining('--dir'),
  });
  expect(readFileSync(path.join(dir, 'dir'), 'utf8')).toBe('mine');
});

test('a folder with something in it is left alone unless --force is given', async () => {
  mkdirSync(exported());
  writeFileSync(path.join(exported(), 'notes.txt'), 'mine');
  const line = ['--cell', 'batching/after', '--rate', '1', '--duration', '4s'];
  await expect(exporting('vegeta', ...line)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('is not empty'),
  });
  expect(readdirSync(exported())).toEqual(['notes.txt']);
  await exporting('vegeta', ...line, '--force');
  expect(read('notes.txt')).toBe('mine');
  expect(targets()).toHaveLength(4);
});

test.each([
  ['--cell', 'pooling'],
  ['--cell', 'poling/after'],
  ['--url', 'service:8080'],
  ['--url', 'http://service/?page=1'],
  ['--url', 'http://service\n# a line of its own'],
  ['--rate', '0'],
  ['--duration', '1.5s'],
  ['--workers', '0'],
  ['--service', 'ruby'],
])('%s %s is no value', async (option, value) => {
  await expect(exporting('vegeta', option, value)).rejects.toMatchObject({ code: 'commander.invalidArgument' });
});
