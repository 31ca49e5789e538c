/** setup.sh with stand-ins for node, npm and Python, which only note that they were called. */
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const script = fileURLToPath(new URL('setup.sh', import.meta.url));
let checkout: string;
let bin: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** A command on the stand-in PATH. */
function command(name: string, body: string): void {
  write(join(bin, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(bin, name), 0o755);
}

const pythonOf = (version: string, body: string) => `
case "$*" in
  --version) echo 'Python 3.${version}.1' ;;
  *'version_info < (3, 11)'*) [ ${version} -ge 11 ] ;;
  *ensurepip*) ${body} ;;
  *python3.%d-venv*) echo python3.${version}-venv ;;
  *'-m venv'*) echo venv >>"$CALLS"; mkdir -p python/.venv/bin; cp "$0" python/.venv/bin/python ;;
  *'-m pip'*) echo "pip \${*##* }" >>"$CALLS"; [ ! -e "$BREAK_PIP" ] ;;
  -) cat >/dev/null ;;
esac`;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'duet setup-'));
  [checkout, bin] = [join(folder, 'a checkout'), join(folder, 'bin')];
  for (const file of [
    'package.json',
    'package-lock.json',
    'python/requirements.lock',
    'python/requirements-dev.lock',
  ]) {
    write(join(checkout, file), `${file}, first\n`);
  }
  mkdirSync(join(checkout, 'harness/tasks'), { recursive: true });
  copyFileSync(script, join(checkout, 'harness/tasks/setup.sh'));
  command('node', 'echo v20.1.0');
  command('npm', 'echo npm >>"$CALLS"; mkdir -p node_modules/.bin; cp "$(command -v node)" node_modules/.bin/node');
  command('python3', pythonOf('12', 'true'));
});
afterEach(() => rmSync(dirname(checkout), { recursive: true, force: true }));

/** The tools that setup.sh needs beside those above, without the machine's own node and python. */
const TOOLS = ['sh', 'cat', 'cmp', 'cp', 'dirname', 'ln', 'mkdir', 'mktemp', 'mv', 'rm', 'uname'];

async function setUp(mode: 'run' | 'test', env: Record<string, string> = {}) {
  for (const tool of TOOLS) command(tool, `exec "$(PATH=/usr/bin:/bin; command -v ${tool})" "$@"`);
  const calls = join(checkout, 'calls');
  writeFileSync(calls, '');
  const { exitCode, stderr } = await execa('/bin/sh', [join(checkout, 'harness/tasks/setup.sh'), mode], {
    env: { PATH: bin, HOME: checkout, CALLS: calls, BREAK_PIP: join(checkout, 'break-pip'), ...env },
    extendEnv: false,
    reject: false,
  });
  return { exitCode, stderr, calls: readFileSync(calls, 'utf8').trim().split('\n').filter(Boolean) };
}

const EVERYTHING = ['npm', 'venv', 'pip python/requirements.lock'];
const TEST_TOOLS = 'pip python/requirements-dev.lock';

describe('installs', () => {
  test('once', async () => {
    expect(await setUp('run')).toMatchObject({ exitCode: 0, calls: EVERYTHING });
    expect(await setUp('run')).toMatchObject({ exitCode: 0, calls: [], stderr: '' });
  });

  test('the test tools only for the tests', async () => {
    await setUp('run');
    expect((await setUp('test')).calls).toEqual([TEST_TOOLS]);
    expect((await setUp('run')).calls).toEqual([]);
  });

  test('nothing when a checkout only touched the lock files', async () => {
    await setUp('test');
    utimesSync(join(checkout, 'package-lock.json'), new Date(), new Date());
    expect((await setUp('test')).calls).toEqual([]);
  });

  test('again when a lock file changed', async () => {
    await setUp('test');
    write(join(checkout, 'package-lock.json'), 'second\n');
    expect((await setUp('test')).calls).toEqual(['npm']);
    write(join(checkout, 'python/requirements.lock'), 'second\n');
    expect((await setUp('test')).calls).toEqual(['venv', 'pip python/requirements.lock', TEST_TOOLS]);
  });

  test('again after an install that failed', async () => {
    write(join(checkout, 'break-pip'), '');
    expect(await setUp('run')).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('pip could not install') });
    rmSync(join(checkout, 'break-pip'));
    expect((await setUp('run')).calls).toEqual(['venv', 'pip python/requirements.lock']);
  });

  test('without a HOME', async () => {
    command(
      'npm',
      'echo "npm $([ -d "$HOME" ] && echo has a home)" >>"$CALLS"; mkdir -p node_modules/.bin; cp "$(command -v node)" node_modules/.bin/node',
    );
    expect((await setUp('run', { HOME: '/nonexistent' })).calls[0]).toBe('npm has a home');
  });
});

describe('refuses with exit 4 and the fix', () => {
  const refusal = (what: string) => ({
    exitCode: 4,
    calls: [],
    stderr: expect.stringMatching(new RegExp(`${what}[^]*fix: .`)),
  });

  test('no node', async () => {
    rmSync(join(bin, 'node'));
    expect(await setUp('run')).toMatchObject(refusal('Node.js was not found'));
  });
  test('an old node', async () => {
    command('node', 'echo v18.19.0');
    expect(await setUp('run')).toMatchObject(refusal('Node.js 18.19.0 is too old; 20 or newer'));
  });
  test('no npm', async () => {
    rmSync(join(bin, 'npm'));
    expect(await setUp('run')).toMatchObject(refusal('npm was not found'));
  });
  test('no python', async () => {
    rmSync(join(bin, 'python3'));
    expect(await setUp('run')).toMatchObject(refusal('Python 3 was not found'));
  });
  test('an old python', async () => {
    command('python3', pythonOf('9', 'true'));
    expect(await setUp('run')).toMatchObject(refusal('Python 3.9.1 is too old; Python 3.11'));
  });
  test('a python without venv', async () => {
    command('python3', pythonOf('11', 'false'));
    expect(await setUp('run')).toMatchObject(refusal('virtual environments[^]*python3.11-venv|brew'));
  });
  test('a DUET_PYTHON that is none', async () => {
    expect(await setUp('run', { DUET_PYTHON: '/nonexistent/python' })).toMatchObject(
      refusal('DUET_PYTHON=/nonexistent'),
    );
  });
});

test('a newer python beside an old python3 is found by its name', async () => {
  command('python3', pythonOf('9', 'true'));
  command('python3.13', pythonOf('13', 'true'));
  expect(await setUp('run')).toMatchObject({ exitCode: 0, calls: EVERYTHING });
});
