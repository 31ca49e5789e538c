/** What stands between an open lab and the first timed trial. */
import type { Lab } from '../lab/lab.ts';
import type { Sizes } from '../patterns/profiles.ts';
import type { Progress } from '../progress.ts';
import { type Calibration, calibrate } from '../protocol/calibrate.ts';
import { startServices } from '../protocol/start-services.ts';
import { verify } from '../protocol/verify.ts';
import type { PatternName, StackName } from '../results/schema.ts';
import { forVerifying } from './session.ts';

interface Preparing {
  patterns: PatternName[];
  stacks: StackName[];
  sizes: Sizes;
  progress: Progress;
  signal: AbortSignal;
}

/** Verifies the services' answers, then sizes the CPU report on the same processes. */
export async function prepare(lab: Lab, { patterns, stacks, sizes, progress, signal }: Preparing) {
  progress.step('verifying that both services give the same answers');
  await using running = await startServices(lab, stacks, forVerifying);
  const { health } = await verify(lab, running.services, { patterns, signal });
  const calibration: Partial<Record<StackName, Calibration>> = {};
  for (const service of patterns.includes('workers') ? running.services : []) {
    progress.step(`calibrating the CPU report in ${service.stack} to ${sizes.report_ms} ms`);
    calibration[service.stack] = await calibrate(lab, service, sizes.report_ms, signal);
  }
  return { health, calibration };
}
