import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createRunFolder,
  openRunFolder,
  pruneRuns,
  type RunFolder,
  readResults,
  readRun,
  toJson,
} from './run-folder.ts';
import type { FinishedPhase, Results, RunHeader, Sample } from './schema.ts';

const goldenFile = new URL('../tests/golden/pages/results.json', import.meta.url);
const golden: Results = JSON.parse(readFileSync(goldenFile, 'utf8'));
const header: RunHeader = golden.run;
const sample = (trial: number): Sample => ({
  block: 0,
  trial,
  pattern: 'pooling',
  stack: 'node',
  variant: 'after',
  at: '2026-01-14T09:30:00.000Z',
  metrics: { round_trips: 1 },
  limits: {},
  raw_ms: { latency: [1.25, 2.5] },
});

const phase: FinishedPhase = { block: 0, pattern: 'pooling', phase: 1, at: '2026-01-14T09:30:09.000Z', ms: 8_421.5 };

const nothing = { samples: [], phases: [], curveSamples: [], timelines: [] };

let out: string;
let folder: RunFolder;
beforeEach(() => {
  out = mkdtempSync(path.join(os.tmpdir(), 'duet out '));
  folder = createRunFolder(out, '20260114-093000-quick-0001');
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

describe('what is written is read again', () => {
  test('the header and the samples', () => {
    folder.writeHeader(header);
    folder.appendSample(sample(0));
    folder.appendSample(sample(1));
    expect(readRun(folder.dir)).toEqual({ ...nothing, header, samples: [sample(0), sample(1)] });
  });

  test('a header without samples yet', () => {
    folder.writeHeader(header);
    expect(readRun(folder.dir)).toEqual({ ...nothing, header });
  });

  test('the timelines', () => {
    const timelines = golden.patterns.flatMap((pattern) => pattern.timelines ?? []);
    expect(timelines.length).toBeGreaterThan(0);
    folder.writeHeader(header);
    for (const timeline of timelines) folder.appendTimeline(timeline);
    expect(readRun(folder.dir).timelines).toEqual(timelines);
  });

  test('the phases that came to their end', () => {
    folder.writeHeader(header);
    folder.appendPhase(phase);
    expect(readRun(folder.dir).phases).toEqual([phase]);
  });

  test('the results', () => {
    folder.write('results.json', toJson(golden));
    expect(readResults(path.join(folder.dir, 'results.json'))).toEqual(golden);
  });

  test('nothing temporary stays, and the folder for logs is there', () => {
    folder.writeHeader(header);
    folder.write('report.md', 'text');
    expect(readdirSync(folder.dir).sort()).toEqual(['logs', 'report.md', 'run.json']);
  });
});

describe('damage', () => {
  test('a torn last line is left out', () => {
    folder.writeHeader(header);
    folder.appendSample(sample(0));
    appendFileSync(path.join(folder.dir, 'samples.jsonl'), JSON.stringify(sample(1)).slice(0, 40));
    expect(readRun(folder.dir).samples).toEqual([sample(0)]);
  });

  test.each([
    ['in the middle of a line', 40],
    ['before its first character', 0],
    ['before its end of line', Number.POSITIVE_INFINITY],
  ])('mended, a file torn %s can be appended to', (_, length) => {
    folder.writeHeader(header);
    folder.appendSample(sample(0));
    const torn = JSON.stringify({ ...sample(1), variant: 'äfter' }).slice(0, length);
    appendFileSync(path.join(folder.dir, 'samples.jsonl'), Buffer.from(torn).subarray(0, -1));
    folder.mend();
    folder.appendSample(sample(2));
    expect(readRun(folder.dir).samples).toEqual([sample(0), sample(2)]);
  });

  test.each([
    ['not JSON', '{"block":\n'],
    ['of another shape', `${JSON.stringify({ ...sample(1), stack: 'ruby' })}\n`],
    ['without a member', `${JSON.stringify({ ...sample(1), metrics: undefined })}\n`],
  ])('a line in the middle that is %s is refused, naming file and line', (_, line) => {
    folder.writeHeader(header);
    folder.appendSample(sample(0));
    appendFileSync(path.join(folder.dir, 'samples.jsonl'), line);
    folder.appendSample(sample(2));
    expect(() => readRun(folder.dir)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining('samples.jsonl:2') }),
    );
  });

  test.each([
    ['another kind of document', { ...golden, schema: 'duet-run' }, 'is not a duet-results document'],
    ['a newer version', { ...golden, schema_version: 4 }, 'has schema version 4; this duet reads version 3'],
    [
      'version 2 without its verdicts',
      { ...golden, schema_version: 2, verdicts: undefined },
      'does not fit the format: ',
    ],
    ['no version', { ...golden, schema_version: undefined }, 'has schema version undefined'],
    ['a member that is missing', { ...golden, patterns: undefined }, 'does not fit the format: '],
    ['a member of another type', { ...golden, trials: 'many' }, 'does not fit the format: /trials'],
    ['an array', [], 'is not a duet-results document'],
    ['null', null, 'is not a duet-results document'],
  ])('%s is refused', (_, value, message) => {
    const file = path.join(folder.dir, 'results.json');
    writeFileSync(file, JSON.stringify(value));
    expect(() => readResults(file)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }),
    );
  });

  test('a file that is not JSON is refused', () => {
    const file = path.join(folder.dir, 'results.json');
    writeFileSync(file, toJson(golden).slice(0, 500));
    expect(() => readResults(file)).toThrow(/is not valid JSON/);
  });

  test('a file that is missing is wrong usage', () => {
    expect(() => readResults(path.join(out, 'nowhere.json'))).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  test('a place where no folder can be made is wrong usage: another --out helps', () => {
    const file = path.join(out, 'file');
    writeFileSync(file, '');
    expect(() => createRunFolder(file, 'x')).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

test('latest points to the run published last, by a relative link', () => {
  folder.publish();
  expect(readlinkSync(path.join(out, 'latest'))).toBe('20260114-093000-quick-0001');
  createRunFolder(out, '20260114-093001-quick-0002').publish();
  expect(readlinkSync(path.join(out, 'latest'))).toBe('20260114-093001-quick-0002');
  openRunFolder(path.join(out, 'latest')).write('report.md', 'text');
  expect(existsSync(path.join(out, '20260114-093001-quick-0002/report.md'))).toBe(true);
});

test('a folder that is called latest is left alone, and named', () => {
  mkdirSync(path.join(out, 'latest'));
  expect(() => folder.publish()).toThrow(
    expect.objectContaining({
      exitCode: 4,
      message: expect.stringMatching(/^cannot point .+latest to this run, whose reports are written: EISDIR/),
      hint: 'a folder has that name: rename or remove it',
    }),
  );
  expect(readdirSync(out).sort()).toEqual([path.basename(folder.dir), 'latest'].sort());
});

describe('pruneRuns', () => {
  const ids = [1, 2, 3, 4, 5].map((n) => `20260114-09300${n}-quick-000${n}`);
  const left = () => readdirSync(out).sort();
  beforeEach(() => {
    rmSync(folder.dir, { recursive: true });
    for (const id of ids) mkdirSync(path.join(out, id));
  });

  test('keeps the newest, the current one among them', () => {
    pruneRuns(out, 3, ids[4] as string);
    expect(left()).toEqual(ids.slice(2));
  });

  test('keeps the current one even when it is the oldest', () => {
    pruneRuns(out, 2, ids[0] as string);
    expect(left()).toEqual([ids[0], ids[4]]);
  });

  test('touches nothing that is no run', () => {
    const others = ['files', 'latest', 'my-notes', '20260114-093000-quick'];
    for (const name of others) mkdirSync(path.join(out, name));
    pruneRuns(out, 1, ids[4] as string);
    expect(left()).toEqual([...others, ids[4]].sort());
  });

  test('removes nothing below the limit', () => {
    pruneRuns(out, 20, ids[4] as string);
    expect(left()).toEqual(ids);
  });
});
