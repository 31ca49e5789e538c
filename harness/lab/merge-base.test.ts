import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execaSync } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeRepository, repositoryIn, type TestRepository } from '../tests/builders/repository.ts';
import { findSides, type SidesGiven } from './side-code.ts';

let repository: TestRepository;
let temporary: string;
/** Where topic left main, and the tips of both. */
let began: string;
let tip: string;

/** `topic` has one commit that main lacks and is checked out; `main` has gone on by two. */
beforeEach(() => {
  temporary = mkdtempSync(path.join(os.tmpdir(), 'duet clones '));
  repository = makeRepository();
  began = repository.git('rev-parse', 'HEAD');
  repository.commit('Second of main');
  tip = repository.commit('Third of main');
  repository.git('checkout', '--quiet', '-b', 'topic', began);
  repository.commit('First of topic');
});
afterEach(() => {
  for (const dir of [repository.dir, temporary]) rmSync(dir, { recursive: true, force: true });
});

const short = (commit: string) => commit.slice(0, 12);
const baseOf = async (given: Partial<SidesGiven> = {}, { dir } = repository) =>
  (await findSides({ base: 'main', head: undefined, ...given }, dir)).base;

describe('a branch that has diverged from head', () => {
  const isMergeBase = () => ({
    commit: short(began),
    branch: { commit: short(tip), ahead: 2, compared: 'merge-base' },
  });

  test.each(['main', 'refs/heads/main', 'heads/main'])('%s is where head began', async (base) => {
    expect(await baseOf({ base })).toMatchObject({ given: base, kind: 'ref', ...isMergeBase() });
  });

  test('of a remote is, too, also by way of @{upstream}', async () => {
    repository.git('update-ref', 'refs/remotes/origin/main', 'main');
    repository.git('remote', 'add', 'origin', temporary);
    repository.git('branch', '--quiet', '--set-upstream-to=origin/main', 'topic');
    expect(await baseOf({ base: 'origin/main' })).toMatchObject(isMergeBase());
    expect(await baseOf({ base: '@{upstream}' })).toMatchObject(isMergeBase());
  });

  test('is so for a head that is a ref, and for one without a branch', async () => {
    repository.git('checkout', '--quiet', '--detach', 'topic');
    expect(await baseOf()).toMatchObject(isMergeBase());
    repository.git('checkout', '--quiet', 'main');
    expect(await baseOf({ head: 'topic' })).toMatchObject(isMergeBase());
  });

  test('is its tip with --exact-base, which says what head lacks', async () => {
    const branch = { commit: short(tip), ahead: 2, compared: 'exact' };
    expect(await baseOf({ exactBase: true })).toMatchObject({ commit: short(tip), branch });
  });

  test('is what is copied', async () => {
    repository.git('checkout', '--quiet', 'main');
    repository.write('node/server.ts', 'of main alone');
    repository.commit('Fourth of main');
    const into = path.join(temporary, 'copy');
    await (await baseOf({ head: 'topic' })).copyTo(into);
    expect(readFileSync(path.join(into, 'node/server.ts'), 'utf8')).toBe('first');
  });
});

describe('what means itself', () => {
  test.each(['v1', 'refs/tags/v1', 'main~0', 'main^{commit}', 'HEAD', '@', 'pull/7/merge'])('%s', async (base) => {
    repository.git('tag', 'v1', 'main');
    repository.git('update-ref', 'refs/remotes/pull/7/merge', 'main');
    const { commit, branch } = await baseOf({ base });
    expect(commit).toBe(short(repository.git('rev-parse', base)));
    expect(branch).toBeUndefined();
  });

  test('a commit', async () => {
    expect(await baseOf({ base: short(tip) })).toMatchObject({ commit: short(tip) });
    expect((await baseOf({ base: tip })).branch).toBeUndefined();
  });

  test('a branch of which head has every commit', async () => {
    repository.git('merge', '--quiet', '--no-edit', 'main');
    const { commit, branch } = await baseOf();
    expect([commit, branch]).toEqual([short(tip), undefined]);
  });

  test('a branch that contains head, which says what head lacks', async () => {
    const branch = { commit: short(tip), ahead: 1, compared: 'contains-head' };
    expect(await baseOf({ head: 'main~1' })).toMatchObject({ commit: short(tip), branch });
  });

  test('a branch beside a head that is a folder', async () => {
    const { commit, branch } = await baseOf({ head: repository.dir });
    expect([commit, branch]).toEqual([short(tip), undefined]);
  });

  test('a branch beside a head without a commit', async () => {
    repository.git('checkout', '--quiet', '--orphan', 'new');
    const { commit, branch } = await baseOf();
    expect([commit, branch]).toEqual([short(tip), undefined]);
  });

  test('a branch that has no commit in common with head', async () => {
    repository.git('checkout', '--quiet', '--orphan', 'new');
    repository.commit('Root');
    const branch = { commit: short(tip), ahead: 3, compared: 'unrelated' };
    expect(await baseOf()).toMatchObject({ commit: short(tip), branch });
  });

  test('a tag with the name of a branch; the branch by its full name does not', async () => {
    repository.git('tag', 'main', 'main~1');
    const { commit, branch } = await baseOf();
    expect([commit, branch]).toEqual([short(repository.git('rev-parse', 'refs/tags/main')), undefined]);
    expect(await baseOf({ base: 'heads/main' })).toMatchObject({ commit: short(began), branch: { ahead: 2 } });
  });
});

test('of several merge bases it is the one that was the branch itself', async () => {
  // Each has merged the other's tip of that time: main took topic's first commit, topic took main's third.
  const topicFirst = repository.git('rev-parse', 'topic');
  repository.git('checkout', '--quiet', 'main');
  repository.git('merge', '--quiet', '--no-ff', '--no-edit', topicFirst);
  repository.git('checkout', '--quiet', 'topic');
  repository.git('merge', '--quiet', '--no-ff', '--no-edit', tip);
  expect(repository.git('merge-base', '--all', 'main', 'topic').split('\n').sort()).toEqual([tip, topicFirst].sort());
  const branch = { ahead: 1, compared: 'merge-base', merge_bases: 2 };
  expect(await baseOf()).toMatchObject({ commit: short(tip), branch });
  expect(await baseOf({ base: 'topic', head: 'main' })).toMatchObject({ commit: short(topicFirst), branch });
});

describe('in a shallow clone', () => {
  /** As CI makes one: topic checked out, and main beside it. */
  const shallowClone = (depth: number, remote = 'origin') => {
    const dir = path.join(temporary, 'clone');
    const from = `file://${repository.dir}`;
    execaSync('git', ['clone', '--quiet', `--depth=${depth}`, '--branch=topic', `--origin=${remote}`, from, dir]);
    const clone = repositoryIn(dir);
    clone.git('fetch', '--quiet', `--depth=${depth}`, remote, `main:refs/remotes/${remote}/main`);
    return clone;
  };
  const refusal = (clone: TestRepository, base: string) =>
    baseOf({ base }, clone).then(
      () => expect.unreachable(),
      (error) => error,
    );

  test.each(['origin', 'upstream'])('the fetch that mends a missing merge base is named, and does', async (remote) => {
    const clone = shallowClone(1, remote);
    const base = `${remote}/main`;
    const error = await refusal(clone, base);
    expect(error).toMatchObject({ exitCode: 4, message: expect.stringContaining(`${base} has diverged from head`) });
    const [, fetch = ''] = error.hint.match(/^`git (fetch [^`]+)`/) ?? [];
    clone.git(...fetch.split(' '));
    expect(await baseOf({ base }, clone)).toMatchObject({ commit: short(began), branch: { ahead: 2 } });
  });

  test('a merge base that is there is taken', async () => {
    expect(await baseOf({ base: 'origin/main' }, shallowClone(3))).toMatchObject({
      commit: short(began),
      branch: { ahead: 2, compared: 'merge-base' },
    });
  });

  test('one that may not be the last is refused like a missing one', async () => {
    // Topic has merged from main's second commit what is cut off below; where topic itself began is still there.
    repository.git('checkout', '--quiet', '-b', 'side', 'main~1');
    for (const message of ['One', 'Two', 'Three']) repository.commit(message);
    repository.git('checkout', '--quiet', 'topic');
    repository.git('merge', '--quiet', '--no-edit', 'side');
    const clone = shallowClone(3);
    expect(clone.git('merge-base', '--all', 'origin/main', 'HEAD')).toBe(began);
    expect(await refusal(clone, 'origin/main')).toMatchObject({ exitCode: 4 });
    clone.git('fetch', '--unshallow', 'origin');
    expect(await baseOf({ base: 'origin/main' }, clone)).toMatchObject({
      commit: short(repository.git('rev-parse', 'main~1')),
    });
  });

  test('--exact-base needs none, and a tag or commit neither', async () => {
    const clone = shallowClone(1);
    const { commit, branch } = await baseOf({ base: 'origin/main', exactBase: true }, clone);
    expect([commit, branch]).toEqual([short(tip), undefined]);
    expect(await baseOf({ base: tip }, clone)).toMatchObject({ commit: short(tip) });
  });

  test('a branch that is not there is fetched by the command that is named', async () => {
    const clone = shallowClone(1);
    clone.git('update-ref', '-d', 'refs/remotes/origin/main');
    const { hint } = await refusal(clone, 'main');
    const [, fetch = '', name = ''] = hint.match(/`git (fetch [^`]+)`, then ([^;]+);/) ?? [];
    clone.git(...fetch.split(' '));
    expect(await baseOf({ base: name }, clone)).toMatchObject({ commit: short(began), branch: { ahead: 2 } });
  });
});
