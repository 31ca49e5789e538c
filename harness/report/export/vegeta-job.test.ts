import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { Check } from 'typebox/schema';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readAttackName } from '../../results/attack-name.ts';
import type { LoadExport } from '../../results/load-export.ts';
import { renderVegetaJob } from './vegeta-job.ts';
import { renderVegetaReadme } from './vegeta-readme.ts';

const PLAN: LoadExport = {
  id: '3f9ac2d10b7e',
  command: 'export vegeta --cell pooling/after --seed 7',
  what: { stack: 'node', cell: 'pooling/after' },
  url: 'http://service:8080',
  ...{ ratePerS: 1_000, durationS: 60, pods: 3, targets: 9_999 },
};
const READERS = new URL('../../tests/readers/', import.meta.url);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet-export-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Programs of these names, which print what they were given. */
function stub(names: readonly string[]): void {
  for (const name of names) {
    const file = path.join(dir, name);
    writeFileSync(file, `#!/bin/sh\nprintf '%s' "${name}"; printf ' %s' "$@"; printf '\\n'; cat\n`);
    chmodSync(file, 0o755);
  }
}

async function printed(script: string, env: Record<string, string>): Promise<string[]> {
  const { stdout } = await execa('/bin/sh', ['-c', script], {
    cwd: dir,
    env: { ...env, PATH: `${dir}:${process.env.PATH}` },
    input: '',
  });
  return stdout.split('\n');
}

describe('the job', () => {
  const text = renderVegetaJob(PLAN);
  const schema = JSON.parse(readFileSync(new URL('kubernetes-job.schema.json', READERS), 'utf8')) as object;
  const job = parse(text);
  const [container] = job.spec.template.spec.containers;

  test('is one that Kubernetes takes', () => {
    expect(Check(schema, job)).toBe(true);
    const broken = [
      text.replace('completions: 3', 'completions: three'),
      text.replace('secretName:', 'secret-name:'),
      text.replace('backoffLimit:', 'backoff:'),
    ];
    for (const one of broken) expect([one === text, Check(schema, parse(one))]).toEqual([false, false]);
  });

  test('has a pod for each share of the rate, and mounts what it has', () => {
    expect(job.spec).toMatchObject({ completions: 3, parallelism: 3, completionMode: 'Indexed' });
    const names = (all: { name: string }[]) => all.map(({ name }) => name);
    expect(names(container.volumeMounts)).toEqual(names(job.spec.template.spec.volumes));
  });

  test('attacks with every third target at a third of the rate, beginning with a minute', async () => {
    stub(['vegeta', 'sleep']);
    writeFileSync(path.join(dir, 'targets.json'), 'one\ntwo\nthree\nfour\nfive\nsix\n');
    const script = container.args[0].replaceAll('/targets/', '').replaceAll('/results/', '');
    const [slept = '', attack = '', ...lines] = await printed(script, { JOB_COMPLETION_INDEX: '1' });
    expect(Number(slept.replace('sleep ', ''))).toBeGreaterThan(0);
    expect(Number(slept.replace('sleep ', ''))).toBeLessThanOrEqual(60);
    expect(lines).toEqual(['one', 'four']);
    const words = attack.split(' ');
    const option = (name: string) => words[words.indexOf(name) + 1];
    expect(['-rate', '-duration', '-format', '-output'].map(option)).toEqual([
      '1000/3s',
      '60s',
      'json',
      'results-1.bin',
    ]);
    expect(readAttackName(option('-name') ?? '')).toEqual({
      ...{ id: PLAN.id, pod: 1, pods: 3, ratePerS: 1_000, durationS: 60 },
    });
  });
});

describe('the README', () => {
  const text = renderVegetaReadme(PLAN, 'job.yaml');

  test('says what the load is and where it goes', () => {
    for (const part of ['pooling/after in Node', '1,000 requests per second for 60 s, from 3 pods', PLAN.url]) {
      expect(text).toContain(part);
    }
    expect(text.split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(10);
  });

  test('has the same attack to be started by hand', async () => {
    stub(['vegeta']);
    writeFileSync(path.join(dir, 'targets.json'), 'one\ntwo\nthree\n');
    const script = text.match(/^ {4}(POD=.*)$/m)?.[1] ?? '';
    const [attack, ...lines] = await printed(script, {});
    expect(attack).toContain('-name duet-3f9ac2d10b7e-0-of-3-at-1000-for-60s');
    expect(lines).toEqual(['three']);
  });
});
