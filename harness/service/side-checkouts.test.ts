import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openWorkplace, type Workplace } from '../lab/workplace.ts';
import type { SideName } from '../results/schema.ts';
import { makeRepository, type TestRepository } from '../tests/builders/repository.ts';
import { openServiceCheckouts, type ServiceCheckoutOptions } from './side-checkouts.ts';

let repository: TestRepository;
let temporary: string;
let workplace: Workplace;
beforeEach(() => {
  repository = makeRepository();
  temporary = mkdtempSync(path.join(os.tmpdir(), 'duet sides '));
  vi.stubEnv('TMPDIR', temporary);
  workplace = openWorkplace('mine');
});
afterEach(async () => {
  await workplace[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  for (const dir of [repository.dir, temporary]) rmSync(dir, { recursive: true, force: true });
});

const open = (more: Partial<ServiceCheckoutOptions> = {}) =>
  openServiceCheckouts({
    ...{ workplace, configDir: repository.dir, base: 'main', head: undefined },
    ...{ signal: new AbortController().signal, ...more },
  });

test('a config in a folder of a monorepo has the whole of it, and its own folder', async () => {
  repository.write('services/shop/duet.config.json', '{}');
  repository.commit('A service');
  repository.write('libraries/money.ts', 'new');
  await using checkouts = await open({ configDir: path.join(repository.dir, 'services/shop') });
  expect(checkouts.changedFiles).toEqual(['libraries/money.ts']);
  expect(checkouts.folderOf('head')).toBe(path.join(checkouts.rootOf('head'), 'services/shop'));
  expect(readFileSync(path.join(checkouts.rootOf('head'), 'libraries/money.ts'), 'utf8')).toBe('new');
});

test('all files that git does not ignore are compared and hashed, but for what duet writes', async () => {
  repository.write('README.md', 'second');
  repository.write('results/report.html', 'written by duet');
  repository.write('debug.log', 'ignored');
  await using checkouts = await open({ leftOut: path.join(repository.dir, 'results') });
  expect(checkouts.changedFiles).toEqual(['README.md']);
  const { base, head } = checkouts.sides;
  expect(head).toMatchObject({ kind: 'working-tree', dirty: true, dependencies: {} });
  expect(base.sources.service).not.toBe(head.sources.service);
});

describe('content that is not on this machine', () => {
  const pointer = (digit: string) =>
    `version https://git-lfs.github.com/spec/v1\noid sha256:${digit.repeat(64)}\nsize 7\n`;
  const pointerFile = () => {
    repository.write('vendor/money', pointer('a'));
    repository.commit('A pointer');
  };
  const submodule = (digit: string) => {
    repository.git('update-index', '--add', '--cacheinfo', `160000,${digit.repeat(40)},vendor/money`);
    repository.git('commit', '--quiet', '-m', `Money of ${digit}`);
  };

  test('a file of Git LFS is filled on both sides where it was loaded', async () => {
    repository.write('data/rates.csv', pointer('a'));
    repository.commit('A pointer');
    repository.write(`.git/lfs/objects/aa/aa/${'a'.repeat(64)}`, 'content');
    repository.write('node/server.ts', 'second');
    await using checkouts = await open();
    const rates = (side: SideName) => readFileSync(path.join(checkouts.rootOf(side), 'data/rates.csv'), 'utf8');
    expect([rates('base'), rates('head')]).toEqual(['content', 'content']);
    expect(checkouts.changedFiles).toEqual(['node/server.ts']);
  });

  test('a pointer on both sides is named, and differs where it names something else', async () => {
    repository.write('data/rates.csv', pointer('a'));
    const commit = repository.commit('A pointer');
    repository.write('data/rates.csv', pointer('b'));
    await using checkouts = await open();
    const absent = { path: 'data/rates.csv', kind: 'lfs-pointer' };
    const fix = `git lfs fetch origin ${commit.slice(0, 12)}`;
    expect(checkouts.sides.base.absent).toEqual([{ ...absent, fix }]);
    expect(checkouts.sides.head.absent).toEqual([{ ...absent, fix: 'git lfs pull' }]);
    expect(checkouts.changedFiles).toEqual(['data/rates.csv']);
  });

  test('a submodule that neither side has is named, and differs where it is of another commit', async () => {
    submodule('a');
    {
      await using equal = await open({ head: 'HEAD' });
      expect(equal.changedFiles).toEqual([]);
    }
    submodule('b');
    await using checkouts = await open({ base: 'HEAD~1', head: 'HEAD' });
    const { base, head } = checkouts.sides;
    expect(base.absent).toMatchObject([{ path: 'vendor/money', kind: 'submodule', commit: 'a'.repeat(40) }]);
    expect(head.absent).toMatchObject([{ fix: 'git submodule update --init -- vendor/money' }]);
    expect(checkouts.changedFiles).toEqual(['vendor/money']);
    expect(base.sources).not.toEqual(head.sources);
  });

  test.each<[kind: string, make: () => void, fix: string]>([
    ['a Git LFS file', pointerFile, 'git lfs fetch origin'],
    ['a submodule', () => submodule('a'), 'git submodule update --init -- vendor/money'],
  ])('%s that one side alone has is refused, with the command that brings it', async (kind, make, fix) => {
    make();
    const other = path.join(temporary, 'other');
    mkdirSync(path.join(other, 'vendor'), { recursive: true });
    writeFileSync(path.join(other, 'vendor/money'), 'the content itself');
    await expect(open({ base: 'HEAD', head: other })).rejects.toMatchObject({
      exitCode: 4,
      message: `base lacks vendor/money, ${kind} whose content is not on this machine; head has it`,
      hint: expect.stringContaining(fix),
    });
  });
});

test('they change places', async () => {
  repository.write('node/server.ts', 'second');
  await using checkouts = await open();
  const code = (side: SideName) => readFileSync(path.join(checkouts.folderOf(side), 'node/server.ts'), 'utf8');
  const first = checkouts.rootOf('base');
  expect([await checkouts.place(false), await checkouts.place(false)]).toEqual([true, false]);
  expect([code('base'), code('head'), checkouts.rootOf('head')]).toEqual(['first', 'second', first]);
});

test.each(['api', '../elsewhere'])('commands are run in no folder that the side has not: %s', async (folder) => {
  repository.write('api/server.js', 'new');
  await using checkouts = await open();
  expect(checkouts.shellOf('head', 'node').cwd).toBe(path.join(checkouts.rootOf('head'), 'node'));
  expect(() => checkouts.shellOf('base', folder)).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(`base, main, has no folder ${folder}`) }),
  );
});

test('without git there are folders, and refs are refused', async () => {
  const folder = (name: string, text: string) => {
    mkdirSync(path.join(temporary, name));
    writeFileSync(path.join(temporary, name, 'server.js'), text);
    return path.join(temporary, name);
  };
  const [old, now] = [folder('old', 'first'), folder('now', 'second')];
  await expect(open({ configDir: now, base: 'main' })).rejects.toMatchObject({
    exitCode: 2,
    message: `"main" is not a folder, and not a git ref: ${now} is not a git repository`,
    hint: 'give the path of a folder that holds the code',
  });
  await using checkouts = await open({ configDir: now, base: old });
  expect(checkouts.changedFiles).toEqual(['server.js']);
  expect(checkouts.sides.head).toMatchObject({ kind: 'working-tree', commit: null, dirty: false });
});

test('a folder may be that of the service alone', async () => {
  repository.write('services/shop/server.js', 'first');
  const alone = path.join(temporary, 'shop');
  mkdirSync(alone);
  writeFileSync(path.join(alone, 'server.js'), 'first');
  await using checkouts = await open({ configDir: path.join(repository.dir, 'services/shop'), base: alone });
  expect(checkouts.folderOf('base')).toBe(checkouts.rootOf('base'));
});
