/** `duet diff --baseline`: results that are there already beside stored ones. Nothing is measured. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { compareWithBaseline } from '../../diff/baseline/compare.ts';
import { baselineOf } from '../../diff/baseline/entries.ts';
import { DuetError, EXIT } from '../../errors.ts';
import type { BaselineOptions } from '../../options/baseline.ts';
import { baselineDocument } from '../../report/baseline/document.ts';
import { renderBaselineMarkdown } from '../../report/baseline/markdown.ts';
import { whyText } from '../../report/baseline/reasons.ts';
import { refuseUntrustworthy } from '../../report/compare/refuse.ts';
import { placementName } from '../../results/placement-name.ts';
import { openRunFolder, readResults, toJson } from '../../results/run-folder.ts';
import { type BaselineDiff, DEFAULT_PLACEMENT } from '../../results/schema.ts';
import { findResults } from '../find-results.ts';
import { appendJobSummary } from '../job-summary.ts';
import { openBaseline } from '../open-baseline.ts';
import { printSummary, writeReports } from '../write-reports.ts';

/** What of the options of a diff is used, whatever else it has. */
type Options = BaselineOptions &
  Pick<BaselineDiff, 'strict'> & { failOn: BaselineDiff['fail_on']; out: string; json?: boolean };

/** @throws DuetError: exit 1 where the gate failed, 5 where nothing can be said, 2 for what cannot be read. */
export async function diffBaseline(given: string, options: Options): Promise<void> {
  const file = findResults(options.results, options.out);
  const base = openBaseline(given, options.baselineDir);
  const results = readResults(file);
  refuseUntrustworthy(results);
  const diff = compareWithBaseline(base, baselineOf(results), {
    tolerance: options.tolerance,
    fail_on: options.failOn,
    strict: options.strict,
  });
  await writeBeside(file, diff);
  appendJobSummary(renderBaselineMarkdown(diff));
  if (options.json) process.stdout.write(toJson(diff));
  else printSummary(baselineDocument, diff, []);
  if (diff.exit_code === EXIT.fine) return;
  throw new DuetError(`${diff.verdict}: ${whyText(diff)}`, { exitCode: diff.exit_code, hint: hintFor(diff) });
}

/** Only into the folder of a run: somebody else's folder gets no files. */
async function writeBeside(file: string, diff: BaselineDiff): Promise<void> {
  const dir = path.dirname(file);
  if (!existsSync(path.join(dir, 'run.json'))) return;
  await writeReports(openRunFolder(dir), baselineDocument, diff);
}

function hintFor({ verdict, base }: BaselineDiff): string {
  if (verdict === 'invalid') {
    const placement = placementName(base.environment);
    const placed = placement === DEFAULT_PLACEMENT ? '' : ` --placement ${placement}`;
    return `measure what the baseline has: duet compare --profile ${base.profile}${placed}`;
  }
  return 'duet diff <base> measures both on this machine; `duet baseline save` takes the new metrics where they are right';
}
