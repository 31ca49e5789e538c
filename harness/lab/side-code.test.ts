import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execaSync } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeRepository, type TestRepository } from '../tests/builders/repository.ts';
import { findSide } from './side-code.ts';

let repository: TestRepository;
let into: string;
const cwd = process.cwd();
beforeEach(() => {
  repository = makeRepository();
  into = mkdtempSync(path.join(os.tmpdir(), 'duet copy '));
});
afterEach(() => {
  process.chdir(cwd);
  for (const dir of [repository.dir, into]) rmSync(dir, { recursive: true, force: true });
});

const copyOf = async (given: string | undefined) => {
  const side = await findSide(given, repository.dir);
  await side.copyTo(into);
  return side;
};
const copied = (file: string) => readFileSync(path.join(into, file), 'utf8');
const FILES = ['.gitignore', 'node', 'package-lock.json', 'package.json', 'python'];

describe('a git ref', () => {
  test.each(['main', 'v1', 'HEAD'])('%s is unpacked as it was committed', async (ref) => {
    repository.git('tag', '-a', 'v1', '-m', 'Annotated');
    repository.write('node/server.ts', 'edited');
    const side = await copyOf(ref);
    expect(side).toMatchObject({ given: ref, kind: 'ref', dirty: false });
    expect(side.commit).toBe(repository.git('rev-parse', '--short=12', 'HEAD'));
    expect(copied('node/server.ts')).toBe('first');
    expect(readdirSync(into).sort()).toEqual(FILES);
  });

  test('leaves nothing in the repository', async () => {
    await copyOf('main');
    expect(repository.git('worktree', 'list').split('\n')).toHaveLength(1);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('goes before a folder of the same name, unless that is written as a path', async () => {
    repository.git('tag', 'old');
    repository.write('old/node/server.ts', 'a folder');
    process.chdir(repository.dir);
    expect((await findSide('old', repository.dir)).kind).toBe('ref');
    expect((await findSide('./old', repository.dir)).kind).toBe('folder');
  });

  test('may hold a slash', async () => {
    repository.git('branch', 'feature/faster');
    expect((await findSide('feature/faster', repository.dir)).kind).toBe('ref');
  });
});

describe('the working tree', () => {
  test('is what lies there now: edited, new and deleted files, but no ignored ones', async () => {
    repository.write('node/server.ts', 'edited');
    repository.write('node/new file.ts', 'new');
    repository.write('node/service.log', 'ignored');
    rmSync(path.join(repository.dir, 'python/requirements.lock'));
    symlinkSync('server.ts', path.join(repository.dir, 'node/link.ts'));
    const side = await copyOf(undefined);
    expect(side).toMatchObject({ given: 'working tree', kind: 'working-tree', dirty: true });
    expect(side.commit).toBe(repository.git('rev-parse', '--short=12', 'HEAD'));
    expect(readdirSync(path.join(into, 'node')).sort()).toEqual(['link.ts', 'new file.ts', 'server.ts']);
    expect(copied('node/link.ts')).toBe('edited');
    expect(existsSync(path.join(into, 'python/requirements.lock'))).toBe(false);
    expect(existsSync(path.join(into, 'node_modules'))).toBe(false);
  });

  test('is not dirty when nothing was edited', async () => {
    expect((await findSide(undefined, repository.dir)).dirty).toBe(false);
  });

  test('is copied without the folder that duet writes to', async () => {
    repository.write('results/report.html', 'written');
    const side = await findSide(undefined, repository.dir, path.join(repository.dir, 'results'));
    await side.copyTo(into);
    expect(readdirSync(into).sort()).toEqual(FILES);
    expect(side.dirty).toBe(false);
    repository.write('results.txt', 'written');
    expect((await findSide(undefined, repository.dir, path.join(repository.dir, 'results'))).dirty).toBe(true);
  });

  test('needs no git', async () => {
    rmSync(path.join(repository.dir, '.git'), { recursive: true });
    expect(await copyOf(undefined)).toMatchObject({ kind: 'working-tree', commit: null });
    expect(readdirSync(into).sort()).toEqual(FILES);
  });
});

describe('a folder', () => {
  test('that is a link is what it points to', async () => {
    const link = path.join(into, 'current');
    symlinkSync(repository.dir, link);
    const copy = path.join(into, 'copy');
    await (await findSide(link, repository.dir)).copyTo(copy);
    expect(readFileSync(path.join(copy, 'node/server.ts'), 'utf8')).toBe('first');
    expect(existsSync(path.join(copy, '.git'))).toBe(false);
  });

  test('is copied without what was installed or built in it', async () => {
    for (const file of ['out/run.json', 'python/.venv/bin/python', 'python/__pycache__/a.pyc', 'node/.ruff_cache/a']) {
      repository.write(file, '');
    }
    expect(await copyOf(repository.dir)).toMatchObject({ given: repository.dir, kind: 'folder', commit: null });
    expect(readdirSync(into).sort()).toEqual(FILES);
    expect(readdirSync(path.join(into, 'python')).sort()).toEqual(['requirements.lock', 'server.py']);
  });

  test('needs no separator where no ref has its name', async () => {
    mkdirSync(path.join(repository.dir, 'copy'));
    process.chdir(repository.dir);
    expect((await findSide('copy', repository.dir)).kind).toBe('folder');
  });
});

describe('refused', () => {
  const refusal = (given: string, dir = repository.dir) =>
    findSide(given, dir).then(
      () => expect.unreachable(),
      (error) => error,
    );

  test('a name of nothing', async () => {
    const error = await refusal('mian');
    expect(error.message).toBe(`"mian" is not a folder, and not a branch, tag or commit of ${repository.dir}`);
    expect(error).toMatchObject({ exitCode: 2, hint: expect.stringContaining('git branch --all') });
  });

  test('something that git would take for an option', async () => {
    expect(await refusal('--all')).toMatchObject({ exitCode: 2 });
  });

  test('a branch that only the remote has, with its full name', async () => {
    repository.git('update-ref', 'refs/remotes/origin/release', 'HEAD');
    expect((await refusal('release')).hint).toContain('origin/release');
  });

  test('a commit that a shallow clone has not, with the way to get it', async () => {
    const clone = path.join(into, 'clone');
    execaSync('git', ['clone', '--quiet', '--depth=1', `file://${repository.dir}`, clone]);
    expect((await refusal('HEAD~1', clone)).hint).toMatch(/`git fetch --unshallow origin`.*fetch-depth: 0/);
  });

  test('a ref outside a git repository', async () => {
    const error = await refusal('main', into);
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining(`${into} is not a git repository`) });
  });
});
