/** duet as a package: packed by npm from a copy of this checkout, and installed from the tarball into a folder of its own. */
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  copyCode(['harness', 'fixtures', ...files], checkout);
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
}

/**
 * A repository with the package and, on Linux, the oldest Node that may run it.
 * @returns why there is none where the registry cannot be reached.
 */
export async function installIn(place: Place, { tarball }: Packed): Promise<Foreign | string> {
  const [dir, home] = [join(place.dir, 'somebody else’s'), join(place.dir, 'home')];
  for (const folder of [dir, home]) mkdirSync(folder);
  writeFileSync(join(dir, 'package.json'), '{ "name": "orders", "private": true, "type": "module" }\n');
  const oldest = process.platform === 'linux' ? [`node-linux-${process.arch}@${LEAST_NODE}`] : [];
  const options = ['--save-dev', '--prefer-offline', '--no-audit', '--no-fund', '--no-progress'];
  const { failed, all } = await npm(dir, ['install', ...options, tarball, ...oldest], { reject: false });
  if (failed && UNREACHABLE.test(all)) return 'npm reaches no registry';
  if (failed) throw new Error(`npm install: ${all}`);
  cpSync(join(root, 'fixtures/examples/node-orders'), join(dir, 'service'), { recursive: true });
  return {
    dir,
    async duet(...args) {
      const env = { ...UNWANTED, HOME: home, TMPDIR: join(place.dir, 'tmp') };
      const options = { cwd: dir, env, reject: false, all: true } as const;
      const { exitCode, signal, stdout, stderr, all } = await execa('npx', ['--no', 'duet', ...args], options);
      return { exitCode, signal, stdout, stderr, all };
    },
  };
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
