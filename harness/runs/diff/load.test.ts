import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { judgeDiff } from '../../diff/judge-diff.ts';
import { renderDiffMarkdown } from '../../report/diff/markdown.ts';
import { whyText } from '../../report/diff/sentences.ts';
import { DIFF_VERSION, type OlderDiffResults } from '../../results/schema.ts';
import { END, ONE_CELL, simulateRun } from '../../tests/simulated/simulated-diff.ts';
import { loadDiff } from './load.ts';

/** A diff.json of version 1 and the page that the duet of its time made of it. */
const OLDER = fileURLToPath(new URL('../../tests/golden/pages/older/', import.meta.url));
const SENTENCE = 'So it was said at the time.';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'duet-load-'));
  file = path.join(dir, 'diff.json');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('results of the older version, without their samples', () => {
  test('give the page that they gave, sentence by sentence', () => {
    const page = renderDiffMarkdown(loadDiff(path.join(OLDER, 'diff.json')));
    expect(page).toBe(readFileSync(path.join(OLDER, 'diff.md'), 'utf8'));
    expect(page).toContain('no valid trial of head: 3 of 40 requests failed');
  });
  test('are taken up into the version of now, which reads them back', () => {
    copyFileSync(path.join(OLDER, 'diff.json'), file);
    const taken = loadDiff(file);
    expect(taken).toMatchObject({ schema_version: DIFF_VERSION, why: { code: 'stored' } });
    const [worst] = taken.rows;
    expect(worst).toMatchObject({ gated: true, fails: true });
    writeFileSync(file, JSON.stringify(taken));
    expect(loadDiff(file)).toEqual(taken);
  });
});

/** What the older version would have stored of a run. */
function older(run: ReturnType<typeof simulateRun>): OlderDiffResults {
  const { beside: _b, advice: _a, validity, ...results } = judgeDiff(run.header, run.samples, END);
  const { distrust: _d, ...tally } = validity;
  return {
    ...results,
    schema_version: 1,
    why: SENTENCE,
    rows: results.rows.map(({ gated: _g, fails: _f, why: _w, ...row }) => ({ ...row, why: SENTENCE })),
    validity: { ...tally, reasons: [] },
  };
}

describe('results of the older version, with samples beside them', () => {
  const run = simulateRun({ cells: [ONE_CELL], ratios: { cpu: 1.1 } });
  const lines = run.samples.map((sample) => `${JSON.stringify(sample)}\n`);
  beforeEach(() => writeFileSync(file, JSON.stringify(older(run))));

  test('are judged anew', () => {
    writeFileSync(path.join(dir, 'samples.jsonl'), lines.join(''));
    const found = loadDiff(file);
    expect(found).toEqual(judgeDiff(run.header, run.samples, END));
    expect(whyText(found)).toMatch(/^parallel, Node, after: CPU time/);
  });
  test('are not, where some of the samples are lost', () => {
    writeFileSync(path.join(dir, 'samples.jsonl'), lines.slice(1).join(''));
    expect(whyText(loadDiff(file))).toBe(SENTENCE);
  });
});
