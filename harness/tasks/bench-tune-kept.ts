/** What the bench of tune keeps of each service, a line of JSON. */
import type { StackName } from '../results/names.ts';
import type { FormName, TuneCell, WorkloadName } from '../results/tune.ts';
import { newestOf, readKept } from './kept-lines.ts';

/** Which of duet's own services. */
export interface Benched {
  stack: StackName;
  form: FormName;
  workload: WorkloadName;
  /** The seed of the arrivals; another one is another draw. */
  seed: number;
}

export interface KeptTune extends Benched {
  rate_per_s: number;
  at: string;
  commit: string;
  machine: string;
  /** Wall time of the command, its lab included. */
  ms: number;
  /** Connections; null where it recommended none. */
  recommended: number | null;
  predicted: number | null;
  bottleneck: string | null;
  /** The same service, tuned by an earlier commit of duet right before or after it. */
  earlier?: EarlierTune;
  /** Ascending, every window on a fresh process: one of each setting far from the recommendation, several of those near it. */
  ladder: TuneCell[];
  /** The best of those far from it, measured anew beside those near it: the best of many noisy windows flatters itself. */
  best: TuneCell;
}

export type EarlierTune = Pick<KeptTune, 'commit' | 'ms' | 'recommended'>;

/** Where a service was benched again, the last line counts. */
export const readTunes = (file: string): KeptTune[] => newestOf(readKept<KeptTune>(file), keyOf);

export const keyOf = ({ workload, stack, form, seed }: Benched) => [workload, stack, form, seed].join(' ');
