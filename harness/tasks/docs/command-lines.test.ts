/** Every command line of every page would be carried out: its target, command, options and values exist. */
import { describe, expect, test } from 'vitest';
import { makeCommandTree } from '../../command-tree.ts';
import { commandLines, misunderstood } from '../../tests/readers/command-lines.ts';
import { inlineCode, readPages } from '../../tests/readers/content.ts';
import { all } from './commands-page.ts';

const pages = readPages();

describe.for(pages.map((page) => [page.file, commandLines(page)] as const).filter(([, lines]) => lines.length > 0))(
  '%s',
  ([, lines]) => {
    test.for([...new Set(lines)])('%s', async (line) => {
      expect(await misunderstood(line)).toBeUndefined();
    });
  },
);

test.for([
  ['make comparison', 'no target comparison'],
  ['make compare ARGS="--profile quik"', 'quik'],
  ['make diff BASE=main HEAD=HEAD ARGS="--count-only"', "unknown option '--count-only'"],
  ['make tune ARGS="--rate often"', 'requests per second'],
  ['duet report one two', 'too many arguments'],
  ['node_modules/.bin/node harness/cli.ts baseline save', '--name'],
])('%s would not be understood', async ([line, reason]) => {
  expect(await misunderstood(line as string)).toContain(reason);
});

/** Options of other programs that pages mention. */
const FOREIGN = ['--adapter', '--testbed', '--burner', '--equal', '--workers'];

test('options in running text exist', async () => {
  const known = all(await makeCommandTree()).flatMap(({ options }) => options.map(({ long }) => long));
  known.push('--help');
  const named = pages
    .filter(({ file }) => file === 'README.md' || file.startsWith('harness/docs/'))
    .flatMap(inlineCode)
    .filter((code) => code.startsWith('--'))
    .map((code) => code.split(/[ =]/)[0] as string);
  expect(named.length).toBeGreaterThan(0);
  expect([...new Set(named)].filter((option) => !known.includes(option) && !FOREIGN.includes(option))).toEqual([]);
});
