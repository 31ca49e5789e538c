import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SideName } from '../results/schema.ts';
import { type CheckoutOptions, openCheckouts } from './checkout.ts';
import type { Installer } from './installer.ts';
import { makeRepository, type TestRepository } from './testing/repository.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

let repository: TestRepository;
let temporary: string;
let workplace: Workplace;
const installer: Installer = { npm: async () => {}, venv: async () => {} };

beforeEach(() => {
  repository = makeRepository();
  temporary = mkdtempSync(path.join(os.tmpdir(), 'duet checkout '));
  vi.stubEnv('TMPDIR', temporary);
  vi.stubEnv('DUET_PYTHON', '/the/python');
  workplace = openWorkplace('mine');
});
afterEach(async () => {
  await workplace[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  for (const dir of [repository.dir, temporary]) rmSync(dir, { recursive: true, force: true });
});

const open = (options: Partial<CheckoutOptions> = {}) =>
  openCheckouts({
    workplace,
    base: 'main',
    head: undefined,
    repository: repository.dir,
    stacks: ['node', 'python'],
    cacheDir: path.join(temporary, 'cache'),
    signal: new AbortController().signal,
    onProgress: () => {},
    installer,
    ...options,
  });

test('each side is its own code, and they change places', async () => {
  repository.write('node/server.ts', 'second');
  await using checkouts = await open();
  const code = (side: SideName) => readFileSync(path.join(checkouts.sourceOf(side).root, 'node/server.ts'), 'utf8');
  const first = checkouts.sourceOf('base').root;
  const second = checkouts.sourceOf('head').root;
  expect(first.length).toBe(second.length);
  expect([code('base'), code('head')]).toEqual(['first', 'second']);

  await checkouts.place(false);
  expect(checkouts.sourceOf('base').root).toBe(second);
  expect(checkouts.sourceOf('head').root).toBe(first);
  expect([code('base'), code('head')]).toEqual(['first', 'second']);

  await checkouts.place(false);
  await checkouts.place(true);
  expect(checkouts.sourceOf('base').root).toBe(first);
  expect([code('base'), code('head')]).toEqual(['first', 'second']);
});

test('a side is described by what was typed, its code and its dependencies', async () => {
  repository.write('node/server.ts', 'second');
  repository.write('python/requirements.lock', 'fastapi, newer');
  await using checkouts = await open();
  const { base, head } = checkouts.sides;
  expect(base).toMatchObject({ given: 'main', kind: 'ref', dependencies: { node: 'shared', python: 'own' } });
  expect(head).toMatchObject({ kind: 'working-tree', dirty: true, dependencies: { node: 'shared', python: 'shared' } });
  expect(base.sources['node service']).not.toBe(head.sources['node service']);
});

test('a copy of a side has the same sources', async () => {
  await using checkouts = await open({ base: repository.dir });
  expect(checkouts.sides.base.sources).toEqual(checkouts.sides.head.sources);
});

test('only what is measured needs to be there, and is installed', async () => {
  rmSync(path.join(repository.dir, 'python'), { recursive: true });
  await using checkouts = await open({ base: repository.dir, stacks: ['node'] });
  expect(checkouts.sides.base.dependencies).toEqual({ node: 'shared' });
});

test('a side without the service is refused, by the file that it lacks', async () => {
  const empty = mkdtempSync(path.join(temporary, 'empty'));
  await expect(open({ base: empty })).rejects.toMatchObject({
    exitCode: 2,
    message: `base, ${empty}, has no node/server.ts and python/server.py: a side holds the services as this repository does`,
  });
});

test('nothing is left, after use and after a refusal', async () => {
  const before = readdirSync(workplace.dir);
  await (await open())[Symbol.asyncDispose]();
  rmSync(path.join(repository.dir, 'node'), { recursive: true });
  await expect(open()).rejects.toThrow('head, working tree, has no node/server.ts');
  expect(readdirSync(workplace.dir)).toEqual(before);
  expect(existsSync(path.join(repository.dir, 'node_modules/fastify/index.js'))).toBe(true);
});
