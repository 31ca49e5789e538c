/** A load that is exported, sent by two real vegeta attacks as the pods of a job would, and added up. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readAttack } from '../../attacks/read-attack.ts';
import { Histogram, quantilesOf } from '../../load/histogram.ts';
import { vegetaDue } from '../../load/vegeta-results.ts';
import type { ImportResults } from '../../results/import.ts';
import { ensureVegeta, onPath } from '../../tasks/load-drivers.ts';
import { type DuetProcess, duet, startDuet, until } from './duet-process.ts';
import { makePlace, type Place } from './place.ts';

const vegeta = await ensureVegeta();

const RATE = 100;
const SECONDS = 6;
const PODS = 2;
const FILES = ['results-0.bin', 'results-1.bin'];

let place: Place;
let service: DuetProcess;

beforeAll(async () => {
  if ('missing' in vegeta) return;
  place = makePlace();
  service = startDuet(place, ['serve', '--stack', 'node']);
  await until(service, 'Ctrl-C', () => service.printed.stdout.includes('Ctrl-C stops everything.'));
  const url = service.printed.stdout.match(/^node +(http:\/\/\S+)$/m)?.[1] ?? '';
  const load = ['--rate', String(RATE), '--duration', `${SECONDS}s`, '--workers', String(PODS), '--url', url];
  const { exitCode, stderr } = await duet(place, ['export', 'vegeta', '--cell', 'pooling/after', ...load]);
  expect([exitCode, stderr]).toEqual([0, '']);
});

beforeEach(({ skip }) => {
  if ('missing' in vegeta) skip(vegeta.missing);
});

afterAll(async () => {
  service?.interrupt();
  await service?.ended;
  place?.[Symbol.dispose]();
});

/** What the container of a pod does, in the folder of the export and without the wait for the next minute. */
async function attack(pod: number, into = 'exported'): Promise<void> {
  const exported = join(place.dir, 'exported');
  const job = parse(readFileSync(join(exported, 'job.yaml'), 'utf8'));
  const [, script = ''] = job.spec.template.spec.containers[0].args[0].match(/^sleep [^;]+; (.*)$/s) ?? [];
  const local = script.replace('/targets/', `${exported}/`).replace('/results/', `${join(place.dir, into)}/`);
  await execa('/bin/sh', ['-c', local], {
    env: { JOB_COMPLETION_INDEX: String(pod), ...env },
    cwd: exported,
  });
}

const env = { PATH: onPath(vegeta) };
const importing = (files: readonly string[]) => duet(place, ['import', '--json', ...files], { env, cwd: place.dir });
const inExported = (files: readonly string[]) => files.map((file) => join('exported', file));

describe('pods', () => {
  test('pods that attack at the same time are one load, and what vegeta says of all results is what duet says', async () => {
    await Promise.all([attack(0), attack(1)]);
    const { exitCode, stdout, stderr } = await importing(inExported(FILES));
    expect([exitCode, stderr]).toEqual([0, '']);
    const results = JSON.parse(stdout) as ImportResults;
    expect(results.pods.map(({ requests }) => requests)).toEqual([RATE * SECONDS, RATE * SECONDS].map((n) => n / PODS));
    expect(results.whole.codes).toEqual({ 200: RATE * SECONDS });

    const files = FILES.map((file) => join(place.dir, 'exported', file));
    const report = await execa('vegeta', ['report', '-type', 'json', ...files], { env });
    const said = JSON.parse(report.stdout);
    expect(results.whole.requests).toBe(said.requests);
    expect(results.whole.rate_per_s).toBeCloseTo(said.rate, 3);
    expect(results.whole.codes).toEqual(said.status_codes);

    const all = new Histogram();
    for (const file of files) {
      // This process has no vegeta on PATH of its own.
      const json = await execa('vegeta', ['encode', '--to', 'json', file], { env });
      writeFileSync(`${file}.json`, `${json.stdout}\n`);
      const read = await readAttack(`${file}.json`, new AbortController().signal);
      const rate = { requests: RATE / PODS, perMs: 1_000 };
      for (const { result, dueMs } of vegetaDue(read.results, rate))
        all.record(result.sentMs + result.latencyMs - dueMs);
    }
    expect(results.whole.response_time).toEqual(quantilesOf(all));
    expect(results.whole.histogram).toBe(all.toBase64());
    const latest = join(place.dir, 'out/latest');
    expect(readdirSync(latest)).toEqual(expect.arrayContaining(['import.html', 'import.md', 'import.json']));
    const before = readFileSync(join(latest, 'import.md'), 'utf8');
    expect((await duet(place, ['report', 'out/latest/import.json'])).exitCode).toBe(0);
    expect(readFileSync(join(latest, 'import.md'), 'utf8')).toBe(before);
  });

  test('JSON and CSV of the same results say the same', async () => {
    const reports = [];
    for (const encoding of ['json', 'csv']) {
      const encoded = FILES.map((file) => join(place.dir, `${file}.${encoding}`));
      for (const [at, file] of FILES.entries()) {
        const args = ['encode', '--to', encoding, join(place.dir, 'exported', file)];
        const { stdout } = await execa('vegeta', args, { env });
        writeFileSync(encoded[at] as string, `${stdout}\n`);
      }
      const { exitCode, stdout } = await importing(encoded);
      expect(exitCode).toBe(0);
      reports.push((JSON.parse(stdout) as ImportResults).whole);
    }
    const [json, csv] = reports;
    expect(csv?.requests).toBe(json?.requests);
    expect(csv?.codes).toEqual(json?.codes);
    expect(csv?.response_time?.p50_ms).toBeCloseTo(json?.response_time?.p50_ms ?? 0, 1);
  });

  test('pods that attack one after the other add up, and the report says that this was not the load', async () => {
    const one = join(place.dir, 'one-by-one');
    await execa('mkdir', [one]);
    await attack(0, 'one-by-one');
    await attack(1, 'one-by-one');
    const { exitCode, stdout, stderr } = await importing(FILES.map((file) => join(one, file)));
    expect(exitCode).toBe(5);
    expect(stderr).toContain('the pods did not attack at the same time');
    const { whole, invalid, together_s } = JSON.parse(stdout) as ImportResults;
    expect(whole.requests).toBe(RATE * SECONDS);
    expect(whole.seconds).toBeGreaterThan(2 * SECONDS - 1);
    expect(invalid).toEqual([{ rule: 'not-together', together_s }]);
    const markdown = readFileSync(join(place.dir, 'out/latest/import.md'), 'utf8');
    expect(markdown).toContain('The pods did not attack at the same time');
  });

  test('a pod that is missing, or there twice, is refused before anything is written', async () => {
    const runs = readdirSync(join(place.dir, 'out'));
    const [first = '', second = ''] = inExported(FILES);
    for (const [files, message] of [
      [[first], 'of 2 pods one is missing: 1'],
      [[first, second, first], 'pod 0 is there twice'],
      [[first, join('one-by-one', 'nowhere.bin')], 'nowhere.bin'],
    ] as const) {
      const { exitCode, stderr } = await importing(files);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
    }
    expect(readdirSync(join(place.dir, 'out'))).toEqual(runs);
    expect(existsSync(join(place.dir, 'exported', 'README.md'))).toBe(true);
  });

  test('results of another export are refused', async () => {
    const again = [
      'export',
      'vegeta',
      '--cell',
      'pooling/after',
      '--rate',
      '100',
      '--duration',
      '1s',
      '--workers',
      '2',
    ];
    await duet(place, [...again, '--dir', 'other']);
    const other = readFileSync(join(place.dir, 'other/job.yaml'), 'utf8').match(/duet-([0-9a-f]{12})/)?.[1] ?? '';
    const own = readFileSync(join(place.dir, 'exported/job.yaml'), 'utf8').match(/duet-([0-9a-f]{12})/)?.[1] ?? '';
    expect(other).not.toBe(own);
    const text = readFileSync(join(place.dir, 'results-1.bin.json'), 'utf8').replaceAll(own, other);
    writeFileSync(join(place.dir, 'stranger.json'), text);
    const { exitCode, stderr } = await importing([join('exported', FILES[0] as string), 'stranger.json']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`the export is ${own}`)]);
  });
});
