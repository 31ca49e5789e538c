import { describe, expect, test } from 'vitest';
import type { BaseBranch, DiffResults } from '../../results/schema.ts';
import { goldenSame } from '../../tests/golden/golden-diff.ts';
import { renderDiffHtml } from './html.ts';
import { renderDiffMarkdown } from './markdown.ts';
import { absentLines, sideText } from './sides.ts';
import { renderDiffSummary } from './terminal.ts';

const withBranch = (branch: Partial<BaseBranch> = {}, given = 'main'): DiffResults => {
  const results = goldenSame();
  results.run.sides.base = {
    ...results.run.sides.base,
    ...{ given, commit: '9a97633aaaaa' },
    branch: { commit: 'af6e7d1bbbbb', ahead: 4, compared: 'merge-base', ...branch },
  };
  return results;
};
const textOf = (branch: Partial<BaseBranch>) => sideText(withBranch(branch).run.sides.base);

const SENTENCE = 'main at af6e7d1, merge base 9a97633; main has 4 commits that head does not have';

describe('a base that is a branch which has gone on without head', () => {
  test('is its merge base, and what head lacks is counted', () => {
    expect(textOf({})).toBe(SENTENCE);
    expect(textOf({ ahead: 1, merge_bases: 2 })).toBe(
      'main at af6e7d1, merge base 9a97633, one of 2; main has 1 commit that head does not have',
    );
  });

  test.each([
    ['exact', 'taken as it is with --exact-base'],
    ['contains-head', 'which contains head'],
    ['unrelated', 'which has no commit in common with head'],
  ] as const)('or itself (%s), and why', (compared, why) => {
    expect(textOf({ compared })).toBe(`main at af6e7d1, ${why}; main has 4 commits that head does not have`);
  });

  test('is named in full by every report, whatever fits', async () => {
    expect(renderDiffMarkdown(withBranch())).toContain(`Base <code>${SENTENCE}</code>, head `);
    expect(await renderDiffHtml(withBranch())).toContain(SENTENCE);
    const narrow = renderDiffSummary(withBranch(), { color: false, width: 40 });
    expect(narrow.replace(/\s+/g, ' ')).toContain(`base ${SENTENCE} head working tree`);
    const long = `feature/${'x'.repeat(200)}`;
    expect(renderDiffMarkdown(withBranch({}, long))).toContain(`${long} has 4 commits that head does not have`);
  });

  test('stands in the table of the sides, with both commits', () => {
    const markdown = renderDiffMarkdown(withBranch());
    expect(markdown).toContain('af6e7d1bbbbb, 4 commits that head does not have; its merge base with head is compared');
    expect(renderDiffMarkdown(goldenSame())).not.toContain('that head does not have');
  });
});

describe('content that is not on the machine', () => {
  const absent = [{ path: 'node/lib', kind: 'submodule' as const, fix: 'git submodule update --init -- node/lib' }];
  const command = '`git submodule update --init -- node/lib` brings its content';

  test('is said once where both sides lack it, and of the side that lacks it', () => {
    expect(absentLines({ base: { absent }, head: { absent } })).toEqual([
      `node/lib, a submodule, is not checked out on either side: ${command}`,
    ]);
    expect(absentLines({ base: {}, head: { absent } })).toEqual([
      `node/lib, a submodule, is not checked out in head: ${command}`,
    ]);
  });

  test('is listed as not compared', () => {
    const results = goldenSame();
    const pointer = { path: 'node/a.bin', kind: 'lfs-pointer' as const, fix: 'git lfs pull' };
    results.run.sides.head = { ...results.run.sides.head, absent: [pointer] };
    expect(renderDiffMarkdown(results)).toContain('node/a.bin, a Git LFS file, is only a pointer in head');
  });
});
