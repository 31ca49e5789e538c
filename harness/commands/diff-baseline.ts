/** `duet diff --baseline`: results that are there already beside stored ones. Nothing is measured. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { DuetError, EXIT } from '../errors.ts';
import { compareWithBaseline } from '../gate/baseline/compare.ts';
import { baselineOf } from '../gate/baseline/figures.ts';
import { DEFAULT_TOLERANCE } from '../gate/baseline/judge.ts';
import { renderBaselineMarkdown } from '../report/baseline/markdown.ts';
import { renderBaselineSummary } from '../report/baseline/summary.ts';
import { BASELINES } from '../results/baselines.ts';
import { openRunFolder, readResults, toJson } from '../results/run-folder.ts';
import type { BaselineDiff } from '../results/schema.ts';
import { openBaseline } from './baseline.ts';
import { findResults } from './find-results.ts';
import { appendJobSummary } from './job-summary.ts';
import { terminal } from './terminal.ts';

export interface BaselineOptions {
  /** A file, or a name in `baselineDir`. */
  baseline?: string;
  baselineDir: string;
  /** A results.json, the folder or id of a run, or `latest`. */
  results: string;
  tolerance: number;
}

/** Options that have no meaning beside --baseline: they decide how something is measured, or say what. */
const MEASURING = [
  'timeBudget',
  'threshold',
  'alert',
  'countsOnly',
  'evenIfEqual',
  'seed',
  'resume',
  'dryRun',
  'pattern',
  'stack',
];

export function addBaselineOptions(command: Command): Command {
  return command
    .option('--baseline <file|name>', 'measure nothing: hold the results of a run to a stored baseline or results.json')
    .option('--baseline-dir <folder>', 'with --baseline: where baselines are kept', BASELINES)
    .option('--results <run>', 'with --baseline: a results.json, the folder or the id of a run, or latest', 'latest')
    .addOption(
      new Option('--tolerance <percent>', 'with --baseline: the change of a gain, ratio or value that is let pass')
        .default(DEFAULT_TOLERANCE, `${100 * DEFAULT_TOLERANCE}%`)
        .argParser(share),
    );
}

/** What of the options of a diff is used, whatever else it has. */
type Options = BaselineOptions &
  Pick<BaselineDiff, 'strict'> & { failOn: BaselineDiff['fail_on']; out: string; json?: boolean };

/**
 * @throws DuetError: exit 1 where the gate failed, 5 where nothing can be said, 2 for what cannot be read or for options
 * that would need a measurement.
 */
export function diffBaseline(
  given: string,
  sides: readonly (string | undefined)[],
  options: Options,
  command: Command,
): void {
  refuseMeasuring(sides, command);
  const file = findResults(options.results, options.out);
  const diff = compareWithBaseline(openBaseline(given, options.baselineDir), baselineOf(readResults(file)), {
    tolerance: options.tolerance,
    fail_on: options.failOn,
    strict: options.strict,
  });
  const markdown = renderBaselineMarkdown(diff);
  writeBeside(file, diff, markdown);
  appendJobSummary(markdown);
  if (options.json) process.stdout.write(toJson(diff));
  else process.stdout.write(renderBaselineSummary(diff, terminal()));
  if (diff.exit_code === EXIT.fine) return;
  throw new DuetError(`${diff.verdict}: ${diff.why}`, { exitCode: diff.exit_code, hint: hintFor(diff) });
}

/** Only into the folder of a run: somebody else's folder gets no files. */
function writeBeside(file: string, diff: BaselineDiff, markdown: string): void {
  const dir = path.dirname(file);
  if (!existsSync(path.join(dir, 'run.json'))) return;
  const folder = openRunFolder(dir);
  folder.write('baseline-diff.json', toJson(diff));
  folder.write('baseline-diff.md', markdown);
}

function hintFor({ verdict, base }: BaselineDiff): string {
  if (verdict === 'invalid') return `measure what the baseline has: duet compare --profile ${base.profile}`;
  return 'duet diff <base> measures both on this machine; `duet baseline save` takes the new figures where they are right';
}

function refuseMeasuring(sides: readonly (string | undefined)[], command: Command): void {
  const given = command.options
    .filter((option) => MEASURING.includes(option.attributeName()))
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .map(({ long }) => long);
  const refused = [...sides.filter((side) => side !== undefined), ...given];
  if (refused.length === 0) return;
  throw new DuetError(`--baseline measures nothing, and cannot have ${refused.join(', ')}`, {
    exitCode: EXIT.usage,
    hint: 'leave it out, or leave --baseline out to measure two sides here',
  });
}

function share(value: string): number {
  const [, percent] = value.match(/^(\d+(?:\.\d+)?)%$/) ?? [];
  const found = Number(percent) / 100;
  if (found > 0 && found <= 10) return found;
  throw new InvalidArgumentError('It must be a percentage above 0, such as 25%.');
}
