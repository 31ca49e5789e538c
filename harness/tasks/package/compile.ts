/**
 * The folder of the package: the harness as JavaScript, which Node runs below node_modules, where it strips no types, and
 * on Node 22, which has no `using`; and the files that it reads, at the same places beside it.
 */
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { modulesIn } from '../imports/read-imports.ts';
import { declarationsIn, nameCompiledFiles, nameDeclaredModules } from './javascript.ts';
import { COMPILED, type Manifest } from './manifest.ts';

/** What the harness reads by its address beside code. */
const READ = ['harness/**/*.css', 'fixtures/sql/*.sql', 'fixtures/golden/*.csv'];

/** @returns the packages that the compiled files import. @throws Error where a file is not fit for a package. */
export async function compile(root: string, repository: Manifest): Promise<Set<string>> {
  const folder = path.join(root, COMPILED);
  rmSync(folder, { recursive: true, force: true });
  const tsc = path.join(root, 'node_modules/.bin/tsc');
  await execa(tsc, ['--project', path.join(root, 'harness/tasks/package/tsconfig.json')], { stdio: 'inherit' });
  const used = new Set<string>();
  for (const file of globSync('**/*.js', { cwd: folder })) {
    const text = nameCompiledFiles(file, readFileSync(path.join(folder, file), 'utf8'));
    writeFileSync(path.join(folder, file), text);
    for (const module of modulesIn(file, text)) if (!/^(\.|node:)/.test(module)) used.add(packageOf(module));
  }
  keepDeclarations(folder, Object.values(repository.exports));
  for (const file of globSync(READ, { cwd: root })) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(folder, file));
  }
  const { name, version, type } = repository;
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify({ name, version, type }, null, 2)}\n`);
  return used;
}

/** Keeps the declarations that an editor reads for what the package exports, and removes the others. */
function keepDeclarations(folder: string, exported: string[]): void {
  const wanted = exported.map((file) => path.normalize(file.replace(/\.ts$/, '.d.ts')));
  const kept = new Set<string>();
  for (let file = wanted.pop(); file !== undefined; file = wanted.pop()) {
    if (kept.has(file)) continue;
    kept.add(file);
    const text = nameDeclaredModules(readFileSync(path.join(folder, file), 'utf8'));
    writeFileSync(path.join(folder, file), text);
    for (const module of declarationsIn(text)) wanted.push(path.join(path.dirname(file), module));
  }
  for (const file of globSync('**/*.d.ts', { cwd: folder })) if (!kept.has(file)) rmSync(path.join(folder, file));
}

/** e.g. "shiki" of "shiki/core", and "@observablehq/plot". */
const packageOf = (module: string) => module.split('/', module.startsWith('@') ? 2 : 1).join('/');
