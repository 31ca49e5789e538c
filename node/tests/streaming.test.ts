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

function sumWith(variant: string, content: string | Buffer) {
  writeFileSync(join(folder, 'file.csv'), content);
  return app.inject({ method: 'POST', url: `/streaming/${variant}`, payload: { file: 'file.csv' } });
}

describe.each(['before', 'after', 'after-best'])('%s', (variant) => {
  const sum = (content: string | Buffer) => sumWith(variant, content);

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

  // Chunks have 64 KiB, in after-best 512 KiB: the shift moves each byte of the plan's characters over a chunk's end.
  test.each([0, 1, 2, 3])('characters that lie across two chunks survive (shift %i)', async (shift) => {
    const line = '1,🚀é,1,d,c\n';
    const first = `1,a,1,d,${'x'.repeat(shift)}\n`;
    const lines = 40_000;
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

describe('after-best answers as after does, byte for byte', () => {
  const expectSame = async (content: string | Buffer) => {
    const [after, best] = [await sumWith('after', content), await sumWith('after-best', content)];
    expect([best.statusCode, best.payload]).toEqual([after.statusCode, after.payload]);
  };

  test.each([
    ['a character that is cut off', '1,\xe2\x82,1,d,c\n'],
    ['several spellings of what is not UTF-8', '1,\xff,1,d,c\n2,\xfe,2,d,c\n3,\xef\xbf\xbd,4,d,c\n4,\xff\xff,8,d,c\n'],
    ['half a surrogate pair', '1,\xed\xa0\x80,1,d,c\n'],
    ['a byte order mark in a plan', '1,\xef\xbb\xbfa,1,d,c\n'],
    ['a character that is cut off by the end', '1,a,1,d,c\xf0\x9f'],
    ['a quoted number', '"1",a,1,d,c\n'],
    ['a quoted plan', '1,"a",1,d,c\n'],
    ['a quoted comma', '1,"a,b",1,d,c\n'],
    ['a lone CR as a line', '\r\n'],
    ['a CR at the end', '1,a,1,d,c\r'],
    ['a CR in a number', '1,a,1\r,d,c\n'],
    ['a zero byte', '1,a\0,1,d,\0\n'],
    ['blank lines alone', '\n\n'],
    ['a blank line at the end', '1,a,1,d,c\n\n'],
    ['an end within a field', '1,a,1,d,c\n2,a'],
    ['an end after a comma', '1,a,1,d,'],
    ['zeros in front', '000000001,a,000000002,d,c\n'],
    ['a long number', `${'9'.repeat(400)},a,1,d,c\n`],
    ['plans like properties of objects', '1,__proto__,1,d,c\n2,constructor,1,d,c\n'],
    ['a long plan', `1,${'p'.repeat(200_000)},1,d,c\n2,${'p'.repeat(200_000)},2,d,c\n`],
    ['plans with the same hash', '1,Aa,1,d,c\n2,BB,2,d,c\n3,Aa,4,d,c\n'],
    ['a malformed line far in', `${'1,a,1,d,c\n'.repeat(50_000)}1,a,1,d\n`],
  ])('%s', (_what, content) => expectSame(Buffer.from(content, 'latin1')));

  // The buffer has 512 KiB, and twice as much where a line is longer than half of it.
  test.each([262_142, 262_143, 262_144, 262_145, 524_286, 524_287, 524_288, 524_289, 1_048_575, 1_048_576])(
    'a line of %i bytes',
    async (length) => {
      const line = `1,a,1,d,${'x'.repeat(length - 9)}\n`;
      for (const content of [line, line.slice(0, -1), `${line}2,b,2,d,c\n${line}`]) await expectSame(content);
    },
  );

  test('many plans, each of them again', () => {
    const lines = Array.from({ length: 30_000 }, (_, n) => `${n},plan ${(n * 7919) % 5_000},${n},d,c\n`);
    return expectSame(lines.join(''));
  });
});
