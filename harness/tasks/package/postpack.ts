/** What npm runs after it has packed: the work tree becomes what it was, and a line says what the package brings along. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../docs/pages.ts';
import { bytesOf, type Lock, packagesBelow } from './dependencies.ts';
import type { packageManifest } from './manifest.ts';
import { undress } from './work-tree.ts';

const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const { dependencies, optionalDependencies } = read('package.json') as ReturnType<typeof packageManifest>;
undress(root);

const lock = read('package-lock.json') as Lock;
const needed = packagesBelow(lock, Object.keys(dependencies));
const postgres = packagesBelow(lock, Object.keys(optionalDependencies));
const megabytes = (folders: string[]) => Math.round(bytesOf(root, folders) / 1e6);
console.log(
  `duet: ${Object.keys(dependencies).length} dependencies, with theirs ${needed.length} packages of ${megabytes(needed)} MB, and PostgreSQL of ${megabytes(postgres)} MB, which is optional`,
);
