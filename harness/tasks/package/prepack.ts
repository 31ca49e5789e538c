/** What npm runs before it packs: the harness becomes JavaScript, and package.json that of the package. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../docs/pages.ts';
import { compile } from './compile.ts';
import { type Manifest, packageManifest } from './manifest.ts';
import { dress, undress } from './work-tree.ts';

undress(root);
const repository = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
try {
  dress(root, packageManifest(repository, await compile(root, repository)));
} catch (error) {
  undress(root);
  console.error(`duet: it cannot be packed: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
