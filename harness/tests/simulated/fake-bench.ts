/** A bench around a subject for tests: nothing of the lab is up, and no database is watched. */
import type { PoolSetting, TuneWindow } from '../../results/tune.ts';
import type { Bench, WindowKind } from '../../tune/measure/bench.ts';
import { openWatch } from '../../tune/measure/pool-watch.ts';
import type { Subject } from '../../tune/subject.ts';

export interface FakeBench extends Bench {
  /** Every finished window, in order. */
  readonly windows: { kind: WindowKind; setting: PoolSetting; window: TuneWindow }[];
}

export async function fakeBench(subject: Subject, more: Partial<Bench> = {}): Promise<FakeBench> {
  const windows: FakeBench['windows'] = [];
  return {
    subject,
    watch: await openWatch(),
    labProcesses: [],
    ratePerS: 100,
    arrivals: 'poisson',
    seed: 1,
    warmUpMs: 50,
    // Whether the driver was late depends on what else the machine does.
    mayRepeat: () => false,
    signal: new AbortController().signal,
    onWindow: (kind, setting, window) => windows.push({ kind, setting, window }),
    windows,
    ...more,
  };
}
