/** Baselines: the metrics of a run kept under a name, and shown. */
import path from 'node:path';
import { baselineOf } from '../diff/baseline/entries.ts';
import { renderBaseline, renderBaselineList } from '../report/baseline/show.ts';
import { refuseUntrustworthy } from '../report/compare/refuse.ts';
import { baselineNames, writeBaseline } from '../results/baselines.ts';
import { readResults, toJson } from '../results/run-folder.ts';
import { findResults } from './find-results.ts';
import { openBaseline } from './open-baseline.ts';

export interface SaveOptions {
  name: string;
  /** Where baselines are kept. */
  dir: string;
  /** Where runs are. */
  out: string;
}

export interface ShowOptions {
  dir: string;
  json?: boolean;
}

/** @throws DuetError: exit 2 for what cannot be read or named so, 5 for a run that nobody should trust. */
export function saveBaseline(given: string, { name, dir, out }: SaveOptions): void {
  const results = readResults(findResults(given, out));
  refuseUntrustworthy(results);
  const { file, replaced } = writeBaseline(dir, name, baselineOf(results));
  console.log(`${path.relative('', file)}: run ${results.run.id}${replaced ? ' (replaced)' : ''}`);
}

/** One of them, by its name or its file, or a list of all. */
export function showBaselines(name: string | undefined, { dir, json }: ShowOptions): void {
  if (name !== undefined) {
    const baseline = openBaseline(name, dir);
    process.stdout.write(json ? toJson(baseline) : renderBaseline(baseline));
    return;
  }
  const all = baselineNames(dir).map((one) => ({ name: one, run: openBaseline(one, dir).run }));
  process.stdout.write(json ? toJson(all) : renderBaselineList(dir, all));
}
