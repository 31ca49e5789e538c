import type { Command } from 'commander';
import { refused } from '../errors.ts';
import { exitCodesHelp } from '../exit-codes.ts';
import { addBaselineOptions, type BaselineOptions, refuseMeasuring, refuseStored } from '../options/baseline.ts';
import { addDiffOptions, type DiffOptions } from '../options/diff.ts';
import { type AcceptOptions, addAcceptOptions } from '../options/diff-accept.ts';
import { refuseOtherDiff } from '../options/resume.ts';
import { addDescribedService, typedParts } from '../options/service.ts';
import type { ServiceToDiff } from '../runs/diff/request.ts';
import { SECOND_THRESHOLD } from '../stats/second-threshold.ts';

export function addDiff(program: Command): void {
  addDescribedService(addBaselineOptions(addAcceptOptions(addDiffOptions(program.command('diff')))))
    .description('measure whether head is slower than base, interleaved on this machine, with an exit code for CI')
    .argument('[base]', 'a git ref or a folder (a name that is both is the ref; write ./name for the folder)')
    .argument('[head]', 'a git ref or a folder (default: the working tree as it is now)')
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
  duet diff main --config api/duet.config.ts --counts-only --same-answers
  duet diff --baseline main --tolerance 30%
  duet diff main --shard 2/8

In a folder with a duet.config.ts (duet init writes one), or with --config or --start, it is your own service that is
compared: built and started as it is on either side, each with a database of its own, and asked for the requests that the
file names. Without one it is the services of duet.

If base is a branch that has moved on since head left it, their merge base is compared, and the report says so;
--exact-base compares its tip. A tag (even one with the name of a branch), a commit, HEAD~1, a folder, and a branch that
contains head are compared as they are.

With --shard a share of a fixed number of blocks is measured, from the same seed as the others on other machines (1, unless
--seed is given). It is not judged: it ends with exit code 0, or 5 where its own trials are invalid; duet merge judges all.

With --baseline nothing is measured: the newest results of duet compare are compared with stored ones (duet baseline --help).

Counts (statements, round trips, calls) are exact: any increase fails, and so does touching more than twice the blocks in
PostgreSQL. CPU per request fails at its threshold, and so does memory that grows with each request of your own service;
time, capacity and memory fail beyond ${SECOND_THRESHOLD.factor} times their threshold, or at it with --strict.
Files: out/latest/diff.html, diff.md, diff.json, junit.xml, interop/.
An intended change is accepted row by row, with --accept, --accept-file or lines in .duet-accept at the top of head (#
starts a comment); diff.md has the line to paste. A count is accepted with exactly these values. A percentage, or bytes
of growth, are the largest accepted change in that direction, as printed; what base's .duet-accept has too was for an
earlier change and accepts nothing. A line that accepts nothing is reported, but does not fail the diff.
Differences that were not compared make a diff incomplete: exit code 0, or 1 with --fail-on inconclusive.
${exitCodesHelp(['fine', 'regression', 'usage', 'disagreement', 'environment', 'invalid', 'interrupted'], OWN_CODES)}`,
    )
    .action(diffSides);
}

const OWN_CODES = {
  fine: 'nothing is worse',
  disagreement: 'a side does not follow the contract',
  invalid: 'invalid (no verdict is possible)',
};

async function diffSides(
  base: string | undefined,
  head: string | undefined,
  options: DiffOptions & AcceptOptions & BaselineOptions,
  command: Command,
): Promise<void> {
  if (options.baseline !== undefined) {
    refuseMeasuring([base, head], command);
    const { diffBaseline } = await import('../runs/diff/baseline.ts');
    return diffBaseline(options.baseline, options);
  }
  refuseStored(command);
  const sides = { base, head };
  const service = await serviceToDiff(command);
  const { diff } = await import('../runs/diff/kind.ts');
  const { newDiff, restOfDiff } = await import('../runs/diff/request.ts');
  const { resumeRun, startRun } = await import('../runs/lifecycle.ts');
  if (options.resume === undefined) return await startRun(diff, newDiff(sides, options, service), options);
  await resumeRun(diff, options.resume, options, (earlier, out) => {
    refuseOtherDiff(command, { sides, options }, earlier.header);
    return restOfDiff(earlier, out, earlier.header.service && (service ?? refuseWithoutService()));
  });
}

/**
 * The reader's own, where a file in this folder or an option describes one; patterns and stacks are those of duet.
 * @throws DuetError (exit 2) where both are asked for.
 */
async function serviceToDiff(command: Command): Promise<ServiceToDiff | undefined> {
  const parts = typedParts(command);
  const ofDuet = ['pattern', 'stack'].filter((name) => command.getOptionValueSource(name) === 'cli');
  if (ofDuet.length > 0 && parts.length > 0)
    throw refused(`--${ofDuet[0]} is about the services of duet`, 'leave it out to compare your own service');
  const { describedService } = await import('../options/described-service.ts');
  const described = ofDuet.length > 0 ? undefined : await describedService(command);
  const ownConfigs = parts.every((name) => name === 'config');
  return described && { described, ownConfigs };
}

function refuseWithoutService(): never {
  throw refused(
    'the diff is of a service of your own, and nothing here describes it',
    'resume it in the folder of its duet.config, or with the --config that it was started with',
  );
}
