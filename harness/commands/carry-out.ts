/** A run from the start of its lab to its reports. */
import path from 'node:path';
import { abortOnSignals } from '../interrupt.ts';
import { pinSelf } from '../lab/placement.ts';
import type { Sizes } from '../patterns/profiles.ts';
import { openProgress } from '../progress.ts';
import type { RunFolder, StoredRun } from '../results/run-folder.ts';
import type { RunHeader } from '../results/schema.ts';
import { conclude } from './conclude.ts';
import { measureCurvesOf } from './curves.ts';
import { type Measuring, measure } from './measure.ts';
import { prepare } from './prepare.ts';
import { continueHeader, withResumeHint } from './resume.ts';
import { type Commission, describeRun } from './run-header.ts';
import { openSession } from './session.ts';
import { isPilot, spendTheRest } from './time-budget.ts';

/** What is to be run. */
export interface Undertaking {
  commission: Commission;
  sizes: Sizes;
  /** The folder that holds the folders of all runs. */
  out: string;
  /** What an interrupted run has measured already. */
  earlier?: StoredRun;
}

/** @throws whatever ended the run too early, after the reports of what it had measured are written. */
export async function carryOut(
  { commission, sizes, out, earlier }: Undertaking,
  folder: RunFolder,
  options: { json?: boolean },
): Promise<void> {
  const { id, patterns, stacks } = commission;
  const signal = abortOnSignals();
  const progress = openProgress();
  const { samples = [], phases = [], curveSamples = [] } = earlier ?? {};
  const earlierMs = phases.reduce((sum, { ms }) => sum + ms, 0);
  let header: RunHeader | undefined;
  let failure: unknown;
  try {
    progress.step('starting PostgreSQL, the upstream stub and the proxy');
    await using session = await openSession({ runId: id, out, logDir: path.join(folder.dir, 'logs'), signal });
    const { lab } = session;
    const { inspections } = earlier?.header ?? {};
    const prepared = await prepare(lab, { patterns, stacks, sizes, inspections, progress, signal });
    const described = describeRun(commission, lab, prepared);
    header = earlier === undefined ? described : continueHeader(earlier.header, described);
    folder.writeHeader(header);
    pinSelf();
    const measuring: Measuring = { lab, signal, folder, progress, samples, phases, doneMs: 0 };
    await measure(header, measuring);
    if (isPilot(header)) {
      header = spendTheRest(header, measuring, earlierMs);
      await measure(header, measuring);
    }
    await measureCurvesOf(header, { lab, signal, folder, curveSamples });
  } catch (error) {
    failure = signal.aborted ? signal.reason : error;
  }
  progress.end();
  if (header === undefined) throw failure;
  if (failure !== undefined) failure = withResumeHint(failure, folder.dir);
  await conclude({ header, samples, curveSamples, failure, folder, json: options.json ?? false });
}
