/** What `duet tune pool` is asked to tune. */

import { inWords } from '../../duration.ts';
import { drawSeed } from '../../options/command-line.ts';
import type { TuneOptions } from '../../options/tune.ts';
import { nameOf, targetOf } from '../../options/tune-target.ts';
import { refuseImpossibleTarget } from '../../tune/advice/target.ts';
import { readJobs, type TuneJob } from './jobs.ts';

export interface TuneRequest {
  /** One for each service. */
  jobs: TuneJob[];
  options: TuneOptions;
  seed: number;
  /** As it can be typed again. */
  command: string;
}

/**
 * @param typed the command line, with the answers to what was asked.
 * @throws DuetError (exit 2) for a target that nothing could meet, and for a service that cannot be tuned.
 */
export async function newTuning(options: TuneOptions, typed: readonly string[]): Promise<TuneRequest> {
  refuseImpossibleTarget(targetOf(options));
  return { jobs: await readJobs(options), options, ...drawSeed(options.seed, typed) };
}

/** `--dry-run` */
export function printTunePlan({ jobs, options, command }: TuneRequest): void {
  const { processes = 1, grid, timeBudget } = options;
  const perProcess = processes === 1 ? '' : `, at ${processes} processes together`;
  console.log(`${options.rate} arrivals per second, ${options.arrivals}${perProcess}`);
  for (const { describes } of jobs) console.log(`  ${nameOf(describes)}`);
  const more = grid ? ', and the grid, several minutes for each' : '';
  console.log(`At most ${inWords(jobs.length * timeBudget)}${more}. Then: duet ${command.replace(' --dry-run', '')}`);
}
