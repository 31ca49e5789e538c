import type { Command } from 'commander';
import { rewriteReports } from '../runs/rewrite-reports.ts';

export function addReport(program: Command): void {
  program
    .command('report')
    .description(
      'rewrite the reports from results.json, diff.json or tune.json, or from the samples of an interrupted run',
    )
    .argument('[path]', 'a results.json, a diff.json, a tune.json or the folder of a run', 'out/latest')
    .addHelpText('after', '\nExamples:\n  duet report\n  duet report out/latest/results.json')
    .action((given: string) => rewriteReports(given));
}
