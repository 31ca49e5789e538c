import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../lab/source.ts';
import { patterns } from '../patterns/index.ts';
import { variantsOf } from '../patterns/pattern.ts';
import { PATTERNS, STACKS } from '../results/schema.ts';
import { cutRegion, readExcerpts } from './excerpts.ts';

describe('the files that run', () => {
  const code = readExcerpts([...PATTERNS], [...STACKS]);

  test.each(PATTERNS.flatMap((pattern) => STACKS.map((stack) => [pattern, stack] as const)))(
    '%s in %s: each variant, at the line where it stands',
    (pattern, stack) => {
      const excerpts = code[pattern]?.[stack] ?? [];
      expect(excerpts.map(({ variant }) => variant)).toEqual(variantsOf(patterns[pattern], stack));
      for (const { file, first_line, text } of excerpts) {
        const lines = readFileSync(path.join(repositoryRoot, file), 'utf8').split('\n');
        const cut = text.split('\n');
        expect(lines.slice(first_line - 1, first_line - 1 + cut.length)).toEqual(cut);
        expect(text).toMatch(stack === 'node' ? /^async function |^\/\*\*/ : /^(async )?def /);
        expect(text).not.toContain('region');
      }
    },
  );
});

describe('cutRegion', () => {
  const file = ['one', '// #region a', '', 'two', '  three', '', '// #endregion', '# region b', 'four', '# endregion'];

  test('cuts between the markers, without blank lines at the ends', () => {
    expect(cutRegion(file.join('\n'), 'a', 'x.ts')).toEqual({ first_line: 4, text: 'two\n  three' });
    expect(cutRegion(file.join('\n'), 'b', 'x.py')).toEqual({ first_line: 9, text: 'four' });
  });

  test.each([
    ['missing', 'one\ntwo'],
    ['never closed', '// #region wanted\ntwo'],
    ['empty', '// #region wanted\n\n// #endregion'],
    ['of a longer name', '// #region wanted-pool\ntwo\n// #endregion'],
  ])('a region that is %s throws, naming file and region', (_, text) => {
    expect(() => cutRegion(text, 'wanted', 'node/x.ts')).toThrow('node/x.ts has no region "wanted"');
  });
});
