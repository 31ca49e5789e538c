import type { Command } from 'commander';
import { exitCodesHelp } from '../exit-codes.ts';
import { addBaselineOptions, type BaselineOptions, refuseMeasuring, refuseStored } from '../options/baseline.ts';
import { addDiffOptions, type DiffOptions } from '../options/diff.ts';
import { type AcceptOptions, addAcceptOptions } from '../options/diff-accept.ts';
import { refuseOtherDiff } from '../options/resume.ts';
import { diffBaseline } from '../runs/diff/baseline.ts';
import { diff } from '../runs/diff/kind.ts';
import { newDiff, restOfDiff } from '../runs/diff/request.ts';
import { resumeRun, startRun } from '../runs/lifecycle.ts';
import { SECOND_THRESHOLD } from '../stats/second-threshold.ts';

export function addDiff(program: Command): void {
  addBaselineOptions(addAcceptOptions(addDiffOptions(program.command('diff'))))
    .description('did head make anything slower than base? interleaved on this machine, with an exit code for CI')
    .argument('[base]', 'a git ref or a folder (a name that is both is the ref; write ./name for the folder)')
    .argument('[head]', 'the same (default: the working tree as it is now)')
    .addHelpText(
      'after',
      `
Examples:
  duet diff main
  duet diff HEAD~1 HEAD --pattern pooling,parallel --stack node --time-budget 75s
  duet diff main --counts-only
  duet diff main --threshold cpu=5% --alert cpu=2% --fail-on inconclusive
  duet diff main --exact-base
  duet diff main --accept "pooling/node/after: statements 1 → 2" --accept "pooling/node/after: cpu +8 %"
  duet diff main --dry-run
  duet diff ../base-checkout ./
  duet diff --resume latest
  duet diff --baseline main --tolerance 30%

A base that is a branch which has gone on without head means their merge base, and the report says so; --exact-base
means its tip. A tag (also one with the name of a branch), a commit, HEAD~1, a folder, and a branch that contains head
mean themselves.

With --baseline nothing is measured: the newest results of duet compare are held to stored ones (duet baseline --help).

Counts (statements, round trips, calls) are exact: any increase fails, and so do more than twice the blocks touched in
PostgreSQL. CPU per request fails from its threshold on; time, capacity and memory fail beyond ${SECOND_THRESHOLD.factor} times
theirs, and from it on with --strict.
Files: out/latest/diff.html, diff.md, diff.json, junit.xml, interop/.
An intended change is accepted row by row, by --accept, --accept-file or lines in .duet-accept at the top of head (# begins
a comment); diff.md has the line to paste. A count passes with exactly these values. A percentage is the most that may be
measured (as printed), in that direction; one that base's .duet-accept has as well was for an earlier change and accepts
nothing. A line that accepts nothing is named, and fails nothing.
What differs and was not compared makes a diff incomplete: 0, or 1 with --fail-on inconclusive.
${exitCodesHelp(['fine', 'regression', 'usage', 'disagreement', 'environment', 'invalid', 'interrupted'], OWN_CODES)}`,
    )
    .action(diffSides);
}

const OWN_CODES = {
  fine: 'nothing worse',
  disagreement: 'a side does not speak the contract',
  invalid: 'invalid (nothing can be said)',
};

async function diffSides(
  base: string | undefined,
  head: string | undefined,
  options: DiffOptions & AcceptOptions & BaselineOptions,
  command: Command,
): Promise<void> {
  if (options.baseline !== undefined) {
    refuseMeasuring([base, head], command);
    return diffBaseline(options.baseline, options);
  }
  refuseStored(command);
  const sides = { base, head };
  if (options.resume === undefined) return await startRun(diff, newDiff(sides, options), options);
  await resumeRun(diff, options.resume, options, (earlier, out) => {
    refuseOtherDiff(command, { sides, options }, earlier.header);
    return restOfDiff(earlier, out);
  });
}
