/** What stands between an open lab and the first timed trial. */
import { ensureFile } from '../../lab/files.ts';
import type { Lab } from '../../lab/lab.ts';
import { reportSize } from '../../patterns/workers.ts';
import type { Progress } from '../../progress.ts';
import { type Calibration, calibrate } from '../../protocol/calibrate.ts';
import { inspectCells } from '../../protocol/inspect.ts';
import type { Instance } from '../../protocol/instance.ts';
import type { Health } from '../../protocol/parity.ts';
import { startServices } from '../../protocol/start-services.ts';
import { traceCells } from '../../protocol/trace-cells.ts';
import { verify } from '../../protocol/verify.ts';
import type { CellInspection, PatternName, Sizes, StackName, Timeline } from '../../results/schema.ts';
import { forVerifying } from '../session.ts';

interface Preparing {
  patterns: PatternName[];
  stacks: StackName[];
  /** Those of the profile; a report that has its size already is not calibrated again. */
  sizes: Sizes;
  /** Those of a run that is continued, which are not counted again. */
  inspections?: CellInspection[] | undefined;
  /** The same: what is traced already. */
  timelines: readonly Timeline[];
  /** Called when all is known that a run has to keep to: what is interrupted after this can go on. */
  onFrozen(prepared: Prepared): void;
  /** Called with those of a pattern as soon as they are traced. */
  onTraced(timelines: readonly Timeline[]): void;
  progress: Progress;
  signal: AbortSignal;
}

export interface Prepared {
  health: Partial<Record<StackName, Health>>;
  calibration: Partial<Record<StackName, Calibration>>;
  /** Frozen from here on. */
  sizes: Sizes;
  inspections: CellInspection[];
}

/**
 * Makes the file, verifies the services' answers, then sizes the CPU report, counts what requests cause and, once all that
 * is written down, traces one of each cell, on the same processes.
 */
export async function prepare(lab: Lab, preparing: Preparing): Promise<void> {
  const { patterns, stacks, sizes, progress, signal } = preparing;
  if (patterns.includes('streaming')) {
    progress.step(`preparing the file of ${sizes.file_bytes / 1e6} MB`);
    await ensureFile(lab.filesDir, sizes.file_bytes, signal);
  }
  progress.step('verifying that both services give the same answers');
  // Through the proxy, which counts; its round-trip time is 0 until a trial sets one.
  const start = (instance: Instance) => ({ ...forVerifying(instance), via: 'proxy' as const });
  const instances = stacks.map((stack) => ({ stack }));
  await using running = await startServices(lab, instances, start);
  const { health } = await verify(lab, running.services, { patterns, signal });
  const calibration: Prepared['calibration'] = {};
  const unsized = running.services.filter(({ stack }) => reportSize(stack, sizes) === 0);
  for (const service of patterns.includes('workers') ? unsized : []) {
    progress.step(`calibrating the CPU report in ${service.stack} to ${sizes.report_ms} ms`);
    calibration[service.stack] = await calibrate(lab, service, sizes.report_ms, signal);
  }
  const frozen: Sizes = {
    ...sizes,
    report_size_node: calibration.node?.size ?? sizes.report_size_node,
    report_size_python: calibration.python?.size ?? sizes.report_size_python,
  };
  const inspections =
    preparing.inspections ??
    (await inspectCells(lab, running.services, {
      patterns,
      sizes: frozen,
      signal,
      onPattern: (name) => progress.step(`counting what each request of ${name} causes`),
    }));
  preparing.onFrozen({ health, calibration, sizes: frozen, inspections });
  await traceCells(lab, running.services, {
    patterns,
    sizes: frozen,
    signal,
    known: preparing.timelines,
    onPattern: (name) => progress.step(`tracing a request of each variant of ${name}`),
    onTraced: preparing.onTraced,
  });
}
