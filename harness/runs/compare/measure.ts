/** The measuring of a comparison: its lab, its services, its blocks, its curves. */
import path from 'node:path';
import { judged } from '../../compare/judge.ts';
import { openDrivers } from '../../drivers/open-drivers.ts';
import { choosePlacement, pinSelf } from '../../lab/placement.ts';
import { openWorkplace } from '../../lab/workplace.ts';
import type { Drivers } from '../../load/driver.ts';
import { profiles } from '../../patterns/profiles.ts';
import { planOf } from '../../protocol/plan.ts';
import { summarize } from '../../protocol/summarize.ts';
import { withCurves } from '../../protocol/summarize-curves.ts';
import { withSpent } from '../../protocol/summarize-spent.ts';
import { withTimelines } from '../../protocol/summarize-timelines.ts';
import type { StoredRun } from '../../results/run-folder.ts';
import type { Results, RunHeader } from '../../results/schema.ts';
import type { Ending, UnderWay } from '../kind.ts';
import { type Measuring, measurePlan } from '../measure-plan.ts';
import { continueHeader } from '../resume.ts';
import { openLabIn } from '../session.ts';
import { measureCurvesOf } from './curves.ts';
import { describeRun } from './header.ts';
import { prepare } from './prepare.ts';
import type { RunRequest } from './request.ts';
import { isPilot, spendTheRest } from './time-budget.ts';

export async function measureRun(
  { header: requested, sizes, placement, out, earlier, programs }: RunRequest,
  { folder, signal, progress, reportWith }: UnderWay<Results>,
): Promise<void> {
  await choosePlacement(placement, earlier?.header.environment.placement);
  const { id, patterns, stacks } = requested;
  const { samples = [], phases = [], curveSamples = [], timelines = [] } = earlier ?? {};
  const earlierMs = phases.reduce((sum, { ms }) => sum + ms, 0);
  const decide = (header: RunHeader): RunHeader => {
    reportWith((ending) => summarizeRun({ header, samples, phases, curveSamples, timelines }, ending));
    folder.writeHeader(header);
    return header;
  };
  progress.step('starting PostgreSQL, the upstream stub and the proxy');
  await using workplace = openWorkplace(id);
  await using lab = await openLabIn(workplace, { out, logDir: path.join(folder.dir, 'logs'), signal });
  const { inspections } = earlier?.header ?? {};
  let header: RunHeader | undefined;
  await prepare(lab, {
    ...{ patterns, stacks, sizes, inspections, timelines: [...timelines], progress, signal },
    onFrozen(prepared) {
      const described = describeRun(requested, lab, prepared);
      header = decide(
        earlier === undefined ? described : continueHeader(earlier.header, described, (provenance) => provenance),
      );
    },
    onTraced(some) {
      for (const timeline of some) folder.appendTimeline(timeline);
      timelines.push(...some);
    },
  });
  if (header === undefined) throw new Error('the run was prepared without a header');
  pinSelf();
  const measuring: Measuring = { lab, signal, folder, progress, samples, phases, doneMs: 0 };
  const drivers = openDrivers(programs, { workplace, signal });
  await measureBlocks(header, measuring, drivers);
  if (isPilot(header)) await measureBlocks(decide(spendTheRest(header, measuring, earlierMs)), measuring, drivers);
  await measureCurvesOf(header, { lab, signal, folder, curveSamples });
}

export const summarizeRun = (
  { header, samples, phases, curveSamples, timelines }: StoredRun,
  ending: Ending,
): Results => {
  const seen = withTimelines(withCurves(summarize(header, samples, ending), curveSamples), timelines);
  return judged(withSpent(seen, phases));
};

/** What is left of the blocks, or of the pilot where no more are decided yet. */
async function measureBlocks(header: RunHeader, measuring: Measuring, drivers: Drivers): Promise<void> {
  await measurePlan(planOf(header), measuring, {
    sizes: header.sizes,
    drivers,
    onBusyMachine: profiles[header.profile].onBusyMachine,
    label: isPilot(header) ? 'pilot, ' : '',
  });
}
