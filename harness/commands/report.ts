import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { DuetError, EXIT } from '../errors.ts';
import { summarize } from '../protocol/summarize.ts';
import { withCurves } from '../protocol/summarize-curves.ts';
import { openRunFolder, readResults, readRun } from '../results/run-folder.ts';
import type { Results } from '../results/schema.ts';
import { printSummary, writeReports } from './write-reports.ts';

export function addReport(program: Command): void {
  program
    .command('report')
    .description('write the reports again, from results.json or from the samples of an interrupted run')
    .argument('[path]', 'a results.json or the folder of a run', 'out/latest')
    .addHelpText('after', '\nExamples:\n  duet report\n  duet report out/latest/results.json')
    .action(async (given: string) => {
      const { dir, results } = load(given);
      const folder = openRunFolder(dir);
      const files = await writeReports(folder, results);
      printSummary(results);
      console.log(files.map((file) => path.relative('', path.join(dir, file))).join('\n'));
    });
}

/** A run that was killed has no results.json; its samples say what it found. */
function load(given: string): { dir: string; results: Results } {
  if (!existsSync(given)) {
    throw new DuetError(`there is no ${given}`, {
      exitCode: EXIT.usage,
      hint: 'give a results.json or the folder of a run; `make compare` makes one',
    });
  }
  const dir = statSync(given).isDirectory() ? given : path.dirname(given);
  const file = statSync(given).isDirectory() ? path.join(given, 'results.json') : given;
  if (existsSync(file)) return { dir, results: readResults(file) };
  const { header, samples, curveSamples } = readRun(dir);
  const last = curveSamples.at(-1)?.at ?? samples.at(-1)?.at ?? header.started_at;
  const summary = summarize(header, samples, {
    finished_at: last,
    status: 'partial',
    status_reason: 'The run did not come to its end',
  });
  return { dir, results: withCurves(summary, curveSamples) };
}
