import { expect, test } from 'vitest';
import { readImports } from './read-imports.ts';
import { refuse } from './refuse.ts';

const importing = (from: string, to: string) => refuse([{ from, to }]);

test('the tables name only rows above', () => {
  expect(refuse([])).toEqual([]);
});

test.for([
  ['results is the bottom', 'harness/results/a.ts', 'harness/stats/b.ts'],
  ['statistics are pure', 'harness/stats/a.ts', 'harness/lab/b.ts'],
  ['judging makes no sentences', 'harness/diff/baseline/a.ts', 'harness/report/kit/b.ts'],
  ['judging runs nothing', 'harness/compare/a.ts', 'harness/lab/b.ts'],
  ['measuring makes no sentences', 'harness/protocol/a.ts', 'harness/report/kit/b.ts'],
  ['tuning makes no sentences', 'harness/tune/advice/a.ts', 'harness/report/tune/b.ts'],
  ['the report does not judge', 'harness/report/diff/a.ts', 'harness/diff/b.ts'],
  ['the report runs nothing', 'harness/report/kit/a.ts', 'harness/load/b.ts'],
  ['options carry out no run', 'harness/options/a.ts', 'harness/runs/b.ts'],
  ['runs know no command', 'harness/runs/diff/a.ts', 'harness/commands/diff.ts'],
  ['commands know no program', 'harness/commands/a.ts', 'harness/program.ts'],
  ['commands do not know each other through their tree', 'harness/commands/a.ts', 'harness/command-tree.ts'],
  ['nothing starts the entry', 'harness/program.ts', 'harness/cli.ts'],
  ['chores are for nobody', 'harness/commands/a.ts', 'harness/tasks/b.ts'],
  ['what all import imports no folder', 'harness/errors.ts', 'harness/results/b.ts'],
  ['documents do not know each other', 'harness/report/tune/a.ts', 'harness/report/diff/b.ts'],
  ['the kit knows no document', 'harness/report/kit/a.ts', 'harness/report/diff/b.ts'],
  ['kinds of runs do not know each other', 'harness/runs/diff/a.ts', 'harness/runs/tune/b.ts'],
  ['the lifecycle knows no kind', 'harness/runs/lifecycle.ts', 'harness/runs/diff/kind.ts'],
  ['the search does not measure', 'harness/tune/search/a.ts', 'harness/tune/measure/b.ts'],
  ['a service does not know the harness', 'node/patterns/a.ts', 'harness/results/b.ts'],
  ['the harness does not know a service', 'harness/lab/deeper/a.ts', 'node/app.ts'],
  ['nor the other', 'harness/tests/e2e/a.test.ts', 'python/b.ts'],
  ['a test is below what its folder is below', 'harness/lab/a.test.ts', 'harness/report/kit/b.ts'],
  ['chores are for no test of a layer', 'harness/lab/a.test.ts', 'harness/tasks/b.ts'],
  ['tests are for tests', 'harness/runs/a.ts', 'harness/tests/golden/b.ts'],
  ['made-up runs are below what simulates', 'harness/tests/golden/a.ts', 'harness/tests/simulated/b.ts'],
] as const)('%s: %s, %s', ([, from, to]) => {
  expect(importing(from, to)).toEqual([expect.stringContaining(`${from} imports ${to}: `)]);
});

test.for([
  ['harness/report/diff/a.ts', 'harness/report/kit/b.ts'],
  ['harness/report/diff/a.ts', 'harness/errors.ts'],
  ['harness/runs/rewrite-reports.ts', 'harness/runs/diff/kind.ts'],
  ['harness/cli.ts', 'harness/program.ts'],
  ['harness/protocol/a.test.ts', 'harness/tests/golden/golden.ts'],
  ['harness/tests/simulated/a.ts', 'harness/tests/golden/b.ts'],
  ['harness/report/tune/a.test.ts', 'harness/report/tune/html.ts'],
  ['harness/report/a.test.ts', 'harness/report/diff/b.ts'],
  ['harness/tests/e2e/a.test.ts', 'harness/tasks/chromium.ts'],
  ['harness/tasks/a.ts', 'harness/tests/simulated/b.ts'],
  ['harness/lab/a.ts', 'harness/lab/b.ts'],
] as const)('%s may import %s', ([from, to]) => {
  expect(importing(from, to)).toEqual([]);
});

test('a folder without a row is refused', () => {
  expect(importing('harness/new/a.ts', 'harness/results/b.ts')).toEqual([expect.stringContaining('new has no row')]);
  expect(importing('harness/runs/a.ts', 'harness/new/b.ts')).toEqual([expect.stringContaining('new has no row')]);
});

test('folders of the harness without a table may not import each other, and those of a service may', () => {
  expect(importing('harness/load/a/b.ts', 'harness/load/c/d.ts')).toEqual([
    expect.stringContaining('harness/load has no table'),
  ]);
  expect(importing('harness/load/a.ts', 'harness/load/c/d.ts')).toHaveLength(1);
  expect(importing('node/patterns/a.ts', 'node/plugins/b.ts')).toEqual([]);
});

test('a table with a circle is refused', () => {
  const layers = { harness: { lab: 'load', load: 'lab' } };
  expect(refuse([], layers)).toEqual([expect.stringContaining('the row of lab names load')]);
});

test('a test may import what its row of the tests adds, and the program may not', () => {
  const layers = { harness: { compare: '', report: '' } };
  const testsToo = { harness: { report: 'compare' } };
  const to = 'harness/compare/b.ts';
  expect(refuse([{ from: 'harness/report/kit/a.test.ts', to }], layers, testsToo)).toEqual([]);
  expect(refuse([{ from: 'harness/report/kit/a.ts', to }], layers, testsToo)).toHaveLength(1);
});

test.for([
  "import { a } from '../lab/a.ts';",
  "import type { A } from '../lab/a.ts';",
  "import {\n  a,\n  b,\n} from '../lab/a.ts';",
  "import '../lab/a.ts';",
  "const { a } = await import('../lab/a.ts');",
  "let a: import('../lab/a.ts').A;",
  "let a: typeof import('../lab/a.ts');",
  "export * from '../lab/a.ts';",
  "export type { A } from '../lab/a.ts';",
  "import path from 'node:path'; import { a } from '../lab/a.ts'; // import { b } from '../load/b.ts';",
])('an import is read from %s', (text) => {
  expect(readImports([{ file: 'harness/report/b.ts', text }])).toEqual([
    { from: 'harness/report/b.ts', to: 'harness/lab/a.ts' },
  ]);
});

test('a file that is no TypeScript is named', () => {
  expect(() => readImports([{ file: 'harness/report/b.ts', text: 'import {' }])).toThrow('harness/report/b.ts');
});
