import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { DuetError } from '../errors.ts';
import type { VegetaResult } from '../load/vegeta-results.ts';
import { madeUpAttack } from '../tests/golden/made-up-attack.ts';
import { type Attack, readAttack } from './read-attack.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet-attack-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const { signal } = new AbortController();
const attack = madeUpAttack({ pods: 1, ratePerS: 20 });

function write(name: string, content: string | Uint8Array): string {
  const file = path.join(dir, name);
  writeFileSync(file, content);
  return file;
}

const asJson = ({ sentMs, latencyMs, ...rest }: VegetaResult) =>
  JSON.stringify({ ...rest, timestamp: new Date(sentMs).toISOString(), latency: Math.round(latencyMs * 1e6) });
const asCsv = ({ sentMs, latencyMs, code, error, attack: name, seq, method, url }: VegetaResult) =>
  [Math.floor(sentMs) * 1e6, code, Math.round(latencyMs * 1e6), 0, 2, error, '', name, seq, method, url, ''].join(',');
const lines = (encode: (result: VegetaResult) => string, results = attack.results) =>
  `${results.map(encode).join('\n')}\n`;

const summary = ({ name, results }: Pick<Attack, 'name' | 'results'>) => ({
  name,
  results: results.map(({ seq, code, error, method, url }) => [seq, code, error, method, url]),
});

test.each([
  ['JSON', 'results.json', asJson],
  ['CSV', 'results.csv', asCsv],
])('%s tells what was sent', async (_, name, encode) => {
  const read = await readAttack(write(name, lines(encode)), signal);
  expect(summary(read)).toEqual(summary(attack));
  for (const [at, { sentMs, latencyMs }] of read.results.entries()) {
    // The made-up lines have whole milliseconds.
    expect(Math.abs(sentMs - (attack.results[at]?.sentMs ?? 0))).toBeLessThan(1);
    expect(latencyMs).toBeCloseTo(attack.results[at]?.latencyMs ?? 0, 5);
  }
});

const of = (name: string) => lines((one) => asJson({ ...one, attack: name }));

test.each([
  ['an empty file', '', 'has no results'],
  ['an attack without a name', of(''), 'belongs to no export: its attack has no name'],
  ['an attack of somebody else', of('night-shift'), 'is called night-shift'],
  ['two attacks', of('one') + of('two'), 'has the results of 2 attacks'],
  ['a file that was cut off', lines(asJson).slice(0, -50), 'JSON'],
  ['CSV that was cut off', lines(asCsv).slice(0, -60), 'is no result of vegeta'],
  ['an attack of more pods than can be', of('duet-3f9ac2d10b7e-0-of-99999999999-at-9-for-9s'), 'belongs to no export'],
  ['a status that is none', lines(asJson).replace('"code":200', '"code":-1'), 'not a result of vegeta'],
  ['a time that is none', lines(asJson).replace(/"timestamp":"2026/, '"timestamp":"+999999'), 'not a result of vegeta'],
  ['a member of another kind', lines(asJson).replace('"seq":0', '"seq":"0"'), 'not a result of vegeta'],
])('%s is refused', async (_, text, message) => {
  const reading = readAttack(write('refused', text), signal);
  await expect(reading).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
});

test('a file that is not there is refused', async () => {
  await expect(readAttack(path.join(dir, 'nowhere.bin'), signal)).rejects.toMatchObject({ exitCode: 2 });
});

test('what is no file is refused', async () => {
  await expect(readAttack(dir, signal)).rejects.toMatchObject({ exitCode: 2, message: `${dir} is no file` });
});

test.each([
  ['JSON', asJson],
  ['CSV', asCsv],
])('reading %s ends with the signal, for its reason', async (_, encode) => {
  const file = write('stopped', lines(encode));
  const stopped = AbortSignal.abort(new Error('stopped by SIGINT'));
  await expect(readAttack(file, stopped)).rejects.toThrow('stopped by SIGINT');
});

test('what only vegeta can read needs vegeta', async () => {
  const file = write('results.bin', Buffer.from([0xff, 0x81, 0x03, 0x01]));
  vi.stubEnv('PATH', dir);
  const failure: DuetError = await readAttack(file, signal).catch((error) => error);
  vi.unstubAllEnvs();
  expect(failure).toMatchObject({ exitCode: 4, hint: expect.stringContaining('vegeta encode --to json') });
});
