/** Circles of files, which Biome refuses. Circles of folders cannot be, because a row of layers.ts names only rows above it. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

test.for([
  ['values', 'import'],
  ['types', 'import type'],
] as const)('a circle of %s is refused', async ([, form]) => {
  const folder = mkdtempSync(join(tmpdir(), 'duet-circle-'));
  try {
    copyFileSync(join(root, '.biome.json'), join(folder, '.biome.json'));
    writeFileSync(join(folder, 'one.ts'), `${form} { A } from './other.ts';\n\nexport type B = A;\n`);
    writeFileSync(join(folder, 'other.ts'), `${form} { B } from './one.ts';\n\nexport type A = B;\n`);
    const options = ['lint', '--vcs-enabled=false', '--only=suspicious/noImportCycles', '--reporter=json'];
    const { stdout } = await execa(join(root, 'node_modules/.bin/biome'), options, { cwd: folder, reject: false });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string }[] };
    expect(diagnostics.map(({ category }) => category)).toContain('lint/suspicious/noImportCycles');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
