/** The measuring of a diff of duet's own services: its checkouts, its lab, the services of both sides, its blocks. */
import path from 'node:path';
import { DuetError, EXIT } from '../../errors.ts';
import { type Checkouts, openCheckouts } from '../../lab/checkout.ts';
import { choosePlacement, pinSelf, placement } from '../../lab/placement.ts';
import { hasProc } from '../../lab/proc.ts';
import { openWorkplace, type Workplace } from '../../lab/workplace.ts';
import { committedLines } from '../../options/diff-accept.ts';
import { diffSizes } from '../../patterns/diff/index.ts';
import { servicesAreEqual } from '../../protocol/diff/sides.ts';
import type { DiffResults } from '../../results/schema.ts';
import type { UnderWay } from '../kind.ts';
import { continueHeader } from '../resume.ts';
import { openLabIn } from '../session.ts';
import { DIFF_MAX_CONNECTIONS, sizesWithRoom } from './clients.ts';
import { describeDiff, type FoundSides, ownScope, provenanceOf, type RequestedDiffHeader } from './header.ts';
import { planOf } from './plan.ts';
import { prepareDiff } from './prepare.ts';
import type { DiffRequest } from './request.ts';
import { asBefore, decide, measureTimed, sayWhatIsCompared } from './under-way.ts';

export async function measureOwnDiff(request: DiffRequest, run: UnderWay<DiffResults>): Promise<void> {
  const { header: requested, sides, exactBase, accepted, evenIfEqual, share, out, earlier } = request;
  const { progress, signal } = run;
  const { stacks } = ownScope(requested);
  await choosePlacement(undefined, earlier?.header.environment.placement);
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
    const described = describeDiff(requested, { ...found, sizes: diffSizes });
    decide(share === undefined ? described : { ...described, ...planOf(described, 0, share) }, [], run);
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
  { header: requested, out, share, earlier }: DiffRequest,
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
      ? { ...described, ...planOf({ ...described, lockstep }, performance.now() - startedMs, share) }
      : continueHeader(earlier.header, described, provenanceOf);
  decide(header, samples, run);
  if (counts_only) return;
  pinSelf();
  const earlierMs = phases.reduce((sum, { ms }) => sum + ms, 0);
  const spentMs = () => performance.now() - startedMs + earlierMs;
  const measuring = { lab, signal, folder, progress, samples, phases, doneMs: 0, spentMs };
  await measureTimed(header, measuring, { checkouts }, run);
}

/**
 * What gates is CPU per request: five minutes after which nothing could be said are better not begun.
 * @throws DuetError (exit 4) where it cannot be read and would have to be.
 */
export function refuseWithoutCpu({ counts_only }: Pick<RequestedDiffHeader, 'counts_only'>, readable = hasProc): void {
  if (counts_only || readable) return;
  throw new DuetError('CPU per request, which is judged, cannot be read: this system has no /proc', {
    exitCode: EXIT.environment,
    hint: 'use --counts-only to compare statements, round trips and calls exactly; everything else needs Linux, e.g. a container',
  });
}
