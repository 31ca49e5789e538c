import type { Command } from 'commander';
import { exitCodesHelp } from '../exit-codes.ts';

export function addReport(program: Command): void {
  program
    .command('report')
    .description(
      'rewrite the reports from results.json, diff.json, tune.json, libraries.json or import.json, or from the samples of an interrupted run; or lay two runs of compare beside each other',
    )
    .argument(
      '[path]',
      'a results.json, a diff.json, a tune.json, a libraries.json or the folder of a run',
      'out/latest',
    )
    .option('--beside <other>', 'another run of compare: writes beside.html, which says how far their gains differ')
    .addHelpText(
      'after',
      `
Examples:
  duet report
  duet report out/latest/results.json
  duet report out/latest --beside out/20260114-093000-quick-4f21

With --beside, the run that is named first is "here", and beside.html and beside.md are written into its folder.

${exitCodesHelp(['fine', 'usage'])}`,
    )
    .action(async (given: string, { beside }: { beside?: string }) => {
      if (beside !== undefined) {
        const { layBeside } = await import('../runs/lay-beside.ts');
        return await layBeside(given, beside);
      }
      const { rewriteReports } = await import('../runs/rewrite-reports.ts');
      await rewriteReports(given);
    });
}
