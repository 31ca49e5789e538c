/** What a commit and a working tree hold once they are copied, on real repositories. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execaSync } from 'execa';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeRepository, repositoryIn, type TestRepository } from '../tests/builders/repository.ts';
import { findSide } from './side-code.ts';

let repository: TestRepository;
let temporary: string;
beforeEach(() => {
  repository = makeRepository();
  temporary = mkdtempSync(path.join(os.tmpdir(), 'duet checkout '));
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const dir of [repository.dir, temporary]) rmSync(dir, { recursive: true, force: true });
});

/** Copies the commit and the working tree. */
const copyBoth = async (ref = 'HEAD', dir = repository.dir) => {
  const sides: [string, string | undefined][] = [
    ['ref', ref],
    ['tree', undefined],
  ];
  for (const [name, given] of sides) {
    const into = path.join(temporary, name);
    rmSync(into, { recursive: true, force: true });
    await (await findSide(given, dir)).copyTo(into);
  }
};
const ref = (file: string) => path.join(temporary, 'ref', file);
const tree = (file: string) => path.join(temporary, 'tree', file);
const text = (file: string) => readFileSync(file, 'utf8');
const expectBoth = (file: string, content: string) => {
  expect([text(ref(file)), text(tree(file))]).toEqual([content, content]);
};

test('what an archive would leave out or replace is there as it was committed', async () => {
  repository.write('.gitattributes', 'node/data export-ignore\n*.ts export-subst\n');
  repository.write('node/data/plans.json', '[]');
  repository.write('node/version.ts', "export const commit = '$Format:%H$';");
  repository.commit('Attributes of archives');
  await copyBoth();
  expectBoth('node/data/plans.json', '[]');
  expectBoth('node/version.ts', "export const commit = '$Format:%H$';");
});

test('links and executable files stay what they are', async () => {
  repository.write('node/run.sh', '#!/bin/sh\n');
  chmodSync(path.join(repository.dir, 'node/run.sh'), 0o755);
  symlinkSync('server.ts', path.join(repository.dir, 'node/link.ts'));
  symlinkSync('../python', path.join(repository.dir, 'node/other'));
  repository.commit('Links');
  await copyBoth();
  for (const side of [ref, tree]) {
    expect(readlinkSync(side('node/link.ts'))).toBe('server.ts');
    expect(readlinkSync(side('node/other'))).toBe('../python');
    expect(lstatSync(side('node/run.sh')).mode & 0o111).toBe(0o111);
    expect(lstatSync(side('node/server.ts')).mode & 0o111).toBe(0);
  }
});

test('a folder whose place a link has taken is that link', async () => {
  repository.write('node/lib/a.ts', 'a');
  repository.commit('A folder');
  rmSync(path.join(repository.dir, 'node/lib'), { recursive: true });
  const elsewhere = path.join(temporary, 'elsewhere');
  repositoryIn(elsewhere).write('a.ts', 'another');
  symlinkSync(elsewhere, path.join(repository.dir, 'node/lib'));
  await copyBoth();
  expect(readlinkSync(tree('node/lib'))).toBe(elsewhere);
  expect(text(ref('node/lib/a.ts'))).toBe('a');
  expect(text(path.join(elsewhere, 'a.ts'))).toBe('another');
});

test('the ends of lines are those of a checkout, by configuration and by attributes of any folder', async () => {
  repository.write('.gitattributes', '* text=auto\n');
  repository.write('node/.gitattributes', '*.unix text eol=lf\n*.dos text eol=crlf\n');
  for (const file of ['node/a.unix', 'node/b.dos', 'node/server.ts']) repository.write(file, 'one\ntwo\n');
  repository.commit('Lines');
  repository.git('config', 'core.autocrlf', 'true');
  // As a fresh checkout would have them.
  for (const file of ['node/a.unix', 'node/b.dos', 'node/server.ts']) rmSync(path.join(repository.dir, file));
  repository.git('checkout', '--quiet', '--', '.');
  await copyBoth();
  expectBoth('node/a.unix', 'one\ntwo\n');
  expectBoth('node/b.dos', 'one\r\ntwo\r\n');
  expectBoth('node/server.ts', 'one\r\ntwo\r\n');
});

test('the attributes are those of the commit, not of what is edited now', async () => {
  repository.write('node/server.ts', 'one\n');
  repository.commit('A line');
  repository.write('.gitattributes', '*.ts text eol=crlf\n');
  await copyBoth();
  expect(text(ref('node/server.ts'))).toBe('one\n');
});

test('an untracked file is in the working tree, an ignored one is not; what is committed is in both', async () => {
  repository.write('node/debug.log', 'committed although it is ignored');
  repository.write('out/needed.json', '{}');
  repository.git('add', '--force', 'node/debug.log', 'out/needed.json');
  repository.commit('Ignored');
  repository.write('node/new.ts', 'new');
  repository.write('node/other.log', 'ignored');
  await copyBoth();
  expectBoth('node/debug.log', 'committed although it is ignored');
  expectBoth('out/needed.json', '{}');
  expect([existsSync(ref('node/new.ts')), existsSync(tree('node/new.ts'))]).toEqual([false, true]);
  expect(existsSync(tree('node/other.log'))).toBe(false);
});

test('dependencies are in neither, even where they were committed', async () => {
  repository.git('add', '--force', 'node_modules');
  repository.commit('Dependencies');
  await copyBoth();
  for (const side of [ref, tree]) expect(existsSync(side('node_modules'))).toBe(false);
});

test('a folder below the top of a repository is taken for itself, with the attributes above it', async () => {
  const outer = repositoryIn(path.join(temporary, 'outer'));
  outer.write('.gitattributes', '*.ts text eol=crlf\n');
  outer.write('service one/node/server.ts', 'one\n');
  outer.write('other/file', '');
  outer.git('init', '--quiet');
  outer.commit('First');
  rmSync(path.join(outer.dir, 'service one/node/server.ts'));
  outer.git('checkout', '--quiet', '--', '.');
  await copyBoth('HEAD', path.join(outer.dir, 'service one'));
  expectBoth('node/server.ts', 'one\r\n');
  expect(existsSync(ref('other'))).toBe(false);
});

test('it works in a linked working tree, and from a git hook', async () => {
  const linked = path.join(temporary, 'linked');
  repository.git('worktree', 'add', '--quiet', '--detach', linked);
  vi.stubEnv('GIT_DIR', path.join(temporary, 'nowhere'));
  vi.stubEnv('GIT_INDEX_FILE', path.join(temporary, 'no-index'));
  await copyBoth('main', linked);
  expectBoth('node/server.ts', 'first');
});

test('nothing is left in the repository, beside its folder and beside the copy', async () => {
  repository.git('config', 'core.splitIndex', 'true');
  const files = () => execaSync('find', [repository.dir, '-type', 'f']).stdout.split('\n').sort();
  const before = files();
  await copyBoth();
  expect(files()).toEqual(before);
  expect(repository.git('worktree', 'list').split('\n')).toHaveLength(1);
  expect(execaSync('ls', ['-A', temporary]).stdout.split('\n')).toEqual(['ref', 'tree']);
});

describe('a submodule', () => {
  let library: TestRepository;
  let first: string;
  beforeEach(() => {
    library = repositoryIn(path.join(temporary, 'library'));
    library.write('index.ts', 'first');
    library.git('init', '--quiet');
    first = library.commit('First');
    repository.git('submodule', '--quiet', 'add', library.dir, 'node/shared lib');
    repository.commit('With a library');
  });
  const absentFrom = async (given: string | undefined) =>
    (await findSide(given, repository.dir)).copyTo(path.join(temporary, `copy of ${given}`));

  test('that is checked out is in both, at the commit that each names', async () => {
    library.write('index.ts', 'second');
    library.commit('Second');
    const checkedOut = repositoryIn(path.join(repository.dir, 'node/shared lib'));
    checkedOut.git('pull', '--quiet', library.dir);
    repository.commit('A newer library');
    repository.write('node/shared lib/index.ts', 'edited');
    await copyBoth();
    expect([text(ref('node/shared lib/index.ts')), text(tree('node/shared lib/index.ts'))]).toEqual([
      'second',
      'edited',
    ]);
    await copyBoth('HEAD~1');
    expect(text(ref('node/shared lib/index.ts'))).toBe('first');
    expect(existsSync(ref('node/shared lib/.git'))).toBe(false);
  });

  test('that was moved is found by its name', async () => {
    repository.git('mv', 'node/shared lib', 'node/library');
    repository.commit('Moved');
    await copyBoth('HEAD~1');
    expect(text(ref('node/shared lib/index.ts'))).toBe('first');
    expect(text(tree('node/library/index.ts'))).toBe('first');
  });

  test('that is not checked out is named with what brings it', async () => {
    repository.git('submodule', '--quiet', 'deinit', '--force', 'node/shared lib');
    rmSync(path.join(repository.dir, '.git/modules'), { recursive: true });
    const absent = [{ path: 'node/shared lib', kind: 'submodule' }];
    const [ofRef, ofTree] = [await absentFrom('HEAD'), await absentFrom(undefined)];
    expect([ofRef, ofTree]).toMatchObject([absent, absent]);
    // That command is one for a shell.
    const fix = ofRef[0]?.fix.replace('git ', 'git -c protocol.file.allow=always ') as string;
    execaSync(fix, { shell: true, cwd: repository.dir });
    expect([await absentFrom('main'), await absentFrom(first).catch(() => 'none')]).toEqual([[], 'none']);
  });

  test('of which another commit alone is here is named with what brings that', async () => {
    const newer = library.commit('Second');
    repository.git('update-index', '--cacheinfo', `160000,${newer},node/shared lib`);
    repository.git('commit', '--quiet', '-m', 'A newer library');
    const [absent] = await absentFrom('HEAD');
    expect(absent).toMatchObject({ kind: 'submodule', fix: `git -C 'node/shared lib' fetch origin ${newer}` });
    execaSync(absent?.fix as string, { shell: true, cwd: repository.dir });
    expect(await absentFrom('main')).toEqual([]);
  });
});
