import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { GOLDEN, testApp } from './test-app.ts';

const folder = mkdtempSync(join(tmpdir(), 'duet-streaming-'));
const app = testApp({ FILES_DIR: folder });
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

describe.each(['before', 'after'])('%s', (variant) => {
  async function sum(content: string | Buffer) {
    writeFileSync(join(folder, 'file.csv'), content);
    return app.inject({ method: 'POST', url: `/streaming/${variant}`, payload: { file: 'file.csv' } });
  }

  test('line ends, separators of other alphabets and odd plans', async () => {
    const expected = JSON.parse(readFileSync(join(GOLDEN, 'tricky.json'), 'utf8'));
    expect((await sum(readFileSync(join(GOLDEN, 'tricky.csv')))).json()).toEqual(expected);
  });

  test('an empty file has no rows', async () => {
    expect((await sum('')).json()).toEqual({ rows: 0, amount_cents: 0, plans: [], checksum: 0 });
  });

  test('CRLF files are the same as LF files', async () => {
    const lines = '1,pro,5,2024-01-01,Oslo\n2,pro,6,2024-01-02,Rome\n';
    expect((await sum(lines.replaceAll('\n', '\r\n'))).json()).toEqual((await sum(lines)).json());
  });

  // Chunks have 64 KiB: the shift moves each byte of the plan's characters over a chunk's end.
  test.each([0, 1, 2, 3])('characters that lie across two chunks survive (shift %i)', async (shift) => {
    const line = '1,🚀é,1,d,c\n';
    const first = `1,a,1,d,${'x'.repeat(shift)}\n`;
    const lines = 20_000;
    const { rows, plans } = (await sum(first + line.repeat(lines))).json();
    expect(rows).toBe(lines + 1);
    expect(plans).toEqual([
      { plan: 'a', rows: 1, amount_cents: 1 },
      { plan: '🚀é', rows: lines, amount_cents: lines },
    ]);
  });

  test('a line longer than a chunk is one line', async () => {
    expect((await sum(`1,a,1,d,${'x'.repeat(300_000)}\n2,a,1,d,c`)).json()).toMatchObject({ rows: 2 });
  });

  test('bytes that are not UTF-8 read as U+FFFD', async () => {
    const { plans } = (await sum(Buffer.from('1,\xff,1,d,c\n', 'latin1'))).json();
    expect(plans).toEqual([{ plan: '\ufffd', rows: 1, amount_cents: 1 }]);
  });

  test.each([
    ['four fields', '1,a,1,d'],
    ['six fields', '1,a,1,d,c,e'],
    ['a blank line', ''],
    ['a fraction', '1,a,1.5,d,c'],
    ['a sign', '-1,a,1,d,c'],
    ['a space', ' 1,a,1,d,c'],
    ['an underscore', '1_0,a,1,d,c'],
    ['an empty amount', '1,a,,d,c'],
    ['ten digits', '1,a,1000000000,d,c'],
    ['digits of another script', '٣,a,1,d,c'],
    ['a byte order mark', '\ufeff1,a,1,d,c'],
  ])('%s is malformed, and the line is named', async (_what, line) => {
    const response = await sum(`1,a,1,d,c\n2,a,1,d,c\n${line}\n4,a,1,d,c\n`);
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({
      type: 'urn:duet:problem:invalid-request',
      detail: 'line 3 is not id,plan,amount_cents,day,city',
      field: 'file',
    });
  });

  test('a folder is no file', async () => {
    const inFolder = testApp({ FILES_DIR: join(folder, '..') });
    const file = folder.slice(folder.lastIndexOf('/') + 1);
    const response = await inFolder.inject({ method: 'POST', url: `/streaming/${variant}`, payload: { file } });
    expect(response.json()).toMatchObject({ type: 'urn:duet:problem:unknown-file', status: 404 });
    await inFolder.close();
  });
});
