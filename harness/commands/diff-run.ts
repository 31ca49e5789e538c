/** A diff from its two checkouts to its reports. */
import path from 'node:path';
import { abortOnSignals } from '../interrupt.ts';
import { type CheckedOutSide, openCheckouts } from '../lab/checkout.ts';
import { pinSelf } from '../lab/placement.ts';
import { openWorkplace } from '../lab/workplace.ts';
import { gateSizes } from '../patterns/gate/index.ts';
import { openProgress, type Progress } from '../progress.ts';
import { type BySide, nothingChanged } from '../protocol/diff/sides.ts';
import type { StoredDiff } from '../results/diff-folder.ts';
import type { RunFolder } from '../results/run-folder.ts';
import { type DiffHeader, SIDES } from '../results/schema.ts';
import { planBlocks } from './diff-budget.ts';
import { concludeDiff } from './diff-conclude.ts';
import { type DiffCommission, describeDiff } from './diff-header.ts';
import { type DiffMeasuring, measureDiff } from './diff-measure.ts';
import { asCarriedOut, describeOverrun, describeSuspects, spendOnSuspects } from './diff-pace.ts';
import { describeDiffPlan } from './diff-plan.ts';
import { prepareDiff } from './diff-prepare.ts';
import { continueDiffHeader } from './diff-resume.ts';
import { withResumeHint } from './resume.ts';
import { openLabIn } from './session.ts';

/** What is to be compared. */
export interface DiffUndertaking {
  commission: DiffCommission;
  /** As typed, or the commit that it was; undefined for the working tree. */
  sides: BySide<string | undefined>;
  /** Measure, although the services of both sides are the same. */
  evenIfEqual: boolean;
  /** The folder that holds the folders of all runs. */
  out: string;
  /** What an interrupted diff has measured already. */
  earlier?: StoredDiff;
}

/** @throws whatever ended the diff too early, after the reports of what it had measured are written. */
export async function carryOutDiff(
  { commission, sides, evenIfEqual, out, earlier }: DiffUndertaking,
  folder: RunFolder,
  options: { json?: boolean },
): Promise<void> {
  const signal = abortOnSignals();
  const progress = openProgress();
  const { samples = [], phases = [] } = earlier ?? {};
  const earlierMs = phases.reduce((sum, { ms }) => sum + ms, 0);
  let header: DiffHeader | undefined;
  let failure: unknown;
  let installed = false;
  const decide = (decided: DiffHeader): DiffHeader => {
    header = decided;
    folder.writeHeader(decided);
    return decided;
  };
  try {
    progress.step('checking out base and head');
    await using workplace = openWorkplace(commission.id);
    await using checkouts = await openCheckouts({
      ...{ workplace, ...sides, stacks: commission.stacks, signal },
      cacheDir: path.resolve(out, 'dependencies'),
      onProgress(text) {
        progress.step(text);
        installed = true;
      },
    });
    // Once per lock file, and for as long as it takes: no part of the time budget.
    const startedMs = installed ? performance.now() : 0;
    sayWhatIsCompared(checkouts.sides, progress);
    const found = { sides: asBefore(checkouts.sides, earlier), sizes: gateSizes };
    if (!evenIfEqual && earlier === undefined && nothingChanged(checkouts.sides, commission.stacks)) {
      decide(describeDiff(commission, found));
    } else {
      progress.step('starting PostgreSQL, the upstream stub and the proxy');
      await using lab = await openLabIn(workplace, { out, logDir: path.join(folder.dir, 'logs'), signal });
      const { patterns, stacks, counts_only } = commission;
      const { inspections } = earlier?.header ?? {};
      const preparing = { checkouts, patterns, stacks, sizes: gateSizes, inspections, progress, signal };
      const prepared = await prepareDiff(lab, preparing);
      const described = describeDiff(commission, { ...found, lab, prepared });
      const begun = decide(
        earlier === undefined
          ? { ...described, ...planBlocks(described, performance.now() - startedMs) }
          : continueDiffHeader(earlier.header, described),
      );
      if (!counts_only) {
        progress.note(describeDiffPlan(begun));
        pinSelf();
        const spentMs = () => performance.now() - startedMs + earlierMs;
        const measuring: DiffMeasuring = {
          ...{ lab, signal, folder, progress, samples, phases, doneMs: 0 },
          ...{ startedMs: performance.now(), spentMs },
        };
        let chosen = begun;
        if (chosen.plan.suspects === undefined) {
          await measureDiff(begun, measuring, checkouts);
          chosen = decide(spendOnSuspects(begun, samples, { phases, spentMs: spentMs() }));
          progress.note(describeSuspects(chosen) + describeOverrun(chosen, { phases, spentMs: spentMs() }));
        }
        await measureDiff(chosen, measuring, checkouts);
        decide(asCarriedOut(chosen, phases));
      }
    }
  } catch (error) {
    failure = signal.aborted ? signal.reason : error;
  }
  progress.end();
  if (header === undefined) {
    folder.removeIfEmpty();
    throw failure;
  }
  if (failure !== undefined) failure = withResumeHint(failure, folder.dir, 'diff');
  await concludeDiff({ header, samples, failure, folder, json: options.json ?? false });
}

/** Which commits: a branch that was thought to be up to date often is not. */
function sayWhatIsCompared(sides: BySide<CheckedOutSide>, { note }: Progress): void {
  for (const side of SIDES) {
    const { given, commit, dirty, dependencies } = sides[side];
    const at = commit === null || commit === given ? '' : ` at ${commit}${dirty ? ', with changes' : ''}`;
    const own = Object.entries(dependencies).filter(([, from]) => from === 'own');
    const installed = own.length === 0 ? '' : ` (${own.map(([stack]) => stack).join(' and ')} dependencies of its own)`;
    note(`${side}: ${given}${at}${installed}`);
  }
  if (sides.base.sources.fixtures !== sides.head.sources.fixtures) {
    note('fixtures/sql differ: both sides are measured on the tables of this checkout');
  }
}

/** A diff that goes on asks for the commit that a ref was; its header keeps what was typed. */
function asBefore(sides: BySide<CheckedOutSide>, earlier: StoredDiff | undefined): BySide<CheckedOutSide> {
  const of = (side: 'base' | 'head') => ({
    ...sides[side],
    given: earlier?.header.sides[side].given ?? sides[side].given,
  });
  return { base: of('base'), head: of('head') };
}
