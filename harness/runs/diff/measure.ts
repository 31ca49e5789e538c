/** The measuring of a diff: its checkouts, its lab, the services of both sides, its blocks. */
import path from 'node:path';
import { judgeDiff } from '../../diff/judge-diff.ts';
import { DuetError, EXIT } from '../../errors.ts';
import { type CheckedOutSide, type Checkouts, openCheckouts } from '../../lab/checkout.ts';
import { pinSelf, placement } from '../../lab/placement.ts';
import { hasProc } from '../../lab/proc.ts';
import { openWorkplace, type Workplace } from '../../lab/workplace.ts';
import { committedLines } from '../../options/diff-accept.ts';
import { diffSizes } from '../../patterns/diff/index.ts';
import type { Progress } from '../../progress.ts';
import { type BySide, servicesAreEqual } from '../../protocol/diff/sides.ts';
import { planBlocks } from '../../protocol/diff/time-budget.ts';
import { absentLines, sideText } from '../../report/diff/sides.ts';
import type { StoredDiff } from '../../results/diff-folder.ts';
import { type DiffHeader, type DiffResults, type Sample, SIDES } from '../../results/schema.ts';
import type { UnderWay } from '../kind.ts';
import { continueHeader } from '../resume.ts';
import { openLabIn } from '../session.ts';
import { DIFF_MAX_CONNECTIONS, sizesWithRoom } from './clients.ts';
import { describeDiff, type FoundSides, ownScope, provenanceOf, type RequestedDiffHeader } from './header.ts';
import { measureBlocks } from './measure-blocks.ts';
import { describeDiffPlan, describeEnding, withEnding } from './plan.ts';
import { prepareDiff } from './prepare.ts';
import type { DiffRequest } from './request.ts';

export async function measureDiff(request: DiffRequest, run: UnderWay<DiffResults>): Promise<void> {
  const { header: requested, sides, exactBase, accepted, evenIfEqual, out, earlier } = request;
  const { progress, signal } = run;
  const { stacks } = ownScope(requested);
  let installed = false;
  progress.step('checking out base and head');
  await using workplace = openWorkplace(requested.id);
  await using checkouts = await openCheckouts({
    ...{ workplace, ...sides, exactBase, stacks, signal },
    cacheDir: path.resolve(out, 'dependencies'),
    onProgress(text) {
      progress.step(text);
      installed = true;
    },
  });
  // Once per lock file, and for as long as it takes: no part of the time budget.
  const startedMs = installed ? performance.now() : 0;
  const committed = earlier === undefined ? committedLines((side) => checkouts.sourceOf(side).root) : [];
  const found = {
    sides: asBefore(checkouts.sides, earlier),
    accepted: [...accepted, ...committed],
    changedFiles: checkouts.changedFiles,
  };
  sayWhatIsCompared(found.sides, progress);
  if (!evenIfEqual && earlier === undefined && servicesAreEqual(checkouts.sides, stacks)) {
    decide(describeDiff(requested, { ...found, sizes: diffSizes }), [], run);
  } else {
    refuseWithoutCpu(requested);
    await measureSides(request, run, { workplace, checkouts, found, startedMs });
  }
}

interface CheckedOut {
  workplace: Workplace;
  checkouts: Checkouts;
  found: FoundSides;
  /** When the time budget begins, on the clock of performance.now(). */
  startedMs: number;
}

/** Both sides asked, compared and counted, then block after block. */
async function measureSides(
  { header: requested, out, earlier }: DiffRequest,
  run: UnderWay<DiffResults>,
  { workplace, checkouts, found, startedMs }: CheckedOut,
): Promise<void> {
  const { folder, progress, signal } = run;
  const { counts_only } = requested;
  const { patterns, stacks } = ownScope(requested);
  progress.step('starting PostgreSQL, the upstream stub and the proxy');
  await using lab = await openLabIn(workplace, {
    ...{ out, signal, logDir: path.join(folder.dir, 'logs'), maxConnections: DIFF_MAX_CONNECTIONS },
    tables: { base: checkouts.tablesOf('base'), head: checkouts.tablesOf('head') },
  });
  if (lab.sharedDatabase !== undefined) progress.note(`base and head share a database: ${lab.sharedDatabase}`);
  const { inspections, facts } = earlier?.header ?? {};
  const sizes = counts_only ? diffSizes : await sizesWithRoom(lab.database.url, stacks);
  const preparing = { checkouts, patterns, stacks, sizes, inspections, facts, progress, signal };
  const prepared = await prepareDiff(lab, preparing);
  const described = describeDiff(requested, { ...found, sizes, lab, prepared });
  const lockstep = !counts_only && lab.setPolicy('SCHED_BATCH') && placement.rest !== undefined;
  const { samples = [], phases = [] } = earlier ?? {};
  const header =
    earlier === undefined
      ? { ...described, ...planBlocks({ ...described, lockstep }, performance.now() - startedMs) }
      : continueHeader(earlier.header, described, provenanceOf);
  decide(header, samples, run);
  if (counts_only) return;
  progress.note(describeDiffPlan(header));
  pinSelf();
  const earlierMs = phases.reduce((sum, { ms }) => sum + ms, 0);
  const spentMs = () => performance.now() - startedMs + earlierMs;
  const ended = await measureBlocks(
    header,
    { lab, signal, folder, progress, samples, phases, doneMs: 0, spentMs },
    checkouts,
  );
  decide(withEnding(header, ended), samples, run);
  if (header.cells.length > 0) progress.note(describeEnding(ended, samples));
}

/** Writes the header down. From here on there is something to report. */
function decide(header: DiffHeader, samples: Sample[], { folder, reportWith }: UnderWay<DiffResults>): void {
  reportWith((ending) => judgeDiff(header, samples, ending));
  folder.writeHeader(header);
}

/**
 * What gates is CPU per request: five minutes after which nothing could be said are better not begun.
 * @throws DuetError (exit 4) where it cannot be read and would have to be.
 */
export function refuseWithoutCpu({ counts_only }: Pick<RequestedDiffHeader, 'counts_only'>, readable = hasProc): void {
  if (counts_only || readable) return;
  throw new DuetError('CPU per request, which a diff judges, cannot be read: this system has no /proc', {
    exitCode: EXIT.environment,
    hint: 'use --counts-only to compare statements, round trips and calls exactly; everything else needs Linux, e.g. a container',
  });
}

/** Which commits: a branch that was thought to be up to date often is not. */
function sayWhatIsCompared(sides: BySide<CheckedOutSide>, { note }: Progress): void {
  for (const side of SIDES) {
    const own = Object.entries(sides[side].dependencies).filter(([, from]) => from === 'own');
    const installed = own.length === 0 ? '' : ` (${own.map(([stack]) => stack).join(' and ')} dependencies of its own)`;
    note(`${side}: ${sideText(sides[side])}${installed}`);
  }
  for (const line of absentLines(sides)) note(line);
}

/** A diff that goes on asks for the commit that a ref was; its header keeps what was typed, and what was made of it. */
function asBefore(sides: BySide<CheckedOutSide>, earlier: StoredDiff | undefined): BySide<CheckedOutSide> {
  if (earlier === undefined) return sides;
  const of = (side: 'base' | 'head') => {
    const { given, branch } = earlier.header.sides[side];
    return { ...sides[side], given, ...(branch === undefined ? {} : { branch }) };
  };
  return { base: of('base'), head: of('head') };
}
