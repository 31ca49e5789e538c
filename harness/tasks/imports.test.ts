/** The direction of imports: .biome.json forbids what DESIGN.md forbids, shown by trying every import there could be. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Which folders of the harness each folder may import. `tasks` are chores, which nothing imports. */
const MIDDLE = ['results', 'stats', 'lab', 'load', 'patterns'];
const RUNNING = [...MIDDLE, 'protocol', 'gate', 'tune', 'report'];
const MAY_IMPORT: Record<string, string[]> = {
  results: [],
  stats: ['results'],
  lab: MIDDLE,
  load: MIDDLE,
  patterns: MIDDLE,
  gate: ['results', 'stats', 'patterns', 'gate', 'report'],
  report: ['results', 'stats', 'patterns', 'gate', 'report'],
  protocol: RUNNING,
  tune: RUNNING,
  commands: [...RUNNING, 'commands'],
};
const FOLDERS = [...Object.keys(MAY_IMPORT), 'tasks'];

let tree: string;
/** What biome found, as "rule file". */
let found: Set<string>;

function write(file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
}

const importOf = (module: string) => `import { value } from '${module}';\n\nexport const copy = value;\n`;

beforeAll(async () => {
  tree = mkdtempSync(join(tmpdir(), 'duet-imports-'));
  copyFileSync(join(root, '.biome.json'), join(tree, '.biome.json'));
  for (const from of Object.keys(MAY_IMPORT)) {
    for (const to of FOLDERS) if (to !== from) write(`harness/${from}/imports-${to}.ts`, importOf(`../${to}/x.ts`));
    write(`harness/${from}/deeper/imports-node.ts`, importOf('../../../node/app.ts'));
  }
  write('harness/commands/imports-cli.ts', importOf('../cli.ts'));
  write('harness/commands/imports-program.ts', importOf('../program.ts'));
  write('node/imports-harness.ts', importOf('../harness/results/schema.ts'));
  write('node/patterns/imports-harness.ts', importOf('../../harness/results/schema.ts'));
  write('harness/report/re-exports.ts', "export { value } from '../lab/x.ts';\n");
  write('harness/report/imports-a-type.ts', "export type { Value } from '../lab/x.ts';\n");
  write('harness/report/imports-later.ts', "export const lab = await import('../lab/x.ts');\n");
  write('harness/lab/circle.ts', "import { b } from './other-half.ts';\n\nexport const a = () => b;\n");
  write('harness/lab/other-half.ts', "import { a } from './circle.ts';\n\nexport const b = () => a;\n");

  const biome = join(root, 'node_modules/.bin/biome');
  const options = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none'];
  const { stdout } = await execa(biome, options, { cwd: tree, reject: false });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string; location: { path: string } }[] };
  found = new Set(diagnostics.map(({ category, location }) => `${category.split('/').at(-1)} ${location.path}`));
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe.for(Object.entries(MAY_IMPORT))('%s', ([from, allowed]) => {
  test.for(FOLDERS.filter((to) => to !== from))('and %s', (to) => {
    const refused = found.has(`noRestrictedImports harness/${from}/imports-${to}.ts`);
    expect(refused, `${from} imports ${to}`).toBe(!allowed.includes(to));
  });
  test('does not import a service', () => {
    expect(found).toContain(`noRestrictedImports harness/${from}/deeper/imports-node.ts`);
  });
});

test.for([
  'node/imports-harness.ts',
  'node/patterns/imports-harness.ts',
  'harness/commands/imports-cli.ts',
  'harness/commands/imports-program.ts',
  'harness/report/re-exports.ts',
  'harness/report/imports-a-type.ts',
  'harness/report/imports-later.ts',
])('%s is refused', (file) => {
  expect(found).toContain(`noRestrictedImports ${file}`);
});

test('a circle is refused', () => {
  expect(found).toContain('noImportCycles harness/lab/circle.ts');
});
