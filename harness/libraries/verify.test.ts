import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FieldName } from '../results/library-names.ts';
import { knownReport } from './known-answers.ts';
import { verifyAnswers } from './verify.ts';

const LINES = '1,pro,250,2024-01-01,Amsterdam\n2,free,100,2024-01-02,Singapore\n3,pro,50,2024-01-03,Amsterdam\n';
const SUMS = {
  rows: 3,
  amount_cents: 400,
  plans: [
    { plan: 'free', rows: 1, amount_cents: 100 },
    { plan: 'pro', rows: 2, amount_cents: 300 },
  ],
};

let filesDir: string;
let server: Server;
/** What the library answers to everything. */
let answer: { status: number; body: unknown };
beforeEach(async () => {
  filesDir = mkdtempSync(path.join(os.tmpdir(), 'duet verify '));
  writeFileSync(path.join(filesDir, 'some.csv'), LINES);
  server = createServer((_, response) => response.writeHead(answer.status).end(JSON.stringify(answer.body)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
  rmSync(filesDir, { recursive: true });
});

const verify = (field: FieldName) => {
  const { port } = server.address() as { port: number };
  const signal = new AbortController().signal;
  const unasked = {} as pg.Client;
  return verifyAnswers({ url: `http://127.0.0.1:${port}` }, field, {
    client: unasked,
    filesDir,
    file: 'some.csv',
    signal,
  });
};

test('sums of the file are equal, whatever else an answer has', async () => {
  answer = { status: 200, body: { ...SUMS, checksum: 17 } };
  expect(await verify('streaming')).toBe('equal');
});

test('a difference is told by its place and both values', async () => {
  answer = { status: 200, body: { ...SUMS, plans: [SUMS.plans[0], { plan: 'pro', rows: 2, amount_cents: 301 }] } };
  expect(await verify('streaming')).toEqual({
    operation: 'summarize',
    difference: '$.plans[1].amount_cents: 300, here 301',
  });
});

test('a failure of the library is told in its own words', async () => {
  answer = { status: 500, body: { error: 'ParserError', message: 'expected 5 fields', code: 'E1' } };
  expect(await verify('streaming')).toEqual({ operation: 'summarize', error: 'ParserError: expected 5 fields (E1)' });
});

test('a report may take its own time', async () => {
  answer = { status: 200, body: { ...(knownReport() as object), busy_ms: 3 } };
  expect(await verify('workers')).toBe('equal');
});
