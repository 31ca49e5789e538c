/** A comparison of the stacks, as a kind of run. */
import path from 'node:path';
import { DuetError, EXIT } from '../../errors.ts';
import { gigabytes, requirements } from '../../lab/preflight.ts';
import { remainingPhases, strangers } from '../../protocol/continuity.ts';
import { describePlan } from '../../protocol/describe-plan.ts';
import { countTrials, planOf } from '../../protocol/plan.ts';
import { curvePlanOf, describeCurves, remainingSweeps } from '../../protocol/plan-curves.ts';
import { cellsToTrace, describeTracing } from '../../protocol/trace-cells.ts';
import { compareDocument } from '../../report/compare/document.ts';
import { distrustText, exampleText } from '../../report/kit/validity.ts';
import { readRun, type StoredRun } from '../../results/run-folder.ts';
import type { Results, Validity } from '../../results/schema.ts';
import type { ResumableKind } from '../kind.ts';
import { measureRun, summarizeRun } from './measure.ts';
import { readJudged } from './read-judged.ts';
import type { RunRequest } from './request.ts';

export const comparison: ResumableKind<RunRequest, Results, StoredRun> = {
  name: 'run',
  command: 'compare',
  document: compareDocument,
  printPlan({ header, sizes, earlier }) {
    console.log(describePlan(remainingPhases(planOf(header), earlier?.phases ?? []), sizes, header.time_budget));
    const sweeps = remainingSweeps(curvePlanOf(header, sizes), earlier?.curveSamples ?? []);
    if (sweeps.length > 0) console.log(describeCurves(sweeps, sizes));
    const cells = cellsToTrace(header, earlier?.timelines);
    if (cells.length > 0) console.log(describeTracing(cells, sizes));
    for (const { name, version, load } of header.drivers ?? [])
      console.log(`${name} ${version} drives the ${load} loops`);
  },
  refuse: refuseWithoutRoom,
  measure: measureRun,
  summarize: summarizeRun,
  outcome({ validity }, failure, dir) {
    if (failure !== undefined) return failure;
    return validity?.trustworthy === false ? runInvalid(validity, path.join(dir, 'logs')) : undefined;
  },
  readResults: readJudged,
  isFinished: ({ status }) => status === 'complete',
  readMeasured: readRun,
  differenceOfPlan({ header, samples }) {
    const plan = planOf(header);
    const trials = countTrials(plan);
    if (trials !== header.planned_trials)
      return `its header plans ${header.planned_trials} trials, this duet would make ${trials}`;
    const [stranger] = strangers(plan, samples);
    return stranger && `trial ${stranger.trial + 1} is of another cell`;
  },
};

function refuseWithoutRoom({ header, sizes, out }: RunRequest): void {
  const fileBytes = header.patterns.includes('streaming') ? sizes.file_bytes : 0;
  const lacking = requirements(fileBytes, path.resolve(out, 'files')).find(({ ok }) => !ok);
  if (lacking === undefined) return;
  throw new DuetError(
    `not enough ${lacking.what}: this profile needs ${gigabytes(lacking.neededBytes)}, ${gigabytes(lacking.availableBytes)} are available`,
    { exitCode: EXIT.environment, hint: lacking.hint },
  );
}

/** The reports are written; nobody should trust the numbers in them. */
function runInvalid(validity: Validity, logs: string): DuetError {
  const [most] = validity.reasons;
  const example = most === undefined ? '' : `. Most often (${most.rule}): ${exampleText(most)}`;
  const ofTheMachine = most?.rule === 'foreign-cpu' || most?.rule === 'driver-late' || most?.rule === 'clock-jumped';
  return new DuetError(`this run is invalid: ${distrustText(validity)}${example}`, {
    exitCode: EXIT.invalid,
    hint: ofTheMachine ? 'run it again on an idle machine' : `the report has every reason; see also ${logs}`,
  });
}
