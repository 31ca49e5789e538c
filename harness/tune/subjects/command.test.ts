import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openWorkplace, type Workplace } from '../../lab/workplace.ts';
import { NoAnswer } from '../subject.ts';
import { type CommandOptions, type CommandPlace, commandSubject, readServiceCommand } from './command.ts';

/** Answers with what it was told, with SLOW only from the third question for /health on; the first argument is its port, the second its host. */
const SERVER = `
import { createServer } from 'node:http';
const { POOL, SECRET, FROM_SHELL, STATUS = '200' } = process.env;
console.log('up with', JSON.stringify({ POOL, SECRET }));
let asked = 0;
createServer((request, response) => {
  if (request.url === '/health') asked++;
  if (process.env.SLOW && asked < 3) return response.writeHead(503).end('{"detail": "starting"}');
  response.writeHead(request.url === '/late' ? 500 : Number(STATUS), { 'content-type': 'application/json' });
  response.end(JSON.stringify({ url: request.url, POOL, FROM_SHELL, cwd: process.cwd() }));
}).listen(Number(process.argv[2]), process.argv[3] ?? '127.0.0.1');
`;
const SETTING = { size: 6, overflow: 2, timeout_ms: 500 };

let dir: string;
let workplace: Workplace;
let place: CommandPlace;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet command '));
  vi.stubEnv('TMPDIR', dir);
  workplace = openWorkplace('run');
  writeFileSync(path.join(dir, 'server.mjs'), SERVER);
  place = { workplace, logFile: path.join(dir, 'service.log'), signal: new AbortController().signal };
});
afterEach(async () => {
  await workplace[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

const options = (more: Partial<CommandOptions> = {}): CommandOptions => ({
  command: `"${process.execPath}" server.mjs {port}`,
  cwd: dir,
  env: { POOL: '{pool_size}+{max_overflow}/{pool_timeout_s}' },
  request: 'GET /orders/{n:1-9}',
  header: {},
  readyTimeoutMs: 30_000,
  timeoutStatus: 503,
  ...more,
});
const subjectOf = (more?: Partial<CommandOptions>) => commandSubject(readServiceCommand(options(more)), place);
const groups = () => JSON.parse(readFileSync(path.join(workplace.dir, 'lease.json'), 'utf8')).groups;

test('it is started with its setting, in its folder, with the variables of this shell', async () => {
  vi.stubEnv('FROM_SHELL', 'yes');
  await using service = await subjectOf().start(SETTING);
  const response = await fetch(`${service.url}${service.request(6).path}`);
  const answer = (await response.json()) as { cwd: string };
  expect(answer).toMatchObject({ url: '/orders/7', POOL: '6+2/0.5', FROM_SHELL: 'yes' });
  expect(answer.cwd).toContain('duet command ');
  expect(service.death()).toBeUndefined();
  expect(groups()).toMatchObject([{ pid: service.pid }]);
  await service[Symbol.asyncDispose]();
  expect(groups()).toEqual([]);
  await expect(fetch(service.url)).rejects.toThrow();
});

test('one that listens on IPv6 only is found as well', async () => {
  await using service = await subjectOf({ command: `"${process.execPath}" server.mjs {port} ::1` }).start(SETTING);
  expect(service.url).toContain('[::1]');
});

test('one that needs time after it listens says so at a path', async () => {
  const slow = { env: { POOL: '{pool_size}', SLOW: '1' } };
  await using service = await subjectOf({ ...slow, readyPath: '/health' }).start(SETTING);
  expect((await fetch(service.url)).status).toBe(200);
  // Without it, the first request comes too early.
  await expect(subjectOf(slow).start(SETTING)).rejects.toMatchObject({
    exitCode: 2,
    hint: expect.stringContaining('--ready-path'),
  });
});

test('{database_url} is the database that is observed, and its password is in no log', async () => {
  place.databaseUrl = 'postgresql://u:geheim123@127.0.0.1/db';
  const subject = subjectOf({ env: { POOL: '{pool_max}', SECRET: '{database_url}' } });
  await using _service = await subject.start(SETTING);
  const log = readFileSync(place.logFile, 'utf8');
  expect(log).toContain('"SECRET":"***"');
  expect(log).not.toContain('geheim123');
});

test('{database_url} without a database is refused', async () => {
  const subject = subjectOf({ env: { POOL: '{pool_max}', URL: '{database_url}' } });
  await expect(subject.start(SETTING)).rejects.toMatchObject({
    exitCode: 2,
    message: 'there is no {database_url}: DATABASE_URL is not set',
  });
});

test('what stands in the results shows no secret', () => {
  const { describes } = readServiceCommand(
    options({ env: { POOL: '{pool_size}', SIGNING_KEY: 'geheim 123', DATABASE_URL: 'postgresql://u:geheim123@h/db' } }),
  );
  expect(describes.env).toEqual({ POOL: '{pool_size}', SIGNING_KEY: '***', DATABASE_URL: 'postgresql://u:***@h/db' });
});

describe('refused at its start, with nothing left running', () => {
  test('a command that exits, with the end of its log', async () => {
    const command = `sh -c 'echo "no pool {pool_size} at {port}" >&2; exit 7'`;
    await expect(subjectOf({ command }).start(SETTING)).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/^the service of --command exited with code 7.*no pool 6 at \d+$/s),
      hint: expect.stringContaining('--with-database'),
    });
    expect(groups()).toEqual([]);
  });

  test('one that is not ready in time, with the option that gives it longer', async () => {
    const command = `"${process.execPath}" -e "setInterval(() => {}, 1000)" {port}`;
    await expect(subjectOf({ command, readyTimeoutMs: 1_000 }).start(SETTING)).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('the service of --command did not listen within 1 s'),
      hint: expect.stringMatching(/^--ready-timeout 2s, if it needs longer to start; start it by hand/),
    });
    expect(groups()).toEqual([]);
  });

  test('a command that does not exist', async () => {
    await expect(subjectOf({ command: 'no-such-program {port}' }).start(SETTING)).rejects.toMatchObject({
      exitCode: 4,
    });
  });

  test('a first answer that is not the expected one, with its status and body', async () => {
    await expect(subjectOf({ request: 'GET /late' }).start(SETTING)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^GET \/late is answered with status 500: \{"url":"\/late"/),
    });
    expect(groups()).toEqual([]);
  });

  test('a first answer that is not as --expect says, with the rule and the body', async () => {
    const expected = { expect: ['json:url', 'json:POOL=7'] };
    await expect(subjectOf(expected).start(SETTING)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(
        /^GET .* is answered with status 200, and not as --expect json:POOL=7 says: \{"url"/,
      ),
      hint: expect.stringContaining('--expect'),
    });
    expect(groups()).toEqual([]);
  });

  test('no connection in time is a wrong first answer, too', async () => {
    await expect(subjectOf({ env: { POOL: '{pool_size}', STATUS: '503' } }).start(SETTING)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('status 503'),
    });
  });
});

test('what a body must match is judged for every answer, and stands in the results', async () => {
  const expected = { expect: ['contains:"POOL":"6', 'json:error='] };
  await using service = await subjectOf(expected).start(SETTING);
  const judged = (status: number, text: string) => service.check({ status, text, bytes: Buffer.from(text), ms: 1 }, 0);
  expect(judged(200, '{"POOL":"6+2"}')).toBeUndefined();
  expect(judged(200, '{"POOL":"6+2","error":"none came free"}')).toBe('wrong-body');
  expect(judged(500, '{"POOL":"6+2"}')).toBe('wrong-status');
  expect(readServiceCommand(options(expected)).describes.expect).toEqual(expected.expect);
  expect(readServiceCommand(options()).describes.expect).toBeUndefined();
});

test('once it has answered, a setting may be too small for a single request', async () => {
  // It answers with the status that its timeout says.
  const subject = subjectOf({ env: { POOL: '{pool_size}', STATUS: '{pool_timeout_ms}' } });
  await (await subject.start({ ...SETTING, timeout_ms: 200 }))[Symbol.asyncDispose]();
  await using service = await subject.start({ ...SETTING, timeout_ms: 503 });
  const { status } = await fetch(`${service.url}/`);
  expect(service.isPoolTimeout({ status, bytes: Buffer.alloc(0), text: '', ms: 0 })).toBe(true);
});

test('once it has answered, another wrong answer is no wrong request', async () => {
  const subject = subjectOf({ env: { POOL: '{pool_size}', STATUS: '{pool_timeout_ms}' } });
  await (await subject.start({ ...SETTING, timeout_ms: 200 }))[Symbol.asyncDispose]();
  await expect(subject.start({ ...SETTING, timeout_ms: 500 })).rejects.toMatchObject({
    exitCode: 5,
    message: expect.stringContaining('status 500'),
  });
});

describe('once it has answered, a setting that may be too small is held to limits', () => {
  const limits = { answersWithinMs: 2_000 };
  /** After a start that was answered as expected. */
  async function answered(more: Partial<CommandOptions>, setting = { ...SETTING, timeout_ms: 200 }) {
    const subject = subjectOf(more);
    await (await subject.start(setting))[Symbol.asyncDispose]();
    return subject;
  }

  test.each([
    ['it refuses one request', undefined, 'is answered with status 503'],
    ['it never gets ready', '/health', 'nothing is answered within 2 s'],
  ])('%s', async (_, readyPath, message) => {
    const subject = await answered({ env: { POOL: '{pool_size}', STATUS: '{pool_timeout_ms}' }, readyPath });
    const error = await subject.start({ ...SETTING, timeout_ms: 503 }, limits).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(NoAnswer);
    expect(error.message).toContain(message);
    expect(groups()).toEqual([]);
  });

  test('it ends, which is something else', async () => {
    const command = `sh -c 'test {pool_size} -ge 4 && exec "${process.execPath}" server.mjs {port}'`;
    const subject = await answered({ command }, SETTING);
    const error = await subject.start({ ...SETTING, size: 3 }, limits).catch((thrown) => thrown);
    expect(error).not.toBeInstanceOf(NoAnswer);
    expect(error.message).toContain('exited with code 1');
  });
});

test.each<[string, Partial<CommandOptions>, string]>([
  ['an unknown placeholder', { command: 'run {port} {poolsize}' }, 'there is no placeholder {poolsize}'],
  ['one in a variable', { env: { POOL: '{pool-size} {size}' } }, '--env POOL: there is no placeholder {size}'],
  ['no port', { command: 'run' }, 'has {port}'],
  ['no size', { env: { POOL: '{max_overflow}' } }, 'neither --command nor --env has {pool_size}'],
  ['a pipe', { command: 'run {port} {pool_size} | tee log' }, '| needs a shell'],
  ['a folder that is not there', { cwd: '/no/such/folder' }, '--cwd /no/such/folder is not a folder'],
  ['a path without a slash', { readyPath: 'health' }, '--ready-path health'],
  ['a request without a path', { request: 'GET' }, 'it needs a method and a path'],
])('%s is refused before anything is started', (_, more, message) => {
  expect(() => readServiceCommand(options(more))).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }),
  );
});

test('a service that is told neither overflow nor timeout is known to be', () => {
  expect(readServiceCommand(options({ env: { POOL: '{pool_max}' } })).untold).toEqual(['overflow', 'timeout']);
  expect(readServiceCommand(options()).untold).toEqual([]);
});
