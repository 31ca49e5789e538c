/** A diff, as a kind of run. */
import path from 'node:path';
import { judgeDiff } from '../../diff/judge-diff.ts';
import { DuetError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { strangers } from '../../protocol/continuity.ts';
import { planBegun } from '../../protocol/diff/blocks.ts';
import { unmatchedNotices } from '../../report/diff/accepting.ts';
import { diffDocument } from '../../report/diff/document.ts';
import { renderDiffMarkdown } from '../../report/diff/markdown.ts';
import { DIFF_FILE, readDiff, type StoredDiff } from '../../results/diff-folder.ts';
import { type DiffResults, SIDES } from '../../results/schema.ts';
import { VERSIONS, WAYS } from '../../results/side-names.ts';
import { appendJobSummary } from '../job-summary.ts';
import type { ResumableKind } from '../kind.ts';
import { loadDiff } from './load.ts';
import { measureOwnDiff } from './measure.ts';
import { measureServiceDiff } from './measure-service.ts';
import { outcomeOf } from './outcome.ts';
import { expectPlan, printDiffPlan, printServicePlan } from './plan.ts';
import type { DiffRequest } from './request.ts';

export const diff: ResumableKind<DiffRequest, DiffResults, StoredDiff> = {
  name: 'diff',
  command: 'diff',
  document: diffDocument,
  printPlan: ({ header, service, share }) =>
    service === undefined
      ? printDiffPlan(expectPlan(header, share))
      : printServicePlan(service.described, header, service.ways === undefined ? VERSIONS : WAYS, share),
  measure: (request, run) =>
    request.service === undefined ? measureOwnDiff(request, run) : measureServiceDiff(request, request.service, run),
  summarize: ({ header, samples }, ending) => judgeDiff(header, samples, ending),
  announce(results) {
    for (const notice of unmatchedNotices(results))
      process.stderr.write(`duet: ${printable(notice).replaceAll('`', '')}\n`);
    appendJobSummary(renderDiffMarkdown(results));
  },
  outcome: (results, failure, dir) => outcomeOf(results, failure, path.join(dir, DIFF_FILE)),
  readResults: loadDiff,
  isFinished: ({ status }) => status === 'complete',
  readMeasured: readDiff,
  differenceOfPlan({ header, samples }) {
    const [stranger] = strangers(planBegun(header, samples), samples);
    return stranger && `trial ${stranger.trial + 1} is of another cell`;
  },
};

/** Two ways of one version: the same, but for the command that goes on with it. */
export const ab: typeof diff = {
  ...diff,
  name: 'run of duet ab',
  command: 'ab',
  measure: (request, run) => diff.measure(request, run).catch((error: unknown) => Promise.reject(placedInWays(error))),
};

/** Where something failed, by the names of the ways. */
function placedInWays(error: unknown): unknown {
  const side = SIDES.find((one) => error instanceof DuetError && error.where.side === one);
  if (side !== undefined) (error as DuetError).where.side = WAYS[side];
  return error;
}
