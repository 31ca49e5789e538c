/** duet as a package: packed by npm from a copy of this checkout, and installed from the tarball into a folder of its own. */
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { execa } from 'execa';
import { LEAST_NODE } from '../../install.ts';
import { copyCode } from './diff-sides.ts';
import { type Outcome, root } from './duet-process.ts';
import type { Place } from './place.ts';

export interface Packed {
  /** The copy that was packed. */
  checkout: string;
  tarball: string;
  /** What npm and duet said of it. */
  said: string;
}

/** `npm pack` in a copy of this checkout, whose packages are those of this one. */
export async function pack(place: Place): Promise<Packed> {
  const checkout = join(place.dir, 'checkout');
  const files = ['package.json', 'package-lock.json', 'tsconfig.json', 'README.md', 'LICENSE', '.npmrc', '.gitignore'];
  copyCode(['harness', 'fixtures', '.github', ...files], checkout);
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
  const { stdout, all } = await npm(checkout, ['pack', '--pack-destination', place.dir]);
  return { checkout, tarball: join(place.dir, stdout.trim().split('\n').at(-1) ?? ''), said: all };
}

/** What npm says where there is no registry to be reached. */
const UNREACHABLE = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH)\b/;

export interface Foreign {
  dir: string;
  /** `npx --no duet …` there, with an empty HOME. */
  duet(...args: string[]): Promise<Outcome & { all: string }>;
  /** Any program in the same way. */
  run(program: string, ...args: string[]): Promise<Outcome & { all: string }>;
}

/**
 * A new repository with the package and a service to tune.
 * @returns why there is none where the registry cannot be reached.
 */
export async function installIn(place: Place, packed: Packed): Promise<Foreign | string> {
  const dir = join(place.dir, 'somebody else’s');
  mkdirSync(dir);
  writeFileSync(join(dir, 'package.json'), '{ "name": "orders", "private": true, "type": "module" }\n');
  const foreign = await installInto(dir, place, packed);
  if (typeof foreign !== 'string') {
    cpSync(join(root, 'fixtures/examples/node-orders'), join(dir, 'service'), { recursive: true });
  }
  return foreign;
}

/**
 * As the page about the package says it, for a repository that is there. On Linux it is run by the oldest Node that may.
 * @returns why that cannot be where the registry cannot be reached.
 */
export async function installInto(dir: string, place: Place, { tarball }: Packed): Promise<Foreign | string> {
  const home = join(place.dir, 'home');
  mkdirSync(home, { recursive: true });
  cpSync(tarball, join(dir, basename(tarball)));
  const node = join(place.dir, 'oldest node');
  const isLinux = process.platform === 'linux';
  const missing =
    (await install(dir, '--save-dev', `./${basename(tarball)}`)) ??
    (isLinux ? await install(node, '--prefix', node, `node-linux-${process.arch}@${LEAST_NODE}`) : undefined);
  if (missing !== undefined) return missing;
  const PATH = [...(isLinux ? [join(node, 'node_modules/.bin')] : []), process.env.PATH].join(delimiter);
  const env = { ...UNWANTED, ...(await caches()), HOME: home, TMPDIR: join(place.dir, 'tmp'), PATH };
  const run: Foreign['run'] = async (program, ...args) => {
    const options = { cwd: dir, env, reject: false, all: true } as const;
    const { exitCode, signal, stdout, stderr, all } = await execa(program, args, options);
    return { exitCode, signal, stdout, stderr, all };
  };
  return { dir, run, duet: (...args) => run('npx', '--no', 'duet', ...args) };
}

/** Returns why that cannot be where the registry cannot be reached. */
async function install(dir: string, ...args: string[]): Promise<string | undefined> {
  mkdirSync(dir, { recursive: true });
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--no-progress'];
  const { failed, all } = await npm(dir, ['install', ...options, ...args], { reject: false });
  if (failed && UNREACHABLE.test(all)) return 'npm reaches no registry';
  if (failed) throw new Error(`npm install: ${all}`);
  return undefined;
}

/** Where this machine keeps what it has fetched: what a build installs is not fetched anew for each empty HOME. */
async function caches(): Promise<Record<string, string>> {
  const { stdout } = await execa('npm', ['config', 'get', 'cache']);
  const pip = process.env.PIP_CACHE_DIR ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'pip');
  return { npm_config_cache: stdout.trim(), npm_config_prefer_offline: 'true', PIP_CACHE_DIR: pip };
}

/** Variables of this shell that would change what a run does, or where it keeps something. */
const UNWANTED = {
  DATABASE_URL: undefined,
  NODE_OPTIONS: undefined,
  NODE_COMPILE_CACHE: undefined,
  XDG_CACHE_HOME: undefined,
  GITHUB_ACTIONS: undefined,
  GITHUB_STEP_SUMMARY: undefined,
};

const npm = (cwd: string, args: string[], { reject = true } = {}) =>
  execa('npm', args, { cwd, all: true, reject, env: { NODE_OPTIONS: undefined } });
