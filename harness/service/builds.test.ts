import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openWorkplace, type Workplace } from '../lab/workplace.ts';
import { type BuildOptions, buildSide } from './builds.ts';

let dir: string;
let [root, cacheDir, counted] = ['', '', ''];
let workplace: Workplace;
let said: string[];
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet-builds-'));
  vi.stubEnv('TMPDIR', dir);
  workplace = openWorkplace('run');
  [root, cacheDir, counted] = [path.join(dir, '1'), path.join(dir, 'cache'), path.join(dir, 'counted')];
  said = [];
  checkOut(root);
});
afterEach(async () => {
  await workplace[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

function checkOut(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'source.txt'), 'source');
}

const build = (more: Partial<BuildOptions> = {}) =>
  buildSide({
    ...{ workplace, side: 'base', root, cwd: root, cacheDir, sources: 'abc', ownEnv: {}, timeoutMs: 60_000 },
    build: `mkdir dist && pwd > dist/made && echo built >> ${counted}`,
    env: { PATH: process.env.PATH ?? '' },
    logFile: path.join(dir, 'build.log'),
    onProgress: (text) => said.push(text),
    signal: new AbortController().signal,
    ...more,
  });
const builds = () => readFileSync(counted, 'utf8').split('\n').length - 1;

test('the second time it is not built again, and lies where it is to lie now', async () => {
  expect(await build()).toEqual({ from: 'built', naming: ['dist/made'] });
  const other = path.join(dir, '2');
  checkOut(other);
  expect(await build({ root: other, cwd: other })).toEqual({ from: 'kept', naming: ['dist/made'] });
  expect(builds()).toBe(1);
  expect(readFileSync(path.join(other, 'dist/made'), 'utf8')).toBe(`${other}\n`);
  expect(readFileSync(path.join(other, 'source.txt'), 'utf8')).toBe('source');
  expect(said).toEqual([
    expect.stringContaining('building base: mkdir dist'),
    'base is built already: an earlier run kept it',
  ]);
});

test.each<[string, Partial<BuildOptions>]>([
  ['other sources', { sources: 'abd' }],
  ['another variable of the config', { ownEnv: { NODE_ENV: 'test' } }],
])('%s are built anew', async (_, more) => {
  await build();
  checkOut(root);
  expect((await build(more)).from).toBe('built');
  expect(builds()).toBe(2);
});

test('a build that fails names the side and is not kept', async () => {
  await expect(build({ build: 'echo no compiler && exit 2' })).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(/^`build` of base, echo no compiler && exit 2, exited with code 2.*no compiler$/s),
  });
  expect(readdirSync(cacheDir)).toEqual([]);
});

test('one that is stopped leaves nothing', async () => {
  const controller = new AbortController();
  const running = build({ build: `touch ${counted} && sleep 600`, signal: controller.signal });
  await expect.poll(() => existsSync(counted)).toBe(true);
  controller.abort(new Error('stopped by hand'));
  await expect(running).rejects.toThrow('stopped by hand');
  expect(readdirSync(cacheDir)).toEqual([]);
});

test('where it cannot be kept, it is built all the same', async () => {
  // Kept is what `cp` can copy.
  const bin = path.join(dir, 'bin');
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'cp'), '#!/bin/sh\necho no room >&2; exit 1\n', { mode: 0o755 });
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
  expect((await build()).from).toBe('built');
  expect(said.at(-1)).toContain('the build of base is not kept: ');
  expect(readdirSync(cacheDir)).toEqual([]);
});

test('the builds that were not used for the longest time make room', async () => {
  for (let i = 0; i < 8; i++) {
    checkOut(root);
    await build({ sources: `${i}` });
    vi.setSystemTime(Date.now() + 3_700_000);
  }
  vi.useRealTimers();
  expect(readdirSync(cacheDir)).toHaveLength(6);
});
