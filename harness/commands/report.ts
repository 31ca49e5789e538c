import type { Command } from 'commander';

export function addReport(program: Command): void {
  program
    .command('report')
    .description(
      'rewrite the reports from results.json, diff.json or tune.json, or from the samples of an interrupted run',
    )
    .argument('[path]', 'a results.json, a diff.json, a tune.json or the folder of a run', 'out/latest')
    .addHelpText('after', '\nExamples:\n  duet report\n  duet report out/latest/results.json')
    .action(async (given: string) => {
      const { rewriteReports } = await import('../runs/rewrite-reports.ts');
      await rewriteReports(given);
    });
}
