/** What npm runs before it packs: the harness becomes JavaScript, and package.json and README.md those of the package. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../docs/pages.ts';
import { compile } from './compile.ts';
import { type Manifest, packageManifest } from './manifest.ts';
import { packageReadme } from './readme.ts';
import { dress, undress } from './work-tree.ts';

undress(root);
const repository = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
try {
  const manifest = packageManifest(repository, await compile(root, repository));
  const page = readFileSync(path.join(root, 'harness/docs/package.md'), 'utf8');
  dress(root, { 'package.json': `${JSON.stringify(manifest, null, 2)}\n`, 'README.md': packageReadme(page) });
} catch (error) {
  undress(root);
  console.error(`duet: it cannot be packed: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
