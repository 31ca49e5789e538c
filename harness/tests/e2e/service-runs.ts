/** Runs of `duet diff` or `duet ab` on a service of the reader's, in a place of its own for each test. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDiffResults } from '../../results/diff-folder.ts';
import type { DiffResults } from '../../results/schema.ts';
import type { ServiceConfig } from '../../service/config.ts';
import { duet, type Outcome } from './duet-process.ts';
import { makePlace, type Place, runFolders } from './place.ts';
import { makeServiceHistory, type ServiceHistory } from './service-history.ts';

export interface ServiceRuns extends Disposable {
  place: Place;
  service: ServiceHistory;
  /** Runs the command in the working tree of the service. */
  run(...args: string[]): Promise<Outcome>;
  /** A file of the newest run. */
  file(name: string): string;
  /** What the newest run came to. */
  results(): DiffResults;
}

/** @param config what it has of its own; otherwise three cells are measured. */
export function openServiceRuns(command: 'diff' | 'ab', config: Partial<ServiceConfig> = {}): ServiceRuns {
  const place = makePlace();
  const service = makeServiceHistory(place, config);
  const newest = (name: string) => join(runFolders(place).at(-1) as string, name);
  return {
    place,
    service,
    run: (...args) => duet(place, [command, ...args, '--out', place.out], { cwd: service.dir }),
    file: (name) => readFileSync(newest(name), 'utf8'),
    results: () => readDiffResults(newest('diff.json')) as DiffResults,
    [Symbol.dispose]: () => place[Symbol.dispose](),
  };
}
