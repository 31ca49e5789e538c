/** What a report beside the event loop costs. */
import { sendChecked } from '../checked-request.ts';
import type { Measurement, Phase, TrialContext } from '../pattern.ts';
import { startReportCpu } from '../report-cpu.ts';
import { reportSize, request } from '../workers.ts';

/** Before the first trial: a warm pool has compiled its report by then, and the service what leads to it. */
const WARM_UP_REPORTS = 2;
/** The reports of a trial, one after the other. */
const REPORTS = 2;
const TRIALS = 4;
/** The time of one report, of starting the thread or process for it, and around a trial, on the machine of the README. */
const REPORT_MS = 35;
const START_MS = 45;
const AROUND_MS = 15;

export const workersLoad: Phase = {
  name: 'report',
  start: { place: 'all-cores' },
  fresh: 'per-block',
  trialsPerBlock: () => TRIALS,
  warmUp: async ({ client, service, variant, sizes }) => {
    for (let n = 0; n < WARM_UP_REPORTS; n++) {
      await sendChecked(client, request(variant, reportSize(service.stack, sizes)));
    }
  },
  trial: measure,
  control: { variant: 'after-pool', ifAlone: true, everyBlocks: 2 },
  expectedWarmUpMs: () => WARM_UP_REPORTS * (REPORT_MS + START_MS),
  expectedMs: (variant) => REPORTS * (REPORT_MS + (variant === 'after' ? START_MS : 0)) + AROUND_MS,
};

async function measure({ client, service, variant, sizes, signal }: TrialContext): Promise<Measurement> {
  const cpuSince = await startReportCpu(client, service);
  const time: number[] = [];
  for (let n = 0; n < REPORTS; n++) {
    signal.throwIfAborted();
    const { answer, failure } = await sendChecked(client, request(variant, reportSize(service.stack, sizes)));
    if (failure) return { metrics: {}, failure };
    time.push(answer.ms);
  }
  const { cpu } = await cpuSince();
  return { metrics: cpu === undefined ? {} : { cpu: cpu / REPORTS }, raw_ms: { time } };
}
