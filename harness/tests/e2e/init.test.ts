/** `duet init`: it looks at a folder, writes the file, and tries it. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { duet, type Outcome, root, startDuet, until } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place } from './place.ts';

let place: Place;
beforeAll(() => {
  place = makePlace();
});
afterAll(() => place[Symbol.dispose]());

/** A folder with these files. */
function folderOf(files: Record<string, string>): string {
  const dir = mkdtempSync(join(place.dir, 'service-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(dir, file, '..'), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  return dir;
}

const init = (cwd: string, ...args: string[]): Promise<Outcome> => duet(place, ['init', ...args], { cwd });
const written = (dir: string, name = 'duet.config.json') => JSON.parse(readFileSync(join(dir, name), 'utf8'));

/** Answers /orders/1 and /health, to whoever has the token that /login gives. */
const SERVER = `
import { createServer } from 'node:http';
createServer((request, response) => {
  const { url, headers } = request;
  const say = (status, body) => response.writeHead(status).end(JSON.stringify(body));
  if (url === '/health') return say(200, {});
  if (url === '/login') return say(200, { access_token: 'geheim-4711' });
  if (process.env.CLOSED && headers.authorization !== 'Bearer geheim-4711') return say(401, { error: 'who are you?' });
  return url === '/orders/1' ? say(200, { id: 1 }) : say(404, { error: 'no such order' });
}).listen(Number(process.env.PORT), '127.0.0.1');
`;
const PACKAGE = JSON.stringify({ name: 'shop', type: 'module', scripts: { start: 'node server.js' } });
const SHOP = { 'package.json': PACKAGE, 'server.js': SERVER };

test('a Node service: found, written with where each member comes from, started and asked', async () => {
  const dir = folderOf(SHOP);
  const { exitCode, stdout, stderr } = await init(dir, '--yes', '--request', 'GET /orders/1');
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toMatch(/written: duet\.config\.ts\n\s+orders-1\s+GET \/orders\/1\s+200\s+\d+ ms\n$/);
  expect(readFileSync(join(dir, 'duet.config.ts'), 'utf8')).toContain(
    "  // package.json: scripts.start\n  start: 'node server.js',\n  env: {\n    PORT: '{port}',\n  },\n",
  );
  const again = await init(dir, '--yes');
  expect(again.exitCode).toBe(2);
  expect(again.stderr).toContain('there is a duet.config.ts already');
});

test('an answer that is not as it should be is shown, with what to do, and the file is kept', async () => {
  const dir = folderOf(SHOP);
  const requests = ['--request', 'GET /orders/1', '--request', 'GET /orders/2'];
  const { exitCode, stdout, stderr } = await init(dir, '--json', ...requests);
  expect(exitCode).toBe(4);
  expect(stdout).toMatch(/orders-1 .* 200/);
  expect(stdout).toMatch(/orders-2 .* 404 .*no such order/);
  expect(stderr).toContain('1 of 2 requests is not answered as expected');
  expect(written(dir)).toMatchObject({ start: 'node server.js', ready: '/health' });
});

test('a first request logs in, and its token is shown nowhere', async () => {
  const dir = folderOf(SHOP);
  const logIn = ['--first', 'POST /login', '--take', 'token=json:access_token'];
  const more = ['--env', 'CLOSED=1', '--header', 'Authorization: Bearer {token}', '--request', 'GET /orders/1'];
  const { exitCode, stdout, stderr } = await init(dir, ...logIn, ...more);
  expect(exitCode, stderr).toBe(0);
  expect(stdout + stderr).not.toContain('geheim-4711');
});

test('a service that does not start: the end of its log, and the file to correct', async () => {
  const dir = folderOf({ ...SHOP, 'server.js': 'throw new Error("no luck");' });
  const { exitCode, stdout, stderr } = await init(dir, '--yes');
  expect(exitCode).toBe(4);
  expect(stdout).toBe('written: duet.config.ts\n');
  expect(stderr).toContain('no luck');
  expect(existsSync(join(dir, 'duet.config.ts'))).toBe(true);
});

test.skipIf(noProc)('Ctrl-C while the service starts ends it with exit 130, and leaves nothing', async () => {
  const dir = folderOf(SHOP);
  const endless = 'sleep 4712';
  const args = ['init', '--yes', '--start', endless, '--env', 'PORT={port}', '--out', place.out];
  await using run = startDuet(place, args, { cwd: dir });
  await until(run, endless, () => run.family().some(({ command }) => command === endless));
  const family = run.family();
  run.interrupt('SIGINT');
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(130);
  expect(stderr).toContain('duet: stopped by SIGINT');
  expect(await leftovers(place, family)).toEqual([]);
});

/** FastAPI describes itself; nothing says which orders there are. */
const APP = `
from fastapi import FastAPI, HTTPException

app = FastAPI()

@app.get("/orders")
def orders(): return [{"id": 1}]

@app.get("/orders/{order_id}")
def order(order_id: int): return {"id": order_id}

@app.get("/customers/{customer_id}")
def customer(customer_id: int): raise HTTPException(404, "no such customer")
`;

test('requests from what the service says of itself; a guess that is wrong is left out', async () => {
  const dir = folderOf({ 'main.py': APP });
  const uvicorn = `"${join(root, 'python/.venv/bin/uvicorn')}" main:app --port {port}`;
  const { exitCode, stdout, stderr } = await init(dir, '--json', '--start', uvicorn);
  expect(exitCode, stderr).toBe(0);
  expect(Object.values(written(dir).requests)).toEqual(['GET /orders', 'GET /orders/1']);
  expect(stderr).toContain('left out GET /customers/1: a guess, answered with 404');
  expect(stdout).toMatch(/GET \/orders\/1 +200/);
});

const OPENAPI = JSON.stringify({ openapi: '3.1.0', paths: { '/orders/1': { get: { operationId: 'first' } } } });
const HAR = JSON.stringify({ log: { entries: [{ request: { method: 'GET', url: 'http://localhost/orders/1' } }] } });

test.concurrent.each<[name: string, args: string[], requests: object]>([
  ['an OpenAPI document in the folder', [], { first: 'GET /orders/1' }],
  ['a HAR file', ['--har', 'session.har'], { 'orders-1': 'GET /orders/1' }],
])('requests from %s', async (_, args, requests) => {
  const dir = folderOf({ ...SHOP, 'openapi.json': OPENAPI, 'session.har': HAR });
  const { exitCode, stderr } = await init(dir, '--json', '--skip-trial', ...args);
  expect(exitCode, stderr).toBe(0);
  expect(written(dir).requests).toEqual(requests);
});

test('duet tune pool reads what it writes, in that folder', async () => {
  const dir = folderOf(SHOP);
  expect(await init(dir, '--skip-trial', '--request', 'list=GET /orders/1')).toMatchObject({ exitCode: 0 });
  const typed = ['--dry-run', '--rate', '20', '--env', 'POOL={pool_size}'];
  const { exitCode, stdout, stderr } = await duet(place, ['tune', 'pool', ...typed], { cwd: dir });
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain('  node server.js\n');
  const { stderr: refusal } = await duet(place, ['tune', 'pool', ...typed, '--request', 'lst'], { cwd: dir });
  expect(refusal).toContain('did you mean "list"?');
});

test('a folder that is not there is refused by its name, and so is a file', async () => {
  const dir = folderOf(SHOP);
  const folder = await init(dir, 'api', '--yes');
  expect(folder).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('there is no folder api') });
  for (const option of ['--har', '--openapi']) {
    const file = await init(dir, '--yes', option, 'none.json');
    expect(file).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('there is no file none.json') });
  }
  expect(existsSync(join(dir, 'duet.config.ts'))).toBe(false);
});

test('a folder that says nothing is refused, with the option that does', async () => {
  const dir = folderOf({ 'README.md': '' });
  const { exitCode, stderr } = await init(dir, '--yes');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--start');
  expect(existsSync(join(dir, 'duet.config.ts'))).toBe(false);
});
