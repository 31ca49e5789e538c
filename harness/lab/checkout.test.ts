import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SideName } from '../results/schema.ts';
import { makeRepository, type TestRepository } from '../tests/builders/repository.ts';
import { type CheckoutOptions, openCheckouts } from './checkout.ts';
import type { Installer } from './installer.ts';
import { repositoryRoot } from './source.ts';
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

test('a base that has diverged from head is their merge base, and is described as that', async () => {
  const began = repository.git('rev-parse', '--short=12', 'HEAD');
  repository.git('checkout', '--quiet', '-b', 'topic');
  repository.git('checkout', '--quiet', 'main');
  repository.write('node/server.ts', 'of main alone');
  const tip = repository.commit('Second of main');
  repository.git('checkout', '--quiet', 'topic');
  repository.commit('First of topic');
  await using checkouts = await open();
  const { base, head } = checkouts.sides;
  expect(base).toMatchObject({ given: 'main', commit: began, branch: { commit: tip.slice(0, 12), ahead: 1 } });
  expect(base.sources).toEqual(head.sources);
  await checkouts[Symbol.asyncDispose]();
  await using exact = await open({ exactBase: true });
  expect(exact.sides.base).toMatchObject({ commit: tip.slice(0, 12), branch: { compared: 'exact' } });
  expect(exact.sides.base.sources).not.toEqual(head.sources);
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

test('the files that differ are listed, but for documents and tests', async () => {
  repository.write('node/server.ts', 'second');
  repository.write('python/added.py', 'new');
  repository.write('node/README.md', 'second');
  repository.write('node/server.test.ts', 'second');
  await using checkouts = await open();
  expect(checkouts.changedFiles).toEqual(['node/server.ts', 'python/added.py']);
});

test('a side has its own tables, or those of this checkout where it has none', async () => {
  const services = mkdtempSync(path.join(temporary, 'services'));
  cpSync(repository.dir, services, { recursive: true });
  for (const name of ['schema.sql', 'data.sql']) {
    repository.write(`fixtures/sql/${name}`, readFileSync(path.join(repositoryRoot, 'fixtures/sql', name), 'utf8'));
  }
  {
    await using equal = await open({ base: services });
    expect(equal.tablesOf('base')).toBe(repositoryRoot);
    expect(equal.tablesOf('head')).toBe(equal.sourceOf('head').root);
    expect(equal.changedFiles).toEqual([]);
    expect(equal.sides.base.sources).toEqual(equal.sides.head.sources);
  }
  repository.write('fixtures/sql/data.sql', '-- none');
  await using other = await open({ base: services });
  expect(other.changedFiles).toEqual(['fixtures/sql/data.sql']);
  expect(other.sides.base.sources.fixtures).not.toBe(other.sides.head.sources.fixtures);
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
    message: `base, ${empty}, has no node/server.ts and python/server.py: a side must hold the services at the same paths as this repository`,
  });
});

describe('content that is not on this machine', () => {
  const pointer = (oid: string) => `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 7\n`;
  const [older, newer] = ['a'.repeat(64), 'b'.repeat(64)];

  test('is described where both sides lack it, if the services could need it', async () => {
    repository.write('node/plans.bin', pointer(older));
    repository.write('docs/film.bin', pointer(older));
    repository.commit('Pointers');
    await using checkouts = await open();
    const absent = { path: 'node/plans.bin', kind: 'lfs-pointer' };
    expect(checkouts.sides).toMatchObject({ base: { absent: [absent] }, head: { absent: [absent] } });
    await checkouts[Symbol.asyncDispose]();
    await using others = await open({ stacks: ['python'] });
    expect(others.sides.head.absent).toBeUndefined();
  });

  test('is refused where one side has it, with the command that brings it', async () => {
    repository.write('node/plans.bin', pointer(older));
    const commit = repository.commit('A pointer');
    repository.write('node/plans.bin', 'content');
    await expect(open()).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('base lacks node/plans.bin, a Git LFS file'),
      hint: `\`git lfs fetch origin ${commit.slice(0, 12)}\``,
    });
  });

  test('is the same on both sides once Git LFS has loaded it for head', async () => {
    repository.write('node/plans.bin', pointer(older));
    repository.commit('A pointer');
    repository.write(`.git/lfs/objects/aa/aa/${older}`, 'content');
    repository.write('node/plans.bin', 'content');
    await using checkouts = await open();
    const { base, head } = checkouts.sides;
    expect(base.sources).toEqual(head.sources);
    expect([base.absent, head.absent]).toEqual([undefined, undefined]);
  });

  test('that is a whole service is refused with the command that brings it', async () => {
    repository.git('rm', '--quiet', '-r', 'python');
    repository.git('update-index', '--add', '--cacheinfo', `160000,${repository.git('rev-parse', 'HEAD')},python`);
    repository.git('commit', '--quiet', '-m', 'A service elsewhere');
    await expect(open()).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('base, main, has no python/server.py'),
      hint: '`git submodule update --init -- python`',
    });
  });

  test('differs where the pointers do', async () => {
    repository.write('node/plans.bin', pointer(older));
    repository.commit('A pointer');
    repository.write('node/plans.bin', pointer(newer));
    await using checkouts = await open();
    expect(checkouts.sides.base.sources).not.toEqual(checkouts.sides.head.sources);
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
