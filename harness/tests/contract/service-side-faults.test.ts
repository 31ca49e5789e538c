/** What is wrong with one side of a reader's service is said of that side. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { processStartTime } from '../../lab/process-table.ts';
import type { SideName } from '../../results/schema.ts';
import type { ServiceCommands } from '../../service/commands.ts';
import { BUILD, COMMANDS, makeShop, NODE, SERVER, type Shop } from './shop.ts';

let shop: Shop;
beforeEach(() => {
  shop = makeShop();
});
afterEach(() => {
  vi.unstubAllEnvs();
  shop[Symbol.dispose]();
});

const { database: _, ...others } = COMMANDS;
/** Without a database, which takes a while to make. */
const openBare = (more: Partial<ServiceCommands> = {}) =>
  shop.open({}, { commandsOf: async () => ({ ...others, ...more }) });

test('a folder that it has not, before the other is built', async () => {
  const commandsOf = async (side: SideName) => (side === 'head' ? { ...COMMANDS, cwd: 'api' } : COMMANDS);
  await expect(shop.open({}, { commandsOf })).rejects.toThrow('head, working tree, has no folder api');
  expect(shop.said).toEqual([]);
});

test('a database that nothing names, before anything is built', async () => {
  vi.stubEnv('DATABASE_URL', '');
  await expect(shop.open({ database: { from: 'DATABASE_URL' } })).rejects.toMatchObject({
    exitCode: 2,
    message: '`database` is from DATABASE_URL, and that is not set',
  });
  expect(shop.said).toEqual([]);
});

test('a build that fails', async () => {
  shop.repository.write('broken', '');
  const build = `${BUILD} && if test -e broken; then echo does not compile; exit 2; fi`;
  await expect(shop.open({ build })).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(
      /^`build` of head, .* exited with code 2; the end of its output:\n {4}does not compile$/s,
    ),
  });
});

test('a migration that fails', async () => {
  shop.repository.write('migrate.mjs', "throw new Error('no such column');");
  await expect(shop.open()).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(/^`migrate` of head, .* exited with code 1; .*no such column/s),
  });
});

test('a build that is stopped leaves nothing', async () => {
  const controller = new AbortController();
  const started = path.join(shop.dir, 'started');
  const opening = shop.open({ build: `echo $$ > ${started} && exec sleep 600` }, { signal: controller.signal });
  await expect.poll(() => existsSync(started) && readFileSync(started, 'utf8')).toMatch(/^\d+\n$/);
  controller.abort(new Error('stopped by hand'));
  await expect(opening).rejects.toThrow('stopped by hand');
  expect(processStartTime(Number(readFileSync(started, 'utf8')))).toBeUndefined();
  expect(readdirSync(path.join(shop.dir, 'builds'))).toEqual([]);
});

test('one that does not get ready', async () => {
  shop.repository.write('server.mjs', 'console.log("waiting for godot"); setInterval(() => {}, 1_000);');
  await using sides = await openBare({ readyTimeoutMs: 2_000 });
  await expect(sides.start('head')).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(/^the service of head did not listen within 2 s; .*waiting for godot$/s),
    hint: expect.stringMatching(/^--ready-timeout 4s, or readyTimeout in the config/),
  });
});

test('one that answers, and not with 2xx where it is asked whether it is ready', async () => {
  const server =
    "import { createServer } from 'node:http'; createServer((_, response) => response.writeHead(404).end())";
  shop.repository.write('server.mjs', `${server}.listen(Number(process.env.PORT), '127.0.0.1');`);
  await using sides = await openBare({ ready: '/nowhere', readyTimeoutMs: 6_000 });
  await expect(sides.start('head')).rejects.toMatchObject({
    exitCode: 4,
    message: 'the service of head answered /nowhere with status 404, and not with 2xx within 6 s',
    hint: expect.stringMatching(/^--ready-path, or `ready` in the config/),
  });
});

test('one that listens on a port of its own choice', async () => {
  shop.repository.write('server.mjs', SERVER('second').replace('Number(process.env.PORT)', '0'));
  await using sides = await openBare({ readyTimeoutMs: 2_000 });
  await expect(sides.start('head')).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(/^the service of head listens on port \d+, its own choice, and did not on the one/),
    hint: expect.stringContaining('PORT={port}'),
  });
});

test('one that speaks HTTP/2 only', async () => {
  const server =
    "import { createServer } from 'node:http2'; createServer().listen(Number(process.env.PORT), '127.0.0.1');";
  shop.repository.write('server.mjs', server);
  await using sides = await openBare();
  await expect(sides.start('head')).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(/^the service of head at http:\S+ speaks HTTP\/2 without TLS \(h2c\)/),
  });
});

test('one whose own choice is taken', async () => {
  await using sides = await openBare();
  await using base = await sides.start('base');
  const { port } = new URL(base.url);
  await using other = await openBare({ start: `${NODE} server.mjs {port}`, env: { PORT: port } });
  await expect(other.start('head')).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(`the service of head wants port ${port}, which is taken, and not the one`),
  });
});
