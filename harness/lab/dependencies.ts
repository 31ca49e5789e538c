/**
 * What the services of a side of a diff import. With the lock file of this repository, it is what this repository has
 * installed; with another one it is installed from that, once, into a cache. So a side never runs with the wrong ones.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, readFile, realpath, symlink } from 'node:fs/promises';
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import type { StackName } from '../results/schema.ts';
import type { Installer } from './installer.ts';
import { keptFolder } from './kept-folder.ts';
import { ownSource } from './source.ts';

export interface Provided {
  from: 'shared' | 'own';
  /** What runs the service: node, or the interpreter. */
  runtime: string;
}

export interface ProvideOptions {
  /** This repository: its lock files decide what is shared, and its set-up has installed it. */
  repository: string;
  /** Where installs are kept, e.g. out/dependencies. */
  cacheDir: string;
  installer: Installer;
  onProgress(text: string): void;
}

/**
 * Makes the service of a stack in `root` able to start.
 * @throws DuetError (exit 4) when they cannot be installed, or this repository has not been set up.
 */
export const provideDependencies: Record<StackName, (root: string, options: ProvideOptions) => Promise<Provided>> = {
  node: provideNode,
  python: providePython,
};

const NODE_LOCK = 'package-lock.json';
const PYTHON_LOCK = 'python/requirements.lock';

async function provideNode(root: string, options: ProvideOptions): Promise<Provided> {
  const { repository, installer } = options;
  const runtime = ownSource().node;
  const link = (modules: string) => symlink(modules, path.join(root, 'node_modules'), 'dir');
  if (await sharesLock(root, NODE_LOCK, options)) {
    // Without one, Node would have to guess for every file which kind of module it is.
    const description = path.join(root, 'package.json');
    if (!existsSync(description)) await copyFile(path.join(repository, 'package.json'), description);
    const modules = path.join(repository, 'node_modules');
    refuseMissing(modules, 'node');
    await link(modules);
    return { from: 'shared', runtime };
  }
  const needed = ['package.json', NODE_LOCK, '.npmrc'].filter((file) => existsSync(path.join(root, file)));
  const dir = await installed(root, needed, `node-${process.version}`, options, async (target) => {
    for (const file of needed) await copyFile(path.join(root, file), path.join(target, file));
    await installer.npm(target);
  });
  await link(path.join(dir, 'node_modules'));
  const pinned = path.join(dir, 'node_modules/.bin/node');
  return { from: 'own', runtime: !process.env.DUET_NODE && existsSync(pinned) ? pinned : runtime };
}

async function providePython(root: string, options: ProvideOptions): Promise<Provided> {
  const { installer } = options;
  const runtime = ownSource().python;
  if (await sharesLock(root, PYTHON_LOCK, options)) return { from: 'shared', runtime };
  // Where it really lies: the path of a virtual environment outlives the Python that it was made with.
  const real = await realpath(runtime).catch(() => runtime);
  const dir = await installed(root, [PYTHON_LOCK], `python-${real}`, options, (target) =>
    installer.venv(target, runtime, path.join(root, PYTHON_LOCK)),
  );
  return { from: 'own', runtime: path.join(dir, 'bin/python') };
}

/** A side without a lock file, such as a folder with nothing but node/ and python/, has nothing else to go by. */
async function sharesLock(root: string, file: string, { repository }: ProvideOptions): Promise<boolean> {
  const lock = path.join(root, file);
  return !existsSync(lock) || (await readFile(lock)).equals(await readFile(path.join(repository, file)));
}

function refuseMissing(dir: string, stack: StackName): void {
  if (existsSync(dir)) return;
  throw new DuetError(`${dir} is missing`, {
    exitCode: EXIT.environment,
    hint: 'run `make setup`',
    where: { stack },
  });
}

/** The folder of an install of these files; filled when it is not there yet. */
async function installed(
  root: string,
  files: string[],
  runtime: string,
  { cacheDir, onProgress }: ProvideOptions,
  fill: (dir: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256').update(`${runtime} ${process.platform} ${process.arch}`);
  for (const file of files) hash.update(`\0${file}\0`).update(await readFile(path.join(root, file)));
  return keptFolder(cacheDir, hash.digest('hex').slice(0, 16), (dir) => {
    const lock = files.find((file) => file.endsWith('lock') || file === NODE_LOCK);
    onProgress(`installing what ${lock} of a side pins (once)`);
    return fill(dir);
  });
}
