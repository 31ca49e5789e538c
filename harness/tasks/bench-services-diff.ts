/** One `duet diff` in the repository of an example, as a user starts it there. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { upToDate } from '../diff/older-results.ts';
import { readDiffResults } from '../results/diff-folder.ts';
import type { ExampleHistory } from '../tests/builders/example-history.ts';
import { duet } from '../tests/e2e/duet-process.ts';
import { type Place, runFolders } from '../tests/e2e/place.ts';
import { withoutPaths } from './bench-cases-try.ts';
import { type Direction, type Judged, judge, rowsOf } from './bench-services-judge.ts';
import type { Expected } from './bench-services-list.ts';

/** What is compared, and with which options. Counts and facts are to come within 30 s. */
const SIDES: Record<Direction, string[]> = {
  counts: ['HEAD~1', 'HEAD', '--counts-only'],
  change: ['HEAD~1', 'HEAD', '--time-budget', '90s'],
  reverse: ['HEAD', 'HEAD~1', '--time-budget', '90s'],
  equal: ['HEAD', 'HEAD', '--time-budget', '90s', '--even-if-equal'],
};

export async function diffExample(
  place: Place,
  { dir }: ExampleHistory,
  { direction, expected }: { direction: Direction; expected: readonly Expected[] },
): Promise<Judged & { ms: number }> {
  const startedMs = performance.now();
  const before = runFolders(place).length;
  const { exitCode = -1, stderr } = await duet(place, ['diff', ...SIDES[direction], '--out', place.out], { cwd: dir });
  const ms = Math.round(performance.now() - startedMs);
  const folder = runFolders(place).slice(before).at(-1);
  const file = path.join(folder ?? place.out, 'diff.json');
  if (!existsSync(file)) {
    // What to try stands in a line of its own, behind what was wrong.
    const said = stderr
      .trim()
      .split('\n')
      .findLast((line) => !line.startsWith('duet: try: '));
    return { came: `exit code ${exitCode}`, wrong: `no results: ${withoutPaths(said ?? '', place)}`, ms };
  }
  const rows = rowsOf(upToDate(readDiffResults(file)));
  return { ...judge(direction, expected, { rows, exitCode }), ms };
}
